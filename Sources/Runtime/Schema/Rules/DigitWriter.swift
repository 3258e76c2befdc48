/// Writes the digits and signs of dates and times in place, without a text for each part.
struct DigitWriter {
    /// Room for every text that is written so: `9999-12-31T23:59:59.999999Z`.
    static let capacity = 27

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes were written.
    private(set) var count = 0

    /// - Parameter bytes: Room for ``capacity``.
    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func append(_ byte: UInt8) {
        guard count < bytes.count else { return }
        bytes[count] = byte
        count += 1
    }

    /// The number's last so many digits.
    mutating func append(_ number: Int, digits: Int) {
        guard count + digits <= bytes.count else { return }
        var rest = number
        for position in (count..<count + digits).reversed() {
            bytes[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    /// `YYYY-MM-DD`, of a year from 0 to 9999.
    mutating func append(_ date: CivilDate) {
        append(date.year, digits: 4)
        append(UInt8(ascii: "-"))
        append(date.month, digits: 2)
        append(UInt8(ascii: "-"))
        append(date.day, digits: 2)
    }

    /// `HH:MM:SS`, of microseconds within a day; a fraction only if there is one, without zeros at its end.
    mutating func append(clock: Int64) {
        let (seconds, fraction) = Int(clock).quotientAndRemainder(dividingBy: 1_000_000)
        append(seconds / 3_600, digits: 2)
        append(UInt8(ascii: ":"))
        append(seconds / 60 % 60, digits: 2)
        append(UInt8(ascii: ":"))
        append(seconds % 60, digits: 2)
        guard fraction > 0 else { return }
        append(UInt8(ascii: "."))
        append(fraction, digits: 6)
        while bytes[count - 1] == UInt8(ascii: "0") { count -= 1 }
    }
}
