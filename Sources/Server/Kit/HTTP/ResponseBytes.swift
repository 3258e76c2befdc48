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
        to request: HTTPRequestHead,
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
        var bytes = Array("0\r\n".utf8)
        bytes.append(trailers ?? [:])
        return ByteBuffer(bytes: bytes)
    }
}

extension HTTPVersion {
    /// Whether connections stay open unless somebody says otherwise, and bodies may be chunked: since HTTP/1.1.
    var isKeptAliveByDefault: Bool { (major, minor) >= (1, 1) }
}

extension ByteBuffer {
    /// Writes the head of an answer (RFC 9112 §4, §5).
    mutating func writeHead(_ status: HTTPResponseStatus, _ fields: HTTPHeaders) {
        // Put together in an array, which takes small pieces faster than a buffer.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: "HTTP/1.1 ".utf8)
        bytes.append(contentsOf: String(status.code).utf8)
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: status.reasonPhrase.utf8)
        bytes.append(contentsOf: "\r\n".utf8)
        bytes.append(fields)
        writeBytes(bytes)
    }
}

extension [UInt8] {
    /// Adds fields and the empty line behind them.
    fileprivate mutating func append(_ fields: HTTPHeaders) {
        for (name, value) in fields {
            append(contentsOf: name.utf8)
            append(contentsOf: ": ".utf8)
            let start = count
            append(contentsOf: value.utf8)
            for index in start..<count where !self[index].isFieldContent { self[index] = UInt8(ascii: " ") }
            append(contentsOf: "\r\n".utf8)
        }
        append(contentsOf: "\r\n".utf8)
    }
}

extension UInt8 {
    /// Whether a value of a field may have this byte: one that may not could begin another field (RFC 9110 §5.5).
    fileprivate var isFieldContent: Bool { (self >= 0x20 && self != 0x7F) || self == UInt8(ascii: "\t") }
}
