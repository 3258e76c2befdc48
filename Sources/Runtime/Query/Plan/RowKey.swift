package import PlumblineSchema

/// How a statement finds one row.
enum RowKey {
    /// By the id that a caller gives, and where the request has it.
    case given(Operand, path: [String] = [Field.keyName])
    /// The caller's own row.
    case caller
    /// By the key that the server makes for the new row of that root.
    case made(Int)
    /// By the key that an earlier statement of the same transaction inserted for that root.
    case inserted(Int)
    /// By the key of a row that was there before, which an earlier statement of the same transaction kept for that root.
    case found(Int)

    /// Whether the row is made by the same transaction, so that nothing points to it before.
    var isNew: Bool {
        switch self {
        case .made, .inserted: true
        case .given, .caller, .found: false
        }
    }

    /// The condition that selects the row.
    func condition(on row: RowSource, schema: Schema, scope: StatementScope) -> String {
        zip(row.entity.key, values(of: row.entity, schema: schema, scope: scope))
            .map { "\(row.column($0.column)) = \($1)" }.joined(separator: " and ")
    }

    /// The SQL of each part of the key, in the order of the key.
    func values(of entity: Entity, schema: Schema, scope: StatementScope) -> [String] {
        switch self {
        case .given: parameters(of: entity, schema: schema).map(scope.sql)
        case .caller: [scope.caller()]
        case .made(let number): [scope.sql(.newKey(number))]
        case .inserted(let number), .found(let number):
            entity.key.enumerated().map { index, field in
                let text = Self.remembered(number, index)
                // A setting of an earlier transaction is left empty by PostgreSQL.
                let value = field.type.isText ? text : "nullif(\(text), '')"
                return "\(value)::\(schema.sqlName(of: field.type))"
            }
        }
    }

    /// What is bound for it, part by part; empty where it is no parameter.
    func parameters(of entity: Entity, schema: Schema) -> [Parameter] {
        if case .made(let number) = self { return [.newKey(number)] }
        guard case .given(let operand, let path) = self else { return [] }
        let codecs = entity.key.map { ValueCodec(keyOf: $0.type, schema: schema) }
        return codecs.indices.map { index in
            Parameter(
                source: .key(operand, codecs, index),
                type: schema.sqlName(of: codecs[index].type),
                path: path
            )
        }
    }

    /// What is selected so that the following statements of the transaction find the row that a root inserted.
    ///
    /// - Parameter values: The SQL of the parts of its key, as text.
    static func remembering(_ values: [String], number: Int) -> String {
        values.enumerated().map { "set_config(\(setting(number, $0)), \($1), true)" }.joined(separator: ", ")
    }

    /// What is selected so that the following statements of the transaction know whether a row was made.
    static func remembering(wasMade: String, number: Int) -> String {
        "set_config(\(SQLLiteral.quoted("plumbline.made_\(number)")), \(wasMade), true)"
    }

    /// Whether an earlier statement made the row of that number.
    static func wasMade(_ number: Int) -> String {
        "(current_setting(\(SQLLiteral.quoted("plumbline.made_\(number)")), true) = '1')"
    }

    /// Whether an earlier statement found the row of that number, as it was there before.
    static func wasFound(_ number: Int) -> String { "(not \(wasMade(number)))" }

    /// The text that an earlier statement kept under that number for a part of a key.
    static func remembered(_ number: Int, _ index: Int) -> String {
        "current_setting(\(setting(number, index)), true)"
    }

    /// The name of a setting that lives as long as the transaction.
    private static func setting(_ number: Int, _ index: Int) -> String {
        SQLLiteral.quoted("plumbline.key_\(number)_\(index)")
    }
}

/// Keys as the text that `id` is in every API.
///
/// A key of one field is its value's own text. The parts of a longer key are joined by commas; in a text among them
/// `~` is written as `~0` and a comma as `~1`, so that no two keys have one text and each can be read back.
package enum KeyText {
    /// The id whose parts have these values.
    package static func text(_ values: [Value]) -> String {
        let parts = values.map { $0.postgresText ?? "" }
        guard parts.count > 1 else { return parts.first ?? "" }
        return parts.map { $0.replacing("~", with: "~0").replacing(",", with: "~1") }.joined(separator: ",")
    }

    /// The SQL of a row's id.
    static func sql(_ values: [String], of key: [Field]) -> String {
        guard values.count > 1 else { return "(\(values.first ?? "null"))::text" }
        let parts = zip(values, key).map { value, field in
            guard field.type.mayHoldComma else { return "(\(value))::text" }
            return "replace(replace((\(value))::text, '~', '~0'), ',', '~1')"
        }
        return "(\(parts.joined(separator: " || ',' || ")))"
    }

    /// The texts of the parts of an id; nil if it has another number of parts.
    static func parts(of text: String, count: Int) -> [String]? {
        if count == 1 { return [text] }
        let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == count else { return nil }
        return parts.map { String(Substring($0)).replacing("~1", with: ",").replacing("~0", with: "~") }
    }
}

extension FieldType {
    /// Whether the empty text is one of its values.
    fileprivate var isText: Bool { self == .text || self == .citext }

    /// Whether its text may have a character that separates the parts of a key.
    fileprivate var mayHoldComma: Bool {
        switch self {
        case .smallint, .integer, .bigint, .uuid, .date, .enumeration: false
        default: true
        }
    }
}
