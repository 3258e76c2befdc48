import CPlumblineZlib
import NIOCore

/// Compresses answers with the system's zlib (RFC 1952).
enum Gzip {
    /// Shorter bodies travel in one packet anyway.
    static let minimumSize = 1_024

    /// The body compressed, at the level that costs least time; nil if zlib has no memory.
    static func compress(_ body: ByteBuffer) -> ByteBuffer? {
        var input = body
        var stream = z_stream()
        // zlib keeps the stream's address, so it must not move before the end.
        return withUnsafeMutablePointer(to: &stream) { stream in
            let asGzip = MAX_WBITS + 16
            let size = Int32(MemoryLayout<z_stream>.size)
            guard
                deflateInit2_(
                    stream,
                    Z_BEST_SPEED,
                    Z_DEFLATED,
                    asGzip,
                    8,
                    Z_DEFAULT_STRATEGY,
                    ZLIB_VERSION,
                    size
                ) == Z_OK
            else { return nil }
            defer { deflateEnd(stream) }
            var output = ByteBuffer()
            var status = Z_OK
            input.readWithUnsafeMutableReadableBytes { source in
                let bound = Int(deflateBound(stream, uLong(source.count)))
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { target in
                    stream.pointee.next_in = source.bindMemory(to: Bytef.self).baseAddress
                    stream.pointee.avail_in = uInt(source.count)
                    stream.pointee.next_out = target.bindMemory(to: Bytef.self).baseAddress
                    stream.pointee.avail_out = uInt(target.count)
                    status = deflate(stream, Z_FINISH)
                    return target.count - Int(stream.pointee.avail_out)
                }
                return source.count
            }
            return status == Z_STREAM_END ? output : nil
        }
    }

    /// Whether a client takes gzip, and does not like the plain body better (RFC 9110 §12.5.3).
    static func isAccepted(by header: String) -> Bool {
        var gzip: Double?
        var any: Double?
        var identity: Double?
        for part in header.split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.lowercased().trimmed }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            switch pieces.first {
            case "gzip", "x-gzip": gzip = weight ?? 1
            case "*": any = weight ?? 1
            case "identity": identity = weight ?? 1
            default: continue
            }
        }
        let wanted = gzip ?? any ?? 0
        return wanted > 0 && wanted >= identity ?? 0
    }
}

extension ServerResponse {
    /// The answer in the coding that the client likes best, of those that this server has.
    /// - Parameter acceptEncoding: Not asked for where nothing is compressed anyway.
    func encoded(for acceptEncoding: @autoclosure () -> String?) -> ServerResponse {
        guard isCompressible, body.readableBytes >= Gzip.minimumSize else { return self }
        var response = self
        response.isCompressible = false
        response.headerFields.append(.vary, "Accept-Encoding")
        guard let accepted = acceptEncoding(), Gzip.isAccepted(by: accepted),
            let body = Gzip.compress(body)
        else {
            return response
        }
        response.body = body
        response.headerFields[.contentEncoding] = "gzip"
        return response
    }
}
