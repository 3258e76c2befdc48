import PlumblineSchema

extension FieldType {
    /// The type of a value in an answer.
    var answered: String {
        switch self {
        case .text, .citext, .password, .uuid, .timestamp, .date, .time, .interval, .bytes, .inet, .bigint,
            .decimal:
            "string"
        case .smallint, .integer, .float: "number"
        case .boolean: "boolean"
        case .json: "plumbline.Json"
        case .enumeration(let name): name
        case .array(let element): "readonly \(element.answered)[]"
        case .range(let bound): "plumbline.Range<\(bound.answered)>"
        }
    }

    /// The type of a value that is given.
    var given: String {
        switch self {
        case .bigint: "plumbline.Whole"
        case .decimal: "plumbline.Exact"
        case .array(let element): "readonly \(element.given)[]"
        case .range(let bound): "plumbline.RangeInput<\(bound.given)>"
        default: answered
        }
    }

    /// The type of a condition on it; nil where there is none.
    var condition: String? {
        switch self {
        case .text, .citext: "plumbline.Text"
        case .smallint, .integer, .bigint, .decimal, .float, .timestamp, .date, .time, .interval:
            "plumbline.Ordered<\(given)>"
        case .boolean: "plumbline.Flag"
        case .uuid, .bytes, .enumeration: "plumbline.Equality<\(answered)>"
        case .inet: "plumbline.Address"
        case .array(let element): "plumbline.Listed<\(element.given)>"
        case .range(let bound): "plumbline.Ranged<\(bound.given)>"
        case .json: "plumbline.Document"
        case .password: nil
        }
    }
}
