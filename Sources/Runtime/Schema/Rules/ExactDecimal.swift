/// A decimal number of any length, as PostgreSQL's `numeric` holds it: sums, differences and products are exact.
///
/// Trailing zeros after the point do not matter: `1.50` equals `1.5`.
public struct ExactDecimal: Sendable, Hashable {
    private let isNegative: Bool
    /// The digits, most significant first, without zeros in front; empty for zero.
    private let digits: [UInt8]
    /// How many of the digits stand after the point; the last of them is not zero.
    public let scale: Int

    /// How many digits stand before the point, leading zeros aside.
    public var integerDigits: Int { max(0, digits.count - scale) }

    /// The nearest number in binary floating point, infinite where none is near.
    public var approximation: Double { Double(description) ?? .nan }

    /// Reads an optional sign, digits, and perhaps a point and more digits.
    public init?(_ text: some StringProtocol) {
        var bytes = Array(text.utf8)[...]
        let sign = bytes.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let zero = UInt8(ascii: "0")
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (zero...zero + 9).contains($0) } }) else {
            return nil
        }
        self.init(
            isNegative: sign == UInt8(ascii: "-"),
            digits: parts.joined().map { $0 - zero },
            scale: parts.count == 2 ? parts[1].count : 0
        )
    }

    /// A whole number.
    public init(_ integer: some BinaryInteger) {
        let digits = String(integer.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
        self.init(isNegative: integer < 0, digits: digits, scale: 0)
    }

    private init(isNegative: Bool, digits: [UInt8], scale: Int) {
        let zerosBehind = digits.suffix(scale).reversed().prefix { $0 == 0 }.count
        let significant = Array(digits.dropLast(zerosBehind).drop { $0 == 0 })
        self.digits = significant
        self.scale = scale - zerosBehind
        self.isNegative = isNegative && !significant.isEmpty
    }
}

// MARK: - Arithmetic

extension ExactDecimal {
    /// The exact sum.
    public static func + (left: Self, right: Self) -> Self {
        let scale = max(left.scale, right.scale)
        let (first, second) = (left.digits(at: scale), right.digits(at: scale))
        if left.isNegative == right.isNegative {
            return Self(isNegative: left.isNegative, digits: sum(first, second), scale: scale)
        }
        if precedes(first, second) {
            return Self(isNegative: right.isNegative, digits: difference(second, first), scale: scale)
        }
        return Self(isNegative: left.isNegative, digits: difference(first, second), scale: scale)
    }

    /// The exact difference.
    public static func - (left: Self, right: Self) -> Self { left + -right }

    /// The exact product.
    public static func * (left: Self, right: Self) -> Self {
        var result = [UInt8](repeating: 0, count: left.digits.count + right.digits.count)
        for (position, digit) in left.digits.enumerated().reversed() {
            var carry = 0
            for (offset, other) in right.digits.enumerated().reversed() {
                let value = Int(result[position + offset + 1]) + Int(digit) * Int(other) + carry
                result[position + offset + 1] = UInt8(value % 10)
                carry = value / 10
            }
            result[position] += UInt8(carry)
        }
        // A product can have more places than digits: 0.1 * 0.1.
        let scale = left.scale + right.scale
        let missing = max(0, scale - result.count)
        return Self(
            isNegative: left.isNegative != right.isNegative,
            digits: Array(repeating: 0, count: missing) + result,
            scale: scale
        )
    }

    /// The number with the other sign.
    public static prefix func - (number: Self) -> Self {
        Self(isNegative: !number.isNegative, digits: number.digits, scale: number.scale)
    }

    /// The digits with so many places after the point, which must not be fewer than there are.
    private func digits(at scale: Int) -> [UInt8] {
        digits + Array(repeating: 0, count: scale - self.scale)
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var carry: UInt8 = 0
        for place in 0..<max(left.count, right.count) {
            let value = digit(left, place) + digit(right, place) + carry
            result.append(value % 10)
            carry = value / 10
        }
        return [carry] + result.reversed()
    }

    /// The difference of two magnitudes of which the first is not the smaller one.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var borrow: UInt8 = 0
        for place in 0..<left.count {
            let value = 10 + digit(left, place) - digit(right, place) - borrow
            result.append(value % 10)
            borrow = value < 10 ? 1 : 0
        }
        return result.reversed()
    }

    /// The digit so many places from the right.
    private static func digit(_ digits: [UInt8], _ place: Int) -> UInt8 {
        place < digits.count ? digits[digits.count - 1 - place] : 0
    }

    /// Whether one magnitude is less than another of the same scale.
    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        let (first, second) = (left.drop { $0 == 0 }, right.drop { $0 == 0 })
        return first.count == second.count
            ? first.lexicographicallyPrecedes(second) : first.count < second.count
    }
}

extension ExactDecimal: Comparable {
    /// Whether the first number is the smaller one.
    public static func < (left: Self, right: Self) -> Bool { (left - right).isNegative }
}

extension ExactDecimal: CustomStringConvertible {
    /// The shortest decimal notation, without an exponent: `-0.05`.
    public var description: String {
        let missing = max(0, scale + 1 - digits.count)
        let padded = Array(repeating: 0, count: missing) + digits
        let text = padded.map(String.init).joined()
        let point = text.index(text.endIndex, offsetBy: -scale)
        let fraction = scale > 0 ? "." + text[point...] : ""
        return (isNegative ? "-" : "") + text[..<point] + fraction
    }
}

extension ExactDecimal: ExpressibleByIntegerLiteral {
    /// A whole number.
    public init(integerLiteral value: Int64) { self.init(value) }
}

extension ExactDecimal: Codable {
    /// Reads a number of 64 bits, or a text.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let integer = try? container.decode(Int64.self) {
            self.init(integer)
            return
        }
        guard let number = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no number.")
        }
        self = number
    }

    /// Writes a number where 64 bits hold it, else a text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let integer = Int64(description) {
            try container.encode(integer)
        } else {
            try container.encode(description)
        }
    }
}
