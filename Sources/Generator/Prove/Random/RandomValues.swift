import PlumblineSchema

/// Draws values that a column of the field can hold, most of them near something that the spec says of it.
struct RandomValues {
    let schema: Schema
    var generator: SeededGenerator

    init(schema: Schema, seed: UInt64) {
        self.schema = schema
        generator = SeededGenerator(seed: seed)
    }

    /// A value, or null.
    mutating func value(of field: Field) -> Value {
        if generator.chance(field.isOptional ? 15 : 3) { return .null }
        if let target = schema.target(of: field) { return key(of: target, Int(generator.number(0...9))) }
        let limits = field.constraints
        switch field.type {
        // What is not normalised is no stored value: the server normalises it, and the CHECK refuses it.
        case .text, .citext, .password: return .text(limits.normalized(text(limits)))
        case .smallint: return .integer(number(limits, Int64(Int16.min)...Int64(Int16.max)))
        case .integer: return .integer(number(limits, Int64(Int32.min)...Int64(Int32.max)))
        case .bigint: return .integer(number(limits, .min ... .max))
        case .decimal(let precision, let scale): return .decimal(decimal(limits, precision, scale))
        case .float: return .float(float(limits))
        case .boolean: return .boolean(generator.chance(50))
        case .uuid: return .uuid(Self.key(Int(generator.number(0...9))))
        case .timestamp: return .timestamp(limit(limits, within: Self.times) ?? timestamp())
        case .date: return .date(limit(limits, within: -719_162...2_932_896) ?? day())
        case .time: return .time(limit(limits, within: 0...86_399_999_999) ?? timeOfDay())
        case .interval: return .duration(limit(limits, within: .min ... .max) ?? length())
        case .bytes:
            return .bytes((0..<generator.number(0...4)).map { _ in generator.pick([0, 1, 92, 255]) })
        case .inet: return .inet(generator.pick(Self.addresses))
        case .array: return list(of: field)
        case .range: return range(of: field)
        case .json: return .json(generator.pick(["{}", "[1, \"a\"]", "\"é😀\"", "0.10", "true"]))
        case .enumeration(let name): return .text(word(schema.enumType(name)))
        }
    }

    /// The values in a column. A column of jsonb keeps its object whole or not at all, since nothing else can be read.
    mutating func values(of column: StoredColumn) -> [String: Value] {
        var values: [String: Value] = [:]
        for field in column.fields { values[field.name] = value(of: field) }
        guard case .document(let object, _) = column else { return values }
        let missing = object.requiredFields.filter { values[$0.name] == .null }
        if object.isOptional, !missing.isEmpty { return values.mapValues { _ in .null } }
        for field in missing {
            while values[field.name] == .null { values[field.name] = value(of: field) }
        }
        return values
    }

    private mutating func list(of field: Field) -> Value {
        guard let element = field.element else { return .null }
        return .array((0..<generator.number(0...3)).map { _ in value(of: element) })
    }

    /// Mostly in order, for PostgreSQL cannot hold another one.
    private mutating func range(of field: Field) -> Value {
        guard let bound = field.bound else { return .null }
        if generator.chance(30) { return .range(.null, .null) }
        let (start, end) = (value(of: bound), value(of: bound))
        return start == .null || end == .null || start.precedes(end) ? .range(start, end) : .range(end, start)
    }

    /// The key of that number; the same keys again and again, so that rows meet.
    static func key(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// The key of an entity's row of that number; null where the key is of several fields, which nothing points at.
    func key(of entity: Entity, _ number: Int) -> Value {
        guard let field = entity.singleKey else { return .null }
        if let target = schema.target(of: field) { return key(of: target, number) }
        switch field.type {
        case .uuid: return .uuid(Self.key(number))
        case .smallint, .integer, .bigint: return .integer(Int64(number))
        case .date: return .date(Int64(number))
        case .enumeration(let name):
            let words = schema.enumType(name)?.values.map(\.name) ?? []
            return words.isEmpty ? .null : .text(words[number % words.count])
        default: return .text(field.constraints.normalized("k\(number)"))
        }
    }

    /// How many rows of an entity have keys of their own.
    func keyCount(of entity: Entity) -> Int {
        guard let field = entity.singleKey else { return .max }
        if let target = schema.target(of: field) { return keyCount(of: target) }
        guard case .enumeration(let name) = field.type else { return .max }
        return schema.enumType(name)?.values.count ?? 0
    }

    // MARK: - Numbers

    /// Within both ranges or just beyond the first, the ends being likely.
    private mutating func number(_ limits: ValueConstraints, _ range: ClosedRange<Int64>) -> Int64 {
        let ends = [limits.minimum, limits.maximum].compactMap { $0.flatMap { Int64($0.description) } }
        let listed = (limits.oneOf ?? []).compactMap { Int64($0.word) }
        if !listed.isEmpty, generator.chance(40) { return generator.pick(listed) }
        if !ends.isEmpty, generator.chance(40) {
            return min(
                max(generator.pick(ends) &+ generator.number(-1...1), range.lowerBound),
                range.upperBound
            )
        }
        switch generator.number(0...3) {
        case 0: return generator.pick([range.lowerBound, range.upperBound, -1, 0, 1])
        case 1: return generator.number(range)
        default: return generator.number(-100...2000)
        }
    }

    private mutating func decimal(_ limits: ValueConstraints, _ precision: Int, _ scale: Int) -> ExactDecimal
    {
        let whole = precision - scale
        let named =
            ([limits.minimum, limits.maximum].compactMap { $0?.number }
            + (limits.oneOf ?? []).compactMap { ExactDecimal($0.word) })
            .filter { $0.scale <= scale && $0.integerDigits <= whole }
        if !named.isEmpty, generator.chance(30) { return generator.pick(named) }
        if generator.chance(40) {
            let near = number(limits, -1_000_000_000...1_000_000_000)
            let text = "\(near)" + (scale > 0 && generator.chance(50) ? "." + digits(scale) : "")
            if let value = ExactDecimal(text), value.integerDigits <= whole { return value }
        }
        let length = whole > 0 ? Int(generator.number(0...Int64(whole))) : 0
        let text = (generator.chance(50) ? "-" : "") + (length > 0 ? digits(length) : "0")
        return ExactDecimal(text + (scale > 0 ? "." + digits(scale) : "")) ?? ExactDecimal(0)
    }

    private mutating func digits(_ count: Int) -> String {
        if generator.chance(20) { return String(repeating: generator.pick(["0", "9"]), count: count) }
        return (0..<count).map { _ in String(generator.number(0...9)) }.joined()
    }

    private mutating func float(_ limits: ValueConstraints) -> Double {
        let ends =
            [limits.minimum, limits.maximum].compactMap { $0?.number?.approximation }
            + (limits.oneOf ?? []).compactMap { Double($0.word) }
        if !ends.isEmpty, generator.chance(40) {
            let end = generator.pick(ends)
            return generator.pick([end, end.nextUp, end.nextDown])
        }
        return generator.pick([
            -1.5, -0.0, 0, 0.1, 0.2, 1, 2.5, 60, 1e300, -1e300, .leastNonzeroMagnitude, 9_007_199_254_740_992,
            Double(generator.number(-1_000_000...1_000_000)) / 1000,
        ])
    }

    // MARK: - Times

    /// Now and then a limit or its neighbour, as a number of the value's units.
    private mutating func limit(_ limits: ValueConstraints, within range: ClosedRange<Int64>) -> Int64? {
        let ends = [limits.minimum, limits.maximum].compactMap(\.?.value.units)
        guard !ends.isEmpty, generator.chance(40) else { return nil }
        let end = generator.pick(ends) + generator.number(-1...1)
        return min(max(end, range.lowerBound), range.upperBound)
    }

    private mutating func day() -> Int64 {
        generator.chance(30) ? generator.pick(Self.days) : generator.number(-700_000...2_000_000)
    }

    private mutating func timeOfDay() -> Int64 {
        generator.chance(30) ? generator.pick([0, 86_399_999_999]) : generator.number(0...86_399_999_999)
    }

    private mutating func length() -> Int64 {
        generator.chance(30)
            ? generator.pick(Self.lengths) : generator.number(-200_000...200_000) * 1_000_001
    }

    /// Within the years 1 to 9999, often within minutes of each other, and mostly to the minute.
    private mutating func timestamp() -> Int64 {
        switch generator.number(0...9) {
        case 0: return generator.pick([Self.times.lowerBound, Self.times.upperBound, 0, -1, 1])
        case 1: return generator.number(Self.times)
        case 2: return Self.morning + generator.number(-1...1)
        default: return Self.morning + generator.number(-3000...3000) * 60_000_000
        }
    }

    private static let times: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// 2026-03-29T00:59:00Z, when the clocks of Europe change.
    private static let morning: Int64 = 1_774_745_940_000_000

    /// The first and the last day, leap days, and the day before the epoch.
    private static let days: [Int64] = [-719_162, 2_932_896, -1, 0, 11_016, 20_512, 47_540]

    /// None, the shortest ones, days, and what a century and more has.
    private static let lengths: [Int64] = [0, 1, -1, 86_400_000_000, -172_800_000_000, 9_000_000_000_000_000]

    private static let addresses = [
        "192.0.2.1", "192.0.2.1/24", "::1", "2001:db8::a:0:0:1", "::ffff:192.0.2.1", "0.0.0.0/0", "::1:2",
    ].compactMap { InternetAddress($0) }

    // MARK: - Texts

    private mutating func word(_ type: EnumType?) -> String {
        let words = type?.values.map(\.name) ?? []
        // A type of PostgreSQL holds no other word.
        let isFree = type?.nativeType == nil && generator.chance(5)
        return words.isEmpty || isFree ? phrase(2) : generator.pick(words)
    }

    private mutating func text(_ limits: ValueConstraints) -> String {
        if let format = limits.format, generator.chance(85) {
            return mutated(generator.pick(format.samples), generator.chance(50) ? 0 : 1)
        }
        let named = [limits.example].compactMap { $0 } + (limits.oneOf ?? []).map(\.word)
        if !named.isEmpty, generator.chance(70) {
            return mutated(generator.pick(named), generator.chance(50) ? 0 : 1)
        }
        let ends = [limits.minLength, limits.maxLength].compactMap { $0 }
        guard !ends.isEmpty, generator.chance(60) else { return phrase(4) }
        let length = max(0, generator.pick(ends) + Int(generator.number(-1...1)))
        return String(String.UnicodeScalarView((0..<length).map { _ in generator.pick(Self.signs) }))
    }

    /// So many pieces at most, of those that targets could see differently.
    mutating func phrase(_ most: Int64) -> String {
        (0..<generator.number(0...most)).map { _ in generator.pick(Self.pieces) }.joined()
    }

    /// The text with so many signs taken out or put in.
    private mutating func mutated(_ text: String, _ changes: Int) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<changes {
            let place = Int(generator.number(0...Int64(scalars.count)))
            if place < scalars.count, generator.chance(40) {
                scalars.remove(at: place)
            } else {
                scalars.insert(generator.pick(Self.signs), at: place)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Combining marks, case that is not one to one, signs around the surrogates, spaces that are none, quotes.
    private static let pieces = [
        "a", "B", "ab", " ", "", "_", "z", "Z", "é", "e\u{301}", "ß", "É", "İ", "ǆ", "😀", "\u{FFFD}", "'",
        "\\",
        "\u{A0}", "\t", "\n", "\u{FFFF}", "\u{10FFFF}", "\u{D7FF}", "\u{200D}", "\"", "<",
    ]
    private static let signs = Array("aZ09.-_+/@:?#[](){}|~!$&'*,;=%^\"\\ \né😀\u{301}".unicodeScalars)
}

extension Value {
    /// How many days or microseconds it is, if it is a time or a length of time.
    fileprivate var units: Int64? {
        switch self {
        case .timestamp(let units), .date(let units), .time(let units), .duration(let units): units
        default: nil
        }
    }
}

extension Format {
    /// Texts of the format, and some that only look so.
    fileprivate var samples: [String] {
        switch self {
        case .email:
            ["ada@example.com", "a.b+c/d|e@x-1.example.co", "ada@localhost", "a@x-.com", "a..b@c.de"]
        case .slug: ["a", "a-1-b", "a--b", "-a", ""]
        case .username: ["Ada_L.-9", "abc", "9a", "a b"]
        case .ianaTimeZone:
            ["UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+1", "Europe//Vienna", "Europe/"]
        case .currency: ["EUR", "EURO", "ＥＵＲ", "eur"]
        case .phone: ["+43123456789", "+0123456789", "+1234567890123456", "+123456"]
        case .url:
            [
                "http://localhost:8080", "https://a.b/c?d=e#f(g)[h]'", "http://[::1]:80/", "http://a:",
                "ftp://a",
            ]
        }
    }
}
