/// The columns of an entity, as a query over its rows names them: `$0.startsAt`, `$0.provider.name`.
///
/// Each generated file extends it by the columns and relations of its entities. `Loaded` is what a query gives that
/// includes the related row: the row, or an optional where there may be none.
public struct Columns<Row: EntityModel, Loaded: Sendable>: Sendable {
    package let steps: [RelationStep]

    package init(_ steps: [RelationStep]) {
        self.steps = steps
    }

    /// The row that a relation of another row leads to.
    public init<Origin, Other>(_ origin: Columns<Origin, Other>, _ relation: String) {
        steps = origin.steps + [.relation(relation)]
    }

    /// The one row that points at another row.
    public init<Origin, Other>(_ origin: Columns<Origin, Other>, inverse: String) {
        steps = origin.steps + [.inverse(inverse)]
    }
}

/// The row that a relation always leads to.
public typealias ToOne<Row: EntityModel> = Columns<Row, Row>
/// The row that a relation may lead to.
public typealias ToOptional<Row: EntityModel> = Columns<Row, Row?>

/// All rows that point at a row.
public struct ToMany<Row: EntityModel>: Sendable {
    package let steps: [RelationStep]

    /// The rows that point at another row.
    public init<Origin, Other>(_ origin: Columns<Origin, Other>, _ inverse: String) {
        steps = origin.steps + [.inverse(inverse)]
    }
}

/// A column of a row, or of a row that relations lead to, with the Swift type of its values.
public struct Column<Value: Sendable>: Sendable {
    package let steps: [RelationStep]
    package let field: String
    /// The entity whose column it is.
    package let owner: any EntityModel.Type

    /// A column, by the field's name in the spec.
    public init<Row, Loaded>(_ row: Columns<Row, Loaded>, _ field: String) {
        steps = row.steps
        self.field = field
        owner = Row.self
    }
}

/// One step from a row to another.
package enum RelationStep: Sendable, Hashable {
    /// To the row that a field points at.
    case relation(String)
    /// To the rows whose field points here.
    case inverse(String)
}
