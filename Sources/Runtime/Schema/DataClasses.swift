/// What sort of data a value is, beyond its type: what may be shown, logged and kept.
public struct DataClasses: Sendable, Hashable, Codable {
    /// Whether it tells something about a person: it is kept out of logs and of what is printed.
    public var isPersonal: Bool
    /// Whether no API ever shows it; as it is personal, nothing prints it either.
    public var isSecret: Bool
    /// Whether the database keeps it encrypted, so that it can neither be compared nor read by an expression.
    public var isEncrypted: Bool
    /// How long it is kept after its row was made.
    public var retention: Retention?

    /// Creates classes.
    public init(
        isPersonal: Bool = false,
        isSecret: Bool = false,
        isEncrypted: Bool = false,
        retention: Retention? = nil
    ) {
        self.isPersonal = isPersonal
        self.isSecret = isSecret
        self.isEncrypted = isEncrypted
        self.retention = retention
    }

    /// A value like any other.
    public static let none = DataClasses()

    /// Whether its value must not be printed.
    public var isUnprintable: Bool { isPersonal || isSecret || isEncrypted }
}

/// How long something is kept.
public struct Retention: Sendable, Hashable, Codable {
    /// The unit of a calendar.
    public enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
        case day = "d"
        case week = "w"
        case month = "m"
        case year = "y"
    }

    /// How many units.
    public var count: Int
    /// The unit.
    public var unit: Unit

    /// Creates a retention.
    public init(count: Int, unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// In words, such as `90 days`.
    public var words: String { "\(count) \(unit)\(count == 1 ? "" : "s")" }

    /// As an ISO 8601 duration, such as `P90D`.
    public var iso8601: String { "P\(count)\(unit.rawValue.uppercased())" }
}

extension KeyedDecodingContainer {
    /// A schema that was stored before there were classes says none.
    func decode(_ type: DataClasses.Type, forKey key: Key) throws -> DataClasses {
        try decodeIfPresent(type, forKey: key) ?? .none
    }
}

extension Expression {
    /// Whether it gives a value for every value that it reads.
    var keepsValues: Bool {
        switch self {
        case .literal(let literal): literal != .null
        case .path: true
        case .call(_, let arguments): arguments.allSatisfy(\.keepsValues)
        case .unary(_, let operand), .isIn(let operand, _): operand.keepsValues
        case .binary(_, let left, let right): left.keepsValues && right.keepsValues
        case .me, .authenticated, .role, .scope, .any: false
        }
    }
}
