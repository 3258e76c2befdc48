#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an input gives, by the names of the fields in the spec. What it leaves out is not there; null is a value.
package struct FieldValues: Sendable {
    package let values: [String: Value]

    /// Reads an input by the way it encodes itself.
    package init<Input: ModelInput>(of input: Input) {
        var values: [String: Value] = [:]
        let given = CodedValue(input).members
        for member in Input.Row.entity.members(of: Input.Row.entity.fields) {
            guard let value = given.first(where: { $0.name == member.apiName })?.value else { continue }
            switch member {
            case .field(let field): values[field.name] = value.value(of: field.type)
            case .object(let object):
                // An object is given whole: what is missing in it is null.
                for field in object.fields {
                    let part = value.members.first { $0.name == field.inputPath.last }?.value
                    values[field.name] = part?.value(of: field.type) ?? .null
                }
            }
        }
        self.values = values
    }
}

extension Value {
    /// A value of the language's own types, or of any type that encodes itself, for a field of that type.
    package init(encoding value: some Encodable, for type: FieldType) {
        self = CodedValue(value).value(of: type)
    }
}

/// What an encodable value is made of.
package indirect enum CodedValue: Sendable {
    case single(Value)
    case list([CodedValue])
    case object([(name: String, value: CodedValue)])

    /// What a value encodes as.
    package init(_ value: some Encodable) {
        if let single = Value(knowing: value) {
            self = .single(single)
        } else {
            let place = CodedPlace()
            // None of the containers throws.
            try? value.encode(to: CodedValueEncoder(place: place))
            self = place.coded
        }
    }

    fileprivate var members: [(name: String, value: CodedValue)] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The value of a member that is a single value.
    package func member(_ name: String) -> Value? {
        if case .single(let value)? = members.first(where: { $0.name == name })?.value { value } else { nil }
    }

    /// The value as one of a field of that type.
    package func value(of type: FieldType) -> Value {
        switch (self, type) {
        case (.list(let elements), .array(let element)): return .array(elements.map { $0.value(of: element) })
        case (.object, .range(let bound)):
            let (start, end) = (member("start"), member("end"))
            return .range(
                start.map { CodedValue.single($0).value(of: bound) } ?? .null,
                end.map { CodedValue.single($0).value(of: bound) } ?? .null
            )
        default: break
        }
        guard case .single(let value) = self else { return .json(json) }
        guard case .text(let text) = value else { return value }
        return switch type {
        case .uuid: UUID(uuidString: text).map { Value($0) } ?? value
        default: value
        }
    }

    /// The JSON text.
    private var json: String {
        switch self {
        case .single(.null): "null"
        case .single(.boolean(let value)): "\(value)"
        case .single(.integer(let number)): "\(number)"
        case .single(.float(let number)): "\(number)"
        case .single(.decimal(let number)): "\(number)"
        case .single(.text(let text)), .single(.uuid(let text)): JSONValue.quoted(text)
        case .single(.timestamp(let time)): JSONValue.quoted(TimestampText.text(microseconds: time))
        case .single(.json(let text)): text
        case .single(let value): JSONValue.quoted("\(value)")
        case .list(let elements): "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { JSONValue.quoted($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
        }
    }
}

extension Value {
    /// The value of a type that is known here; nil for others, which encode themselves.
    fileprivate init?(knowing value: some Encodable) {
        switch value {
        case let value as String: self.init(value)
        case let value as Bool: self.init(value)
        case let value as Int: self.init(value)
        case let value as UUID: self.init(value)
        case let value as Date: self.init(value)
        case let value as Decimal: self.init(value)
        case let value as Double: self.init(value)
        case let value as CivilDate: self.init(value)
        case let value as TimeOfDay: self.init(value)
        case let value as Interval: self.init(value)
        case let value as InternetAddress: self.init(value)
        // An empty list of anything would pass as one of bytes.
        case let bytes as [UInt8] where type(of: value) == [UInt8].self: self.init(bytes)
        case let value as JSONValue: self.init(value)
        case let value as Float: self.init(Double(value))
        case let value as any (FixedWidthInteger & SignedInteger): self.init(value)
        case let value as any FixedWidthInteger: self = .decimal(ExactDecimal("\(value)") ?? ExactDecimal(0))
        default: return nil
        }
    }
}
