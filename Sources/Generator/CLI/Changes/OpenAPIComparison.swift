import PlumblineGraphQL
import PlumblineQuery

/// Finds what is different for clients of the REST interface between two OpenAPI documents of Plumbline's.
///
/// Coordinates are `GET /api/v1/users`, `GET /api/v1/users?name` for a parameter, and `User.email` for a property.
struct OpenAPIComparison {
    private let old: InputValue
    private let new: InputValue
    private(set) var changes: [SchemaChange] = []

    /// - Throws: `JSONError` if one of them is no JSON.
    init(old: String, new: String) throws {
        self.old = try JSONReader.read(Array(old.utf8))
        self.new = try JSONReader.read(Array(new.utf8))
        compareOperations()
        compareSchemas()
    }

    mutating func add(
        _ severity: SchemaChange.Severity,
        _ kind: String,
        _ coordinate: String,
        _ message: String
    ) {
        changes.append(SchemaChange(severity, kind, coordinate, message))
    }
}

// MARK: Operations

extension OpenAPIComparison {
    private mutating func compareOperations() {
        let (before, after) = (Self.operations(of: old), Self.operations(of: new))
        let known = Dictionary(after.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        for operation in before {
            guard let other = known[operation.name] else {
                let message = "The operation \(operation.name) was removed."
                add(.breaking, "OPERATION_REMOVED", operation.name, message)
                continue
            }
            compareParameters(operation.value, other, of: operation.name)
        }
        let names = Set(before.map(\.name))
        for operation in after where !names.contains(operation.name) {
            let message = "The operation \(operation.name) was added."
            add(.safe, "OPERATION_ADDED", operation.name, message)
        }
    }

    private static func operations(of document: InputValue) -> [InputValue.Member] {
        (document["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).filter { $0.value["responses"] != nil }.map { operation in
                InputValue.Member("\(operation.name.uppercased()) \(path.name)", operation.value)
            }
        }
    }

    private mutating func compareParameters(_ before: InputValue, _ after: InputValue, of operation: String) {
        let (olds, news) = (Self.parameters(of: before, in: old), Self.parameters(of: after, in: new))
        for parameter in olds {
            let coordinate = "\(operation)?\(parameter.name)"
            guard let other = news.first(where: { $0.name == parameter.name }) else {
                // Where a field is gone, so are all the forms of its filter.
                if let base = parameter.name.base, !news.contains(where: { $0.name == base }),
                    olds.contains(where: { $0.name == base })
                {
                    continue
                }
                let message = "The parameter \(parameter.name) of \(operation) was removed."
                add(.breaking, "PARAMETER_REMOVED", coordinate, message)
                continue
            }
            if parameter.value["schema"]?.shape != other.value["schema"]?.shape {
                let message = "The parameter \(parameter.name) of \(operation) changed its type."
                add(.breaking, "PARAMETER_CHANGED_TYPE", coordinate, message)
            }
            let use = Use(isInput: true, isOutput: false)
            compareChoices(parameter.value, other.value, of: coordinate, use)
        }
        for parameter in news where !olds.contains(where: { $0.name == parameter.name }) {
            let coordinate = "\(operation)?\(parameter.name)"
            if parameter.value["required"] == .boolean(true) {
                let message = "The required parameter \(parameter.name) of \(operation) was added."
                add(.breaking, "REQUIRED_PARAMETER_ADDED", coordinate, message)
            } else if parameter.name.base.map({ base in !olds.contains { $0.name == base } }) != true {
                let message = "The parameter \(parameter.name) of \(operation) was added."
                add(.safe, "OPTIONAL_PARAMETER_ADDED", coordinate, message)
            }
        }
    }

    /// The parameters of an operation by their names, references followed.
    private static func parameters(
        of operation: InputValue,
        in document: InputValue
    ) -> [InputValue.Member] {
        (operation["parameters"]?.items ?? []).compactMap { parameter in
            let parameter = parameter["$ref"]?.text.flatMap { document.component($0) } ?? parameter
            return parameter["name"]?.text.map { InputValue.Member($0, parameter) }
        }
    }
}

// MARK: Schemas

extension OpenAPIComparison {
    private mutating func compareSchemas() {
        let inputs = Self.schemas(in: old, under: "requestBody").union(
            Self.schemas(in: new, under: "requestBody")
        )
        let outputs = Self.schemas(in: old, under: "responses").union(
            Self.schemas(in: new, under: "responses")
        )
        for schema in old["components"]?["schemas"]?.members ?? [] {
            guard let other = new["components"]?["schemas"]?[schema.name] else { continue }
            let use = Use(isInput: inputs.contains(schema.name), isOutput: outputs.contains(schema.name))
            compareValues(schema.value, other, of: schema.name, use)
            compareProperties(schema.value, other, of: schema.name, use)
        }
    }

    /// Who gives a value: clients, the server, or both.
    private struct Use {
        let isInput: Bool
        let isOutput: Bool
    }

    private mutating func compareValues(
        _ before: InputValue,
        _ after: InputValue,
        of name: String,
        _ use: Use
    ) {
        let (olds, news) = (before["enum"]?.items ?? [], after["enum"]?.items ?? [])
        for case .string(let value) in olds where !news.contains(.string(value)) {
            add(.breaking, "VALUE_REMOVED", "\(name).\(value)", "\(value) was removed from \(name).")
        }
        for case .string(let value) in news where !olds.contains(.string(value)) {
            let severity: SchemaChange.Severity = use.isOutput ? .dangerous : .safe
            add(severity, "VALUE_ADDED", "\(name).\(value)", "\(value) was added to \(name).")
        }
    }

    /// Compares the values that a type lists, wherever in it.
    private mutating func compareChoices(
        _ before: InputValue,
        _ after: InputValue,
        of coordinate: String,
        _ use: Use
    ) {
        let (olds, news) = (before.choices, after.choices)
        let (lost, got) = (olds.filter { !news.contains($0) }, news.filter { !olds.contains($0) })
        if !lost.isEmpty {
            let message = "\(coordinate) no longer has the values \(lost.joined(separator: ", "))."
            add(.breaking, "VALUE_REMOVED", coordinate, message)
        }
        if !got.isEmpty {
            let message = "\(coordinate) has the values \(got.joined(separator: ", ")) now."
            add(use.isOutput ? .dangerous : .safe, "VALUE_ADDED", coordinate, message)
        }
    }

    private mutating func compareProperties(
        _ before: InputValue,
        _ after: InputValue,
        of name: String,
        _ use: Use
    ) {
        let (olds, news) = (before["properties"]?.members ?? [], after["properties"]?.members ?? [])
        for property in olds {
            let coordinate = "\(name).\(property.name)"
            guard let other = after["properties"]?[property.name] else {
                let message = "The property \(coordinate) was removed."
                add(.breaking, "PROPERTY_REMOVED", coordinate, message)
                continue
            }
            compareTypes(property.value, other, of: coordinate, use)
            let (was, now) = (before.requires(property.name), after.requires(property.name))
            if was != now {
                let isBreaking = now ? use.isInput : use.isOutput
                add(
                    isBreaking ? .breaking : .safe,
                    now ? "PROPERTY_BECAME_REQUIRED" : "PROPERTY_BECAME_OPTIONAL",
                    coordinate,
                    "\(coordinate) is \(now ? "required" : "optional") now."
                )
            }
        }
        for property in news where before["properties"]?[property.name] == nil {
            let coordinate = "\(name).\(property.name)"
            if use.isInput, after.requires(property.name) {
                let message = "The required property \(coordinate) was added."
                add(.breaking, "REQUIRED_PROPERTY_ADDED", coordinate, message)
            } else {
                add(.safe, "PROPERTY_ADDED", coordinate, "The property \(coordinate) was added.")
            }
        }
    }

    private mutating func compareTypes(
        _ before: InputValue,
        _ after: InputValue,
        of coordinate: String,
        _ use: Use
    ) {
        if before["deprecated"] != after["deprecated"] {
            let isDeprecated = after["deprecated"] == .boolean(true)
            add(
                .safe,
                isDeprecated ? "DEPRECATION_ADDED" : "DEPRECATION_REMOVED",
                coordinate,
                "\(coordinate) is \(isDeprecated ? "deprecated now" : "no longer deprecated")."
            )
        }
        let (was, now) = (before.withoutNull, after.withoutNull)
        if was.value.shape != now.value.shape {
            let message = "\(coordinate) changed its type."
            return add(.breaking, "PROPERTY_CHANGED_TYPE", coordinate, message)
        }
        compareChoices(was.value, now.value, of: coordinate, use)
        if was.isNullable != now.isNullable {
            let isBreaking = now.isNullable ? use.isOutput : use.isInput
            add(
                isBreaking ? .breaking : .safe,
                now.isNullable ? "PROPERTY_BECAME_NULLABLE" : "PROPERTY_BECAME_NON_NULL",
                coordinate,
                "\(coordinate) may \(now.isNullable ? "be null now" : "no longer be null")."
            )
        }
        if was.value.limits != now.value.limits {
            let message = "\(coordinate) changed its limits."
            add(use.isInput ? .dangerous : .safe, "PROPERTY_CHANGED_LIMITS", coordinate, message)
        }
    }

    /// The names of the schemas that are reached from a part of the operations.
    private static func schemas(in document: InputValue, under part: String) -> Set<String> {
        var names: Set<String> = []
        var rest = operations(of: document).compactMap { $0.value[part] }
        while let value = rest.popLast() {
            switch value {
            case .list(let items): rest += items
            case .object(let members):
                rest += members.filter { $0.name != "$ref" }.map(\.value)
                guard let reference = value["$ref"]?.text, names.insert(reference).inserted,
                    let target = document.component(reference)
                else { continue }
                rest.append(target)
            default: continue
            }
        }
        return Set(names.map { String($0.split(separator: "/").last ?? "") })
    }
}

// MARK: JSON Schema

extension InputValue {
    fileprivate var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    fileprivate var items: [InputValue]? {
        if case .list(let items) = self { items } else { nil }
    }

    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// What a reference such as `#/components/schemas/User` points to.
    fileprivate func component(_ reference: String) -> InputValue? {
        var value: InputValue? = self
        for step in reference.split(separator: "/").dropFirst() { value = value?[String(step)] }
        return value
    }

    fileprivate func requires(_ property: String) -> Bool {
        self["required"]?.items?.contains(.string(property)) ?? false
    }

    /// The schema without the alternative null.
    fileprivate var withoutNull: (value: InputValue, isNullable: Bool) {
        let null = InputValue.object([.init("type", .string("null"))])
        guard let choices = self["anyOf"]?.items, choices.contains(null) else { return (self, false) }
        let others = choices.filter { $0 != null }
        return (others.count == 1 ? others[0] : .object([.init("anyOf", .list(others))]), true)
    }

    private static let words: Set<String> = ["description", "title", "examples", "deprecated", "default"]
    private static let limits: Set<String> = [
        "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems",
        "maxItems", "pattern", "multipleOf", "uniqueItems",
    ]

    /// What type of value it is, without words, limits and lists of values.
    fileprivate var shape: InputValue { without(Self.words.union(Self.limits).union(["enum"])) }

    /// The limits of its values.
    fileprivate var limits: InputValue { without(Self.words.union(["enum"])) }

    /// The texts that it lists, wherever in it.
    fileprivate var choices: [String] {
        switch self {
        case .list(let items): items.flatMap(\.choices)
        case .object(let members):
            members.flatMap { member in
                member.name == "enum" ? (member.value.items ?? []).compactMap(\.text) : member.value.choices
            }
        default: []
        }
    }

    private func without(_ names: Set<String>) -> InputValue {
        switch self {
        case .list(let items): .list(items.map { $0.without(names) })
        case .object(let members):
            .object(
                members.filter { !names.contains($0.name) }.map { Member($0.name, $0.value.without(names)) }
            )
        default: self
        }
    }
}

extension String {
    /// The field that a parameter such as `age.gte` compares; nil for what has no operator.
    fileprivate var base: String? {
        lastIndex(of: ".").map { String(self[..<$0]) }
    }
}
