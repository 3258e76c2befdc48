/// The type of a stored value.
public enum FieldType: Sendable, Hashable {
    /// Unicode text without NUL.
    case text
    /// Text that is compared, ordered and kept unique without regard to the case of ASCII letters; stored as given.
    case citext
    /// A password: stored as a hash, given in inputs, never shown.
    case password
    /// 16 bits.
    case smallint
    /// 32 bits.
    case integer
    /// 64 bits.
    case bigint
    /// Exact, with so many digits in all and so many after the point.
    case decimal(precision: Int, scale: Int)
    /// 64-bit binary floating point; neither NaN nor infinite.
    case float
    /// True or false.
    case boolean
    /// RFC 9562.
    case uuid
    /// A point in time, in microseconds.
    case timestamp
    /// A day of the calendar.
    case date
    /// A time of day without zone.
    case time
    /// A length of time in microseconds: a day has 24 hours, and there are no months.
    case interval
    /// Any bytes; base64 in the APIs.
    case bytes
    /// An address of the internet protocol, perhaps with the length of its network's prefix.
    case inet
    /// Any JSON.
    case json
    /// A list of values of another type, none of them null.
    indirect case array(of: FieldType)
    /// What lies between two values: from the start on, before the end; either side may be open.
    indirect case range(of: FieldType)
    /// A value of the enum of that name, stored as text.
    case enumeration(String)

    /// How the spec writes it, without its digits.
    public var specName: String {
        switch self {
        case .text: "text"
        case .citext: "citext"
        case .password: "password"
        case .smallint: "smallint"
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal: "decimal"
        case .float: "float"
        case .boolean: "boolean"
        case .uuid: "uuid"
        case .timestamp: "timestamp"
        case .date: "date"
        case .time: "time"
        case .interval: "interval"
        case .bytes: "bytes"
        case .inet: "inet"
        case .json: "json"
        case .array: "array"
        case .range: "range"
        case .enumeration(let name): name
        }
    }
}

extension FieldType {
    /// Whether it is text that every caller may see.
    public var isText: Bool { self == .text || self == .citext }

    /// Whether rows can be ordered by it.
    public var isOrderable: Bool {
        switch self {
        case .json, .password, .bytes, .array, .range: false
        default: true
        }
    }
}
