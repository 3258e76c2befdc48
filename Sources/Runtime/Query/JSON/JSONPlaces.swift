/// A step from a JSON value to one inside it.
public enum JSONStep: Sendable, Hashable {
    /// To a member.
    case member(String)
    /// To an element, counted from 0.
    case element(Int)
}

/// Finds which values of a JSON text stand at given offsets, in one pass over it.
struct JSONPlaces {
    private let bytes: [UInt8]
    private var offset = 0
    private var path: [JSONStep] = []
    private var wanted: ArraySlice<Int>
    private var found: [[JSONStep]] = []

    /// The ways to the values that begin at the offsets.
    ///
    /// - Parameters:
    ///   - offsets: In ascending order.
    ///   - bytes: What PostgreSQL or this server wrote: JSON without white space.
    static func paths(to offsets: [Int], in bytes: [UInt8]) -> [[JSONStep]] {
        var places = JSONPlaces(bytes: bytes, wanted: offsets[...])
        places.value()
        return places.found
    }

    private init(bytes: [UInt8], wanted: ArraySlice<Int>) {
        self.bytes = bytes
        self.wanted = wanted
    }

    /// Nesting is that of a selection, which is bounded.
    private mutating func value() {
        if offset == wanted.first {
            found.append(path)
            wanted.removeFirst()
        }
        guard !wanted.isEmpty, offset < bytes.count else { return }
        switch bytes[offset] {
        case UInt8(ascii: "{"): members()
        case UInt8(ascii: "["): elements()
        case UInt8(ascii: "\""): _ = string()
        default: while offset < bytes.count, !bytes[offset].endsScalar { offset += 1 }
        }
    }

    private mutating func members() {
        while !wanted.isEmpty, offset < bytes.count, bytes[offset] != UInt8(ascii: "}") {
            offset += 1
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { continue }
            path.append(.member(string()))
            offset += 1
            value()
            path.removeLast()
        }
        offset += 1
    }

    private mutating func elements() {
        var index = 0
        while !wanted.isEmpty, offset < bytes.count, bytes[offset] != UInt8(ascii: "]") {
            offset += 1
            guard offset < bytes.count, bytes[offset] != UInt8(ascii: "]") else { continue }
            path.append(.element(index))
            value()
            path.removeLast()
            index += 1
        }
        offset += 1
    }

    /// The text of a string without escapes, as response names are.
    private mutating func string() -> String {
        let start = offset + 1
        offset = start
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        let text = String(decoding: bytes[start..<Swift.min(offset, bytes.count)], as: UTF8.self)
        offset += 1
        return text
    }
}

extension UInt8 {
    fileprivate var endsScalar: Bool {
        self == UInt8(ascii: ",") || self == UInt8(ascii: "}") || self == UInt8(ascii: "]")
    }
}
