import Foundation
import PlumblineSchema

/// Validates JSON by the part of JSON Schema (draft 7) that `LanguageSchema` uses; throws at any other keyword.
struct JSONSchemaEvaluator {
    struct UnknownKeyword: Error {
        let name: String
    }

    private let root: JSONValue
    private let definitions: [String: JSONValue]
    private let patterns: [String: NSRegularExpression]

    /// - Parameter text: The schema.
    /// - Throws: That it is no JSON, has a pattern that is none, or a keyword that is not evaluated here.
    init(_ text: String) throws {
        root = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        definitions = root["definitions"]?.members ?? [:]
        var patterns: [String: NSRegularExpression] = [:]
        try Self.check(root, &patterns)
        self.patterns = patterns
    }

    /// What is wrong with the value: the path to it and why; nothing if it is valid.
    func problems(of value: JSONValue) -> [String] {
        problems(of: value, by: root, at: "")
    }

    // MARK: Keywords

    private static let annotations: Set = [
        "$schema", "title", "description", "required", "type", "enum", "const",
    ]
    private static let limits: Set = ["pattern", "maxLength", "minimum", "maximum", "minProperties", "$ref"]

    /// Throws at a keyword that is not known, wherever it stands.
    private static func check(_ schema: JSONValue, _ patterns: inout [String: NSRegularExpression]) throws {
        guard case .object(let keywords) = schema else { return }
        for (name, value) in keywords {
            switch name {
            case "pattern":
                if case .string(let text) = value { patterns[text] = try NSRegularExpression(pattern: text) }
            case _ where annotations.contains(name) || limits.contains(name): break
            case "properties", "definitions", "dependencies":
                for part in (value.members ?? [:]).values { try check(part, &patterns) }
            case "anyOf", "oneOf", "allOf":
                for part in value.items ?? [] { try check(part, &patterns) }
            case "additionalProperties", "propertyNames", "items", "contains", "if", "then", "not":
                try check(value, &patterns)
            default: throw UnknownKeyword(name: name)
            }
        }
    }

    private func problems(of value: JSONValue, by schema: JSONValue, at path: String) -> [String] {
        guard case .object(let keywords) = schema else {
            return schema == .boolean(false) ? ["\(path) is not allowed"] : []
        }
        // Beside it draft 7 knows no other keyword.
        if case .string(let name)? = keywords["$ref"] {
            let definition = definitions[String(name.dropFirst("#/definitions/".count))]
            return definition.map { problems(of: value, by: $0, at: path) } ?? ["\(name) is not defined"]
        }
        var result = kindProblems(of: value, keywords, path) + combined(value, keywords, path)
        switch value {
        case .object(let members): result += problems(of: members, keywords, path)
        case .array(let items): result += problems(of: items, keywords, path)
        case .string(let text): result += problems(of: text, keywords, path)
        default: break
        }
        return result
    }

    private func kindProblems(
        of value: JSONValue,
        _ keywords: [String: JSONValue],
        _ path: String
    ) -> [String] {
        var result: [String] = []
        if let type = keywords["type"] {
            let names = type.items ?? [type]
            if !names.contains(where: { value.isOf(type: $0) }) { result.append("\(path) is not \(type)") }
        }
        if let values = keywords["enum"]?.items, !values.contains(value) {
            result.append("\(path) is none of \(values)")
        }
        if let constant = keywords["const"], constant != value { result.append("\(path) is not \(constant)") }
        if let number = value.number {
            if let least = keywords["minimum"]?.number, number < least { result.append("\(path) < \(least)") }
            if let most = keywords["maximum"]?.number, number > most { result.append("\(path) > \(most)") }
        }
        return result
    }

    private func combined(
        _ value: JSONValue,
        _ keywords: [String: JSONValue],
        _ path: String
    ) -> [String] {
        func accepted(_ schema: JSONValue) -> Bool { problems(of: value, by: schema, at: path).isEmpty }
        var result = (keywords["allOf"]?.items ?? []).flatMap { problems(of: value, by: $0, at: path) }
        if let schemas = keywords["anyOf"]?.items, !schemas.contains(where: accepted) {
            result.append("\(path) fits none of \(schemas.count)")
        }
        if let schemas = keywords["oneOf"]?.items, schemas.filter(accepted).count != 1 {
            result.append("\(path) does not fit one of \(schemas.count)")
        }
        if let schema = keywords["not"], accepted(schema) { result.append("\(path) fits what it must not") }
        if let condition = keywords["if"], let then = keywords["then"], accepted(condition) {
            result += problems(of: value, by: then, at: path)
        }
        return result
    }

    // MARK: Values

    private func problems(
        of members: [String: JSONValue],
        _ keywords: [String: JSONValue],
        _ path: String
    ) -> [String] {
        var result: [String] = []
        let properties = keywords["properties"]?.members ?? [:]
        for (name, value) in members {
            let place = "\(path)/\(name)"
            let schema = properties[name] ?? keywords["additionalProperties"]
            if let schema { result += problems(of: value, by: schema, at: place) }
            if let names = keywords["propertyNames"] {
                result += problems(of: .string(name), by: names, at: "the name of \(place)")
            }
        }
        var required = keywords["required"]?.items ?? []
        for (name, demand) in keywords["dependencies"]?.members ?? [:] where members[name] != nil {
            required += demand.items ?? []
            result += problems(of: .object(members), by: demand, at: path)
        }
        for case .string(let name) in required where members[name] == nil {
            result.append("\(path) has no \(name)")
        }
        if let least = keywords["minProperties"]?.number, Double(members.count) < least {
            result.append("\(path) is too short")
        }
        return result
    }

    private func problems(
        of items: [JSONValue],
        _ keywords: [String: JSONValue],
        _ path: String
    ) -> [String] {
        var result: [String] = []
        for (index, item) in items.enumerated() {
            if let schema = keywords["items"] {
                result += problems(of: item, by: schema, at: "\(path)/\(index)")
            }
        }
        if let needed = keywords["contains"],
            !items.contains(where: { problems(of: $0, by: needed, at: path).isEmpty })
        {
            result.append("\(path) contains no \(needed)")
        }
        return result
    }

    private func problems(of text: String, _ keywords: [String: JSONValue], _ path: String) -> [String] {
        var result: [String] = []
        let range = NSRange(text.startIndex..., in: text)
        if case .string(let pattern)? = keywords["pattern"],
            patterns[pattern]?.firstMatch(in: text, range: range) == nil
        {
            result.append("\(path) does not match \(pattern)")
        }
        if let most = keywords["maxLength"]?.number, Double(text.unicodeScalars.count) > most {
            result.append("\(path) is too long")
        }
        return result
    }
}

extension JSONValue {
    fileprivate var members: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    fileprivate var items: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    fileprivate var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    fileprivate func isOf(type: JSONValue) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
            ("object", .object), ("integer", .integer), ("number", .integer), ("number", .number):
            true
        case ("integer", .number(let value)): value.rounded() == value
        default: false
        }
    }
}
