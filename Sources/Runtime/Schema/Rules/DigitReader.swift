/// Reads the fixed-width digits and signs that dates and times are made of.
struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Takes the next byte if it is one of these.
    mutating func skip(_ accepted: Character...) -> Character? {
        guard let byte = rest.first, let found = accepted.first(where: { $0.asciiValue == byte }) else {
            return nil
        }
        rest = rest.dropFirst()
        return found
    }

    /// Exactly so many digits.
    mutating func number(digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// A point and one to six digits, in microseconds; 0 where there is no point.
    mutating func fraction() -> Int64? {
        guard skip(".") != nil else { return 0 }
        let count = rest.prefix(7).prefix { (0x30...0x39).contains($0) }.count
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
        return Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    }
}
