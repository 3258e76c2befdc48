import PlumblineQuery

/// Something that a query can load with its rows: the row that a relation leads to, or the rows that point here.
public protocol Includable: Sendable {
    /// What is loaded.
    associatedtype Loaded: Sendable

    /// How it is loaded.
    var inclusion: Inclusion<Loaded> { get }
}

/// How related rows are loaded in the statement that reads the rows themselves.
public struct Inclusion<Loaded: Sendable>: Sendable {
    let steps: [RelationStep]
    let member: @Sendable (_ steps: [RelationStep], _ key: String, inout Compiler) throws -> Selection.Member
    let decode: @Sendable (InputValue) throws -> Loaded
}

/// An inclusion without the type of what it loads.
struct AnyInclusion: Sendable {
    let member: @Sendable (_ key: String, inout Compiler) throws -> Selection.Member
}

extension Columns: Includable {
    /// The related row, by the statement that reads the row itself.
    public var inclusion: Inclusion<Loaded> {
        Inclusion(steps: steps) { steps, key, compiler in
            try compiler.member(key, along: steps, Selection(compiler.fields(of: Row.entity)))
        } decode: { value in
            if value == .null, let none = Optional<Row>.none as? Loaded { return none }
            guard let loaded = try RowReader(value, Row.entity).row(Row.self) as? Loaded else {
                throw DatabaseError.fault("a related row is no \(Loaded.self)")
            }
            return loaded
        }
    }
}

extension ToMany: Includable {
    /// All rows that point here, in the order of their keys.
    public var inclusion: Inclusion<[Row]> { selecting { $0 }.inclusion }

    /// Some of the rows that point here, in an order: `$0.services.selecting { $0.order { $0.name }.limit(3) }`.
    public func selecting<Output>(
        _ refine: (Query<Row, Row>) -> Query<Row, Output>
    ) -> RelatedRows<Row, Output> {
        RelatedRows(steps: steps, query: refine(Row.all))
    }
}

/// Rows that point at a row, as a query of their own says.
public struct RelatedRows<Row: EntityModel, Output: Sendable>: Includable {
    let steps: [RelationStep]
    let query: Query<Row, Output>

    /// The rows, by the statement that reads the row they point at.
    public var inclusion: Inclusion<[Output]> {
        Inclusion(steps: steps) { [query] steps, key, compiler in
            try compiler.member(key, along: steps, query)
        } decode: { [query] value in
            try RowReader.list(value["n"] ?? .null).map { try query.decode(RowReader($0, Row.entity)) }
        }
    }
}

extension Query {
    /// The query with one more thing loaded, given how the output grows by it.
    private func adding<Part: Includable, Grown: Sendable>(
        _ part: (Columns<Row, Row>) -> Part,
        _ grow: @escaping @Sendable (Output, Part.Loaded) -> Grown
    ) -> Query<Row, Grown> {
        let inclusion = part(Row.columns).inclusion
        let key = "+\(inclusions.count)"
        var query = Query<Row, Grown>(
            condition: condition,
            ordering: ordering,
            limit: limit,
            offset: offset,
            inclusions: inclusions
        ) { [decode] reader in
            let value = reader.value(at: key, through: inclusion.steps.count)
            return grow(try decode(reader), try inclusion.decode(value))
        }
        query.inclusions.append(
            AnyInclusion { key, compiler in try inclusion.member(inclusion.steps, key, &compiler) }
        )
        return query
    }

    /// Loads related rows, too, in the same statement: `.including { $0.client }` gives pairs of both.
    public func including<Part: Includable>(
        _ part: (Columns<Row, Row>) -> Part
    ) -> Query<Row, (Row, Part.Loaded)> where Output == Row {
        adding(part) { ($0, $1) }
    }

    /// Loads a second relation.
    public func including<A, Part: Includable>(
        _ part: (Columns<Row, Row>) -> Part
    ) -> Query<Row, (Row, A, Part.Loaded)> where Output == (Row, A) {
        adding(part) { ($0.0, $0.1, $1) }
    }

    /// Loads a third relation.
    public func including<A, B, Part: Includable>(
        _ part: (Columns<Row, Row>) -> Part
    ) -> Query<Row, (Row, A, B, Part.Loaded)> where Output == (Row, A, B) {
        adding(part) { ($0.0, $0.1, $0.2, $1) }
    }

    /// Loads a fourth relation.
    public func including<A, B, C, Part: Includable>(
        _ part: (Columns<Row, Row>) -> Part
    ) -> Query<Row, (Row, A, B, C, Part.Loaded)> where Output == (Row, A, B, C) {
        adding(part) { ($0.0, $0.1, $0.2, $0.3, $1) }
    }
}
