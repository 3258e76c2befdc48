import NIOCore
import NIOHTTP1

/// How the end of an answer's body is told (RFC 9112 §6.3).
enum BodyFraming {
    /// By its length, or by the end of the connection.
    case plain
    case chunked
    /// There is none, whoever writes one.
    case absent

    /// Frames a body whose parts come one by one, and says so in the head.
    /// - Parameter isLast: Set if only the connection's end can tell the end of the body.
    init(
        of fields: inout HTTPHeaders,
        status: HTTPResponseStatus,
        to request: RequestHead,
        isLast: inout Bool
    ) {
        guard status.mayHaveResponseBody else {
            fields[.contentLength] = nil
            fields[.transferEncoding] = nil
            self = .absent
            return
        }
        fields[.transferEncoding] = nil
        if !fields.contains(.contentLength) {
            if request.version.isKeptAliveByDefault {
                fields[.transferEncoding] = "chunked"
            } else {
                isLast = true
            }
        }
        if request.method == .HEAD {
            self = .absent
        } else {
            self = fields.contains(.transferEncoding) ? .chunked : .plain
        }
    }

    /// The bytes for a part of the body.
    func framed(_ part: ByteBuffer) -> [ByteBuffer] {
        switch self {
        case .absent: []
        case .plain: [part]
        case .chunked:
            if part.readableBytes == 0 {
                []  // would end the body
            } else {
                [
                    ByteBuffer(string: String(part.readableBytes, radix: 16) + "\r\n"), part,
                    ByteBuffer(string: "\r\n"),
                ]
            }
        }
    }

    /// The bytes after the last part.
    func end(_ trailers: HTTPHeaders?) -> ByteBuffer {
        guard case .chunked = self else { return ByteBuffer() }
        var bytes = ByteBuffer()
        bytes.write(line: "0", trailers ?? [:])
        return bytes
    }
}

extension HTTPVersion {
    /// Whether connections stay open unless somebody says otherwise, and bodies may be chunked: since HTTP/1.1.
    var isKeptAliveByDefault: Bool { (major, minor) >= (1, 1) }
}

extension ByteBuffer {
    /// Writes the head of an answer (RFC 9112 §4, §5).
    /// - Parameter common: What takes the place of fields of the same name; `Vary` adds to them.
    mutating func writeHead(
        _ status: HTTPResponseStatus,
        _ fields: HTTPHeaders,
        _ common: [(FieldName, String)] = []
    ) {
        write(
            line: status == .ok ? "HTTP/1.1 200 OK" : "HTTP/1.1 \(status.code) \(status.reasonPhrase)",
            fields,
            common
        )
    }

    /// Writes a line, fields, and the empty line behind them; in one piece, as each write to a buffer takes longer than
    /// what is written here.
    fileprivate mutating func write(
        line: String,
        _ fields: HTTPHeaders,
        _ common: [(FieldName, String)] = []
    ) {
        var length = line.utf8.count + 4
        for (name, value) in fields { length += name.utf8.count + value.utf8.count + 4 }
        for (name, value) in common { length += name.text.utf8.count + value.utf8.count + 4 }
        writeWithUnsafeMutableBytes(minimumWritableBytes: length) { memory in
            var lines = HeadLines(memory)
            lines.put(line)
            lines.put("\r\n")
            for (name, value) in fields where !common.contains(where: { $0.0.replaces(name) }) {
                lines.put(name, value)
            }
            for (name, value) in common { lines.put(name.text, value) }
            lines.put("\r\n")
            return lines.length
        }
    }
}

extension FieldName {
    /// Whether what all answers carry takes the place of that field.
    fileprivate func replaces(_ other: String) -> Bool {
        isName(of: other) && !FieldName.vary.isName(of: other)
    }
}

/// The lines of a head, put into memory one behind the other.
private struct HeadLines {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var length = 0

    init(_ memory: UnsafeMutableRawBufferPointer) { self.memory = memory }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            UnsafeMutableRawBufferPointer(rebasing: memory[length...]).copyBytes(from: bytes)
            length += bytes.count
        }
    }

    /// Adds a field.
    mutating func put(_ name: String, _ value: String) {
        put(name)
        put(": ")
        let start = length
        put(value)
        for index in start..<length where !memory[index].isFieldContent { memory[index] = UInt8(ascii: " ") }
        put("\r\n")
    }
}

extension UInt8 {
    /// Whether a value of a field may have this byte: one that may not could begin another field (RFC 9110 §5.5).
    fileprivate var isFieldContent: Bool { (self >= 0x20 && self != 0x7F) || self == UInt8(ascii: "\t") }
}
