/// The values of one statement in the form libpq wants, in memory that is used again for the next one.
final class ParameterBuffer {
    private enum Place {
        case null
        case bytes(offset: Int, count: Int, isBinary: Bool)
    }

    private var bytes: [UInt8] = []
    private var places: [Place] = []
    private var pointers: [UnsafePointer<CChar>?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Above this size the memory is given back after use, so that one huge value is not kept for ever.
    private let keptCapacity = 1 << 20

    /// Lends the values as libpq's three arrays.
    func withParameters<R>(
        _ values: [PostgresValue],
        _ body: (
            _ count: Int32,
            _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> R
    ) -> R {
        if values.isEmpty { return body(0, nil, nil, nil) }
        collect(values)
        defer { if bytes.capacity > keptCapacity { bytes = [] } }
        return bytes.withUnsafeBytes { raw in
            for place in places {
                switch place {
                case .null:
                    add(nil, length: 0, isBinary: false)
                case .bytes(let offset, let count, let isBinary):
                    let start = raw.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
                    add(start, length: Int32(clamping: count), isBinary: isBinary)
                }
            }
            return body(Int32(clamping: values.count), pointers, lengths, formats)
        }
    }

    private func collect(_ values: [PostgresValue]) {
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        pointers.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for value in values {
            let offset = bytes.count
            switch value {
            case .null:
                places.append(.null)
            case .text(let text):
                bytes.append(contentsOf: text.utf8)
                places.append(.bytes(offset: offset, count: bytes.count - offset, isBinary: false))
                // libpq finds the end of a text by its NUL.
                bytes.append(0)
            case .binary(let binary):
                bytes.append(contentsOf: binary)
                places.append(.bytes(offset: offset, count: binary.count, isBinary: true))
                // An empty value needs an address too, or it would be a NULL.
                bytes.append(0)
            }
        }
    }

    private func add(_ pointer: UnsafePointer<CChar>?, length: Int32, isBinary: Bool) {
        pointers.append(pointer)
        lengths.append(length)
        formats.append(isBinary ? 1 : 0)
    }
}
