internal import PlumblineSchema

/// The language of specs as a JSON Schema (draft 7, which editors know best), made of the readers' own grammar.
///
/// It knows what a single file says by its shape: keys, kinds of values, fixed words and the look of names. What
/// names lead to, and what expressions mean, `plumbline check` knows. It refuses nothing that the reader takes.
public enum LanguageSchema {
    /// The document as JSON, always the same bytes.
    public static let text: String = {
        var definitions = Definitions()
        let file = definitions.properties(of: .file)
        let head: [(String, JSONTree)] = [
            ("$schema", "http://json-schema.org/draft-07/schema#"),
            ("title", "A spec of Plumbline"),
            ("description", .string(MappingShape.file.doc)),
            // A file may hold nothing but comments.
            ("type", ["object", "null"]),
        ]
        let tree = JSONTree.object(head + file + [("definitions", .object(definitions.sorted))])
        return tree.text(width: 120)
    }()
}

/// Writes shapes, and keeps what stands at several places under names.
private struct Definitions {
    private var named: [String: JSONTree] = [:]

    var sorted: [(String, JSONTree)] { named.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

    private mutating func reference(
        _ name: String,
        _ definition: (inout Definitions) -> [(String, JSONTree)]
    ) -> [(String, JSONTree)] {
        if named[name] == nil {
            named[name] = .null
            named[name] = .object(definition(&self))
        }
        return [("$ref", .string("#/definitions/\(name)"))]
    }

    // MARK: Shapes

    private mutating func schema(_ shape: Shape) -> JSONTree { .object(members(shape)) }

    private mutating func members(_ shape: Shape) -> [(String, JSONTree)] {
        switch shape {
        case .word:
            reference("word") { _ in Self.scalar("A single value, taken as it is written.") }
        case .expression:
            reference("expression") { _ in
                Self.scalar("An expression, such as `ends_at > starts_at` or `role(admin) or owner = me`.")
            }
        case .matching(let form): reference(form.name) { _ in Self.members(form) }
        case .oneOf(let words): [("enum", .list(words.map { .string($0) }))]
        case .boolean: [("type", "boolean")]
        case .integer(let range):
            [("type", "integer")]
                + (range.map { [("minimum", .integer($0.lowerBound)), ("maximum", .integer($0.upperBound))] }
                    ?? [])
        case .nothing: [("type", "null")]
        case .list(let item, let needed):
            [("type", "array"), ("items", schema(item))]
                + (needed.map { [("contains", ["const": .string($0)])] } ?? [])
        case .map(let value, let names, let needsOne):
            [("type", "object")]
                + (names.map { [("propertyNames", schema(.matching($0)))] } ?? [])
                + [("additionalProperties", schema(value))] + (needsOne ? [("minProperties", 1)] : [])
        case .mapping(let mapping):
            reference(mapping.name) {
                [("description", .string(mapping.doc)), ("type", "object")] + $0.properties(of: mapping)
            }
        case .either(let shapes): [("anyOf", .list(shapes.map { schema($0) }))]
        case .named(let name, let shape): reference(name) { $0.members(shape) }
        }
    }

    /// What YAML takes for a number or a boolean is a word where words are expected.
    private static func scalar(_ doc: String) -> [(String, JSONTree)] {
        [("description", .string(doc)), ("type", ["string", "number", "boolean"])]
    }

    /// A pattern is for texts alone, and `true` is a name too.
    private static func members(_ form: WordForm) -> [(String, JSONTree)] {
        [
            ("description", .string(form.doc)), ("type", ["string", "boolean"]),
            ("pattern", .string(form.pattern)),
        ]
            + (form.maxLength.map { [("maxLength", .integer(Int64($0)))] } ?? [])
    }

    // MARK: Mappings

    mutating func properties(of mapping: MappingShape) -> [(String, JSONTree)] {
        let properties = mapping.keys.map { key in
            (key.name, JSONTree.object([("description", .string(key.doc))] + members(key.shape)))
        }
        let required = mapping.keys.filter { $0.fixIfMissing != nil }.map { JSONTree.string($0.name) }
        return [("properties", .object(properties))]
            + (required.isEmpty ? [] : [("required", .list(required))])
            + [("additionalProperties", false)] + KeyRules(mapping.rules).members
    }
}

/// Writes what keys demand of each other.
private struct KeyRules {
    private var bonds: [(key: String, others: [String], excluded: [String])] = []
    private var alternatives: [(String, JSONTree)] = []
    private var conditions: [JSONTree] = []

    init(_ rules: [KeyRule]) {
        for rule in rules {
            switch rule {
            case .some(let keys, _): alternatives.append(("anyOf", Self.anyOf(keys)))
            case .one(let keys, _): alternatives.append(("oneOf", Self.anyOf(keys)))
            case .needs(let key, let other, _): add(key, needs: [other])
            case .excludes(let key, let others, _): add(key, excludes: others)
            case .excludesUnless(let key, let exception, let others, _):
                let has: JSONTree = ["type": "object", "required": .list([.string(exception)])]
                exclude(others, where: key, is: ["not": has])
            case .excludesIfTrue(let key, let others, _): exclude(others, where: key, is: ["const": true])
            }
        }
    }

    var members: [(String, JSONTree)] {
        let dependencies = bonds.map { bond in
            let required = JSONTree.list(bond.others.map { .string($0) })
            guard !bond.excluded.isEmpty else { return (bond.key, required) }
            let others = bond.others.isEmpty ? [] : [("required", required)]
            return (bond.key, .object(others + Self.none(of: bond.excluded)))
        }
        return alternatives + (dependencies.isEmpty ? [] : [("dependencies", .object(dependencies))])
            + (conditions.isEmpty ? [] : [("allOf", .list(conditions))])
    }

    private mutating func add(_ key: String, needs others: [String] = [], excludes excluded: [String] = []) {
        if let index = bonds.firstIndex(where: { $0.key == key }) {
            bonds[index].others += others
            bonds[index].excluded += excluded
        } else {
            bonds.append((key, others, excluded))
        }
    }

    private mutating func exclude(_ others: [String], where key: String, is value: JSONTree) {
        conditions.append([
            "if": ["properties": .object([(key, value)]), "required": .list([.string(key)])],
            "then": .object(Self.none(of: others)),
        ])
    }

    private static func anyOf(_ keys: [String]) -> JSONTree {
        .list(keys.map { .object([("required", .list([.string($0)]))]) })
    }

    /// Editors tell of a property that is `false` that it is not allowed, which of `not` they cannot.
    private static func none(of paths: [String]) -> [(String, JSONTree)] {
        var members: [(String, [String])] = []
        for path in paths {
            let keys = path.split(separator: ".").map(String.init)
            if let index = members.firstIndex(where: { $0.0 == keys[0] }) {
                members[index].1 += keys.dropFirst()
            } else {
                members.append((keys[0], Array(keys.dropFirst())))
            }
        }
        return [
            ("properties", .object(members.map { ($0.0, $0.1.isEmpty ? false : .object(none(of: $0.1))) }))
        ]
    }
}
