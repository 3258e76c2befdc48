import PlumblineSchema

/// What a stored value is in GraphQL: its scalar or enum, and how it is compared.
enum FieldKind: Hashable, Sendable {
    case id
    case uuid
    case string
    case int
    case bigInt
    case decimal
    case float
    case boolean
    case dateTime
    case date
    case localTime
    case duration
    case bytes
    case ipAddress
    case json
    case enumeration(String)
    indirect case list(FieldKind)
    indirect case range(FieldKind)

    init(_ field: Field) {
        if field.isID {
            self = .id
            return
        }
        switch field.type {
        case .text, .citext, .password: self = .string
        case .smallint, .integer: self = .int
        case .bigint: self = .bigInt
        case .decimal: self = .decimal
        case .float: self = .float
        case .boolean: self = .boolean
        case .uuid: self = .uuid
        case .timestamp: self = .dateTime
        case .date: self = .date
        case .time: self = .localTime
        case .interval: self = .duration
        case .bytes: self = .bytes
        case .inet: self = .ipAddress
        case .json: self = .json
        case .enumeration(let name): self = .enumeration(name)
        case .range: self = field.bound.map { .range(FieldKind($0)) } ?? .json
        case .array: self = field.element.map { .list(FieldKind($0)) } ?? .json
        }
    }

    /// All but the enums, in the order in which the SDL has them.
    static let scalars: [FieldKind] = [
        .id, .uuid, .string, .int, .bigInt, .decimal, .float, .boolean, .dateTime, .date, .localTime,
        .duration, .bytes, .ipAddress, .json,
    ]

    /// The kinds of ranges there are.
    static let ranges: [FieldKind] = [.int, .bigInt, .decimal, .dateTime, .date].map { .range($0) }

    var typeName: String {
        switch self {
        case .id: "ID"
        case .uuid: "UUID"
        case .string: "String"
        case .int: "Int"
        case .bigInt: "BigInt"
        case .decimal: "Decimal"
        case .float: "Float"
        case .boolean: "Boolean"
        case .dateTime: "DateTime"
        case .date: "Date"
        case .localTime: "LocalTime"
        case .duration: "Duration"
        case .bytes: "Bytes"
        case .ipAddress: "IPAddress"
        case .json: "JSON"
        case .enumeration(let name): name
        case .list(let element): element.typeName
        case .range(let bound): "\(bound.typeName)Range"
        }
    }

    /// A value of the kind, which may be null.
    var type: TypeReference {
        if case .list(let element) = self { .list(.nonNull(element.type)) } else { .named(typeName) }
    }

    /// The same as input, which for a range is a type of its own.
    var inputType: TypeReference {
        if case .range = self { .named("\(typeName)Input") } else { type }
    }

    var filterName: String {
        if case .list = self { "\(typeName)ListFilter" } else { "\(typeName)Filter" }
    }

    /// Whether its values are compared as less and greater.
    var hasOrder: Bool {
        switch self {
        case .id, .uuid, .boolean, .bytes, .ipAddress, .json, .enumeration, .list, .range: false
        default: true
        }
    }

    /// The scalar's definition, if it is not one of GraphQL's own.
    var scalar: TypeDefinition? {
        let rfc = "https://www.rfc-editor.org/rfc/rfc"
        return switch self {
        case .uuid: .scalar("UUID", .text, description: "A UUID.", specifiedBy: rfc + "9562")
        case .bigInt:
            .scalar(
                "BigInt",
                .wholeNumber,
                description: "A whole number of 64 bits. It is sent as a string; a number is taken as well."
            )
        case .decimal:
            .scalar(
                "Decimal",
                .decimal,
                description: "An exact decimal number. It is sent as a string; a number is taken as well."
            )
        case .dateTime:
            .scalar(
                "DateTime",
                .text,
                description: "A point in time with an offset, such as `2026-11-21T09:00:00Z`; sent in UTC.",
                specifiedBy: rfc + "3339"
            )
        case .date:
            .scalar(
                "Date",
                .text,
                description: "A day of the calendar, such as `2026-11-21`.",
                specifiedBy: rfc + "3339"
            )
        case .localTime:
            .scalar("LocalTime", .text, description: "A time of day without a zone, such as `09:30:00`.")
        case .duration:
            .scalar(
                "Duration",
                .text,
                description: "A length of time in ISO 8601, from weeks to microseconds, such as `PT1H30M`."
            )
        case .bytes:
            .scalar("Bytes", .text, description: "Bytes in base64.", specifiedBy: rfc + "4648")
        case .ipAddress:
            .scalar(
                "IPAddress",
                .text,
                description:
                    "An IPv4 or IPv6 address, perhaps with a prefix length: `192.0.2.1`, `10.0.0.0/8`."
            )
        case .json: .scalar("JSON", .any, description: "Any JSON value.", specifiedBy: rfc + "8259")
        case .id, .string, .int, .float, .boolean, .enumeration, .list, .range: nil
        }
    }
}
