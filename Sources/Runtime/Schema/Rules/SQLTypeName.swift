extension Schema {
    /// PostgreSQL's name of the type in a cast.
    public func sqlName(of type: FieldType) -> String {
        switch type {
        case .enumeration(let name): enumType(name)?.nativeType.map(SQLIdentifier.quoted) ?? type.sqlName
        case .array(let element): sqlName(of: element) + "[]"
        default: type.sqlName
        }
    }
}

extension FieldType {
    /// The name for those that are not the spec's own.
    fileprivate var sqlName: String {
        switch self {
        case .text, .citext, .password, .enumeration: "text"
        case .smallint: "smallint"
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal: "numeric"
        case .float: "double precision"
        case .boolean: "boolean"
        case .uuid: "uuid"
        case .timestamp: "timestamptz"
        case .date: "date"
        case .time: "time"
        case .interval: "interval"
        case .bytes: "bytea"
        case .inet: "inet"
        case .json: "jsonb"
        case .array(let element): element.sqlName + "[]"
        case .range(.integer): "int4range"
        case .range(.bigint): "int8range"
        case .range(.decimal): "numrange"
        case .range(.date): "daterange"
        case .range: "tstzrange"
        }
    }
}
