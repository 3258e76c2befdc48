/// Names that something else has already.
enum ReservedNames {
    /// Types of GraphQL and OpenAPI that every API has, words that Swift keeps for itself, and what generated Swift refers to.
    static let types: Set<String> = [
        "Query", "Mutation", "Subscription", "String", "Int", "Float", "Boolean", "ID", "PageInfo", "Node",
        "DateTime", "Date", "LocalTime", "UUID", "BigInt", "Decimal", "JSON", "OrderDirection", "DeletedRows",
        "Duration", "Bytes", "IPAddress", "IntRange", "BigIntRange", "DecimalRange", "DateTimeRange",
        "DateRange",
        "IntRangeInput", "BigIntRangeInput", "DecimalRangeInput", "DateTimeRangeInput", "DateRangeInput",
        "IntRangeFilter", "BigIntRangeFilter", "DecimalRangeFilter", "DateTimeRangeFilter", "DateRangeFilter",
        "DurationFilter", "BytesFilter", "IPAddressFilter",
        "IDListFilter", "UUIDListFilter", "BooleanListFilter", "StringListFilter", "IntListFilter",
        "FloatListFilter", "BigIntListFilter", "DecimalListFilter", "DateTimeListFilter",
        "DateListFilter", "LocalTimeListFilter", "IPAddressListFilter",
        "IDFilter", "UUIDFilter", "BooleanFilter", "StringFilter", "IntFilter", "FloatFilter", "BigIntFilter",
        "DecimalFilter", "DateTimeFilter", "DateFilter", "LocalTimeFilter", "JSONFilter",
        "JSONMemberFilter",
        "AnyAggregate", "BooleanAggregate", "StringAggregate", "IntAggregate", "BigIntAggregate",
        "DecimalAggregate", "FloatAggregate", "DateTimeAggregate", "DateAggregate", "LocalTimeAggregate",
        "DurationAggregate", "AnyAggregateFilter", "BooleanAggregateFilter", "StringAggregateFilter",
        "IntAggregateFilter", "BigIntAggregateFilter", "DecimalAggregateFilter", "FloatAggregateFilter",
        "DateTimeAggregateFilter", "DateAggregateFilter", "LocalTimeAggregateFilter",
        "DurationAggregateFilter",
        "AnyAggregateOrder", "OrderedAggregateOrder", "NumberAggregateOrder",
        "TimeBucket", "TimeUnit", "DateBucket", "DateUnit",
        "ProblemDetails", "HealthStatus", "TokenRequest", "TokenResponse", "TokenErrorResponse",
        "Any", "Self", "Type", "Protocol", "Swift", "Foundation", "PlumblineSchema", "PlumblineData",
        "SpecSchema", "SpecOperations",
    ]

    /// Fields of the GraphQL query root, and REST paths that no entity owns.
    static let collections: Set<String> = ["me", "node", "nodes", "token"]

    /// Operations of OpenAPI beside those of entities.
    static let operations: Set<String> = ["health", "ready"]

    /// Members that Swift gives every value; a field of that name could not be told from them.
    static let members: Set<String> = ["self", "init", "hash_value"]

    /// Columns that PostgreSQL gives every table.
    static let columns: Set<String> = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"]

    /// Codes that clients get for reasons other than a rule of the spec.
    static let codes: Set<String> = [
        "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "NOT_FOUND", "FORBIDDEN",
        "UNAUTHENTICATED", "VERSION_MISMATCH", "TOO_MANY_ROWS", "OVERLOADED", "TIMEOUT", "UNAVAILABLE",
        "INTERNAL", "UNDONE", "OUT_OF_RANGE", "IDEMPOTENCY_KEY_IN_USE", "IDEMPOTENCY_KEY_REUSED",
        "REQUIRED", "INVALID_TYPE", "TOO_SHORT", "TOO_LONG", "TOO_SMALL", "TOO_LARGE", "BAD_FORMAT",
        "NOT_A_MEMBER", "INVALID_TRANSITION", "DUPLICATE_ITEM", "EMPTY_RANGE",
        "UNKNOWN_REFERENCE", "STILL_REFERENCED",
    ]

    /// The types of GraphQL, OpenAPI and the client that are made for an entity beside its own.
    ///
    /// None of their endings ends like another with a word before that entities have in their names: a `User` and a
    /// `UserGroup`, a `Price` and a `PriceList`, an `Order` and an `OrderItem` may stand side by side.
    static func generatedTypes(of entity: String) -> [String] {
        generatedTypes(ofAbstract: entity)
            + ["\(entity)ManyFilter", "\(entity)ManyOrder", "\(entity)NumericOrder"]
            + ["Create\(entity)Input", "Update\(entity)Input", "\(entity)UpdateItemInput"]
            + ["\(entity)LinkInput", "\(entity)LinksInput", "\(entity)ListInput", "\(entity)SetItemInput"]
            + ["\(entity)Batch", "\(entity)Key"]
            + ["\(entity)Create", "\(entity)Update", "\(entity)Replace", "\(entity)Page"]
    }

    /// The GraphQL types that are made for an interface or a union that has a list.
    static func generatedTypes(ofAbstract name: String) -> [String] {
        ["\(name)Connection", "\(name)Edge", "\(name)Filter", "\(name)Order"]
            + ["\(name)Aggregate", "\(name)Having", "\(name)FieldName", "\(name)GroupBy"]
            + ["\(name)GroupKeys", "\(name)GroupsOrder", "\(name)GroupResult"]
    }

    /// The GraphQL types that are made for a value object beside its own.
    static func generatedTypes(ofObject name: String) -> [String] {
        ["\(name)Input"]
    }

    /// The GraphQL types that are made for an enum beside its own.
    static func generatedTypes(ofEnum name: String) -> [String] {
        ["\(name)Filter", "\(name)ListFilter"]
    }
}
