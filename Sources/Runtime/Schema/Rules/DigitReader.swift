/// Reads the fixed-width digits and signs that dates and times are made of, where they stand.
struct DigitReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Whether a clock was read that shows the second 60.
    private(set) var hasLeapSecond = false

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// What a text has from its beginning to its end; nil if something is left over.
    static func read<Content>(_ text: String, _ content: (inout DigitReader) -> Content?) -> Content? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = DigitReader(bytes)
            let content = content(&reader)
            return reader.position == bytes.count ? content : nil
        }
    }

    /// Takes the next byte if it is one of these.
    mutating func skip(_ accepted: StaticString) -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        guard accepted.withUTF8Buffer({ $0.contains(byte) }) else { return nil }
        position += 1
        return Unicode.Scalar(byte)
    }

    /// Exactly so many digits.
    mutating func number(digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[position..<position + digits] {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        position += digits
        return number
    }

    /// A point and one to six digits, in microseconds; 0 where there is no point.
    mutating func fraction() -> Int64? {
        guard skip(".") != nil else { return 0 }
        let count = bytes[position...].prefix(7).prefix { (0x30...0x39).contains($0) }.count
        guard (1...6).contains(count), let digits = number(digits: count) else { return nil }
        return (count..<6).reduce(Int64(digits)) { result, _ in result * 10 }
    }

    /// `YYYY-MM-DD`, from the year 1.
    mutating func date() -> CivilDate? {
        guard let year = number(digits: 4), year > 0, skip("-") != nil,
            let month = number(digits: 2), skip("-") != nil,
            let day = number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// `HH:MM:SS` and perhaps a fraction, in microseconds; second 60 is let through where it is asked for.
    mutating func clock(lastSecond: Int = 59) -> Int64? {
        guard let hour = number(digits: 2), hour < 24, skip(":") != nil,
            let minute = number(digits: 2), minute < 60, skip(":") != nil,
            let second = number(digits: 2), second <= lastSecond,
            let fraction = fraction()
        else { return nil }
        hasLeapSecond = second == 60
        return Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    }
}
