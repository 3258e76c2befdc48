/// Finds what is different between two type systems, definition by definition.
struct TypeSystemComparison {
    let old: TypeSystem
    let new: TypeSystem
    private(set) var changes: [SchemaChange] = []

    init(old: TypeSystem, new: TypeSystem) {
        self.old = old
        self.new = new
    }

    mutating func compare() {
        compareRoots()
        for type in old.types where !Self.isBuiltIn(type) {
            if let other = new.types[type.name] {
                compare(type, other)
            } else {
                add(.breaking, "TYPE_REMOVED", type.name, "The type \(type.name) was removed.")
            }
        }
        for type in new.types where old.types[type.name] == nil && !Self.isBuiltIn(type) {
            add(.safe, "TYPE_ADDED", type.name, "The type \(type.name) was added.")
        }
        compareDirectives()
    }

    /// Those that some field uses come and go with it (section 3.5).
    private static func isBuiltIn(_ type: TypeDefinition) -> Bool {
        TypeDefinition.builtInScalarNames.contains(type.name)
    }

    mutating func add(
        _ severity: SchemaChange.Severity,
        _ kind: String,
        _ coordinate: String,
        _ message: String
    ) {
        changes.append(SchemaChange(severity, kind, coordinate, message))
    }

    /// Compares two lists by their names.
    mutating func compare<Element>(
        _ old: NamedList<Element>,
        _ new: NamedList<Element>,
        removed: (inout Self, Element) -> Void,
        added: (inout Self, Element) -> Void,
        kept: (inout Self, Element, Element) -> Void
    ) {
        for element in old {
            if let other = new[element.name] { kept(&self, element, other) } else { removed(&self, element) }
        }
        for element in new where old[element.name] == nil { added(&self, element) }
    }

    private mutating func compareRoots() {
        for kind in [OperationKind.query, .mutation, .subscription] {
            let (before, after) = (old.rootName(of: kind), new.rootName(of: kind))
            guard before != after else { continue }
            switch (before, after) {
            case (let before?, nil):
                let message =
                    "\(before) is no longer the type of \(kind.rawValue) operations: there are none."
                add(.breaking, "ROOT_TYPE_REMOVED", before, message)
            case (nil, let after?):
                add(.safe, "ROOT_TYPE_ADDED", after, "There are \(kind.rawValue) operations now.")
            default:
                let message =
                    "The type of \(kind.rawValue) operations is \(after ?? "none"), no longer \(before ?? "none")."
                // Fragments name it.
                add(.breaking, "ROOT_TYPE_CHANGED", before ?? "", message)
            }
        }
    }
}

extension TypeSystem {
    fileprivate func rootName(of kind: OperationKind) -> String? {
        switch kind {
        case .query: types[queryType] == nil ? nil : queryType
        case .mutation: mutationType
        case .subscription: subscriptionType
        }
    }
}

// MARK: Types

extension TypeSystemComparison {
    private mutating func compare(_ old: TypeDefinition, _ new: TypeDefinition) {
        compareDescription(old.description, new.description, of: old.name)
        switch (old.kind, new.kind) {
        case (.scalar(_, let before), .scalar(_, let after)):
            guard before != after else { return }
            let message =
                "What specifies \(old.name) is \(after ?? "nothing"), no longer \(before ?? "nothing")."
            add(.dangerous, "SPECIFIED_BY_CHANGED", old.name, message)
        case (.object(let before, let interfaces), .object(let after, let others)),
            (.interface(let before, let interfaces), .interface(let after, let others)):
            compareInterfaces(interfaces, others, of: old.name)
            compareFields(before, after, of: old.name)
        case (.union(let before), .union(let after)):
            compareMembers(before, after, of: old.name)
        case (.enumeration(let before), .enumeration(let after)):
            compareValues(before, after, of: old.name)
        case (.input(let before, let wasOneOf), .input(let after, let isOneOf)):
            if wasOneOf, !isOneOf {
                add(.safe, "ONE_OF_REMOVED", old.name, "\(old.name) no longer wants exactly one field.")
            } else if isOneOf, !wasOneOf {
                add(.breaking, "ONE_OF_ADDED", old.name, "\(old.name) wants exactly one field now.")
            }
            compareInputFields(before, after, of: old.name)
        default:
            let message = "\(old.name) changed from \(old.kindWords) to \(new.kindWords)."
            add(.breaking, "TYPE_CHANGED_KIND", old.name, message)
        }
    }

    private mutating func compareInterfaces(_ old: [String], _ new: [String], of type: String) {
        for interface in old where !new.contains(interface) {
            let message = "\(type) no longer implements \(interface)."
            add(.breaking, "IMPLEMENTED_INTERFACE_REMOVED", type, message)
        }
        for interface in new where !old.contains(interface) {
            add(.dangerous, "IMPLEMENTED_INTERFACE_ADDED", type, "\(type) implements \(interface) now.")
        }
    }

    private mutating func compareMembers(_ old: [String], _ new: [String], of type: String) {
        for member in old where !new.contains(member) {
            add(.breaking, "TYPE_REMOVED_FROM_UNION", type, "\(member) was removed from the union \(type).")
        }
        for member in new where !old.contains(member) {
            add(.dangerous, "TYPE_ADDED_TO_UNION", type, "\(member) was added to the union \(type).")
        }
    }

    private mutating func compareValues(
        _ old: NamedList<EnumValueDefinition>,
        _ new: NamedList<EnumValueDefinition>,
        of type: String
    ) {
        compare(old, new) { comparison, value in
            let message = "\(value.name) was removed from the enum \(type)."
            comparison.add(.breaking, "VALUE_REMOVED_FROM_ENUM", "\(type).\(value.name)", message)
        } added: { comparison, value in
            let message = "\(value.name) was added to the enum \(type)."
            comparison.add(.dangerous, "VALUE_ADDED_TO_ENUM", "\(type).\(value.name)", message)
        } kept: { comparison, old, new in
            let coordinate = "\(type).\(old.name)"
            comparison.compareDescription(old.description, new.description, of: coordinate)
            comparison.compareDeprecation(old.deprecationReason, new.deprecationReason, of: coordinate)
        }
    }

    private mutating func compareFields(
        _ old: NamedList<FieldDefinition>,
        _ new: NamedList<FieldDefinition>,
        of type: String
    ) {
        compare(old, new) { comparison, field in
            let coordinate = "\(type).\(field.name)"
            comparison.add(.breaking, "FIELD_REMOVED", coordinate, "The field \(coordinate) was removed.")
        } added: { comparison, field in
            let coordinate = "\(type).\(field.name)"
            comparison.add(.safe, "FIELD_ADDED", coordinate, "The field \(coordinate) was added.")
        } kept: { comparison, old, new in
            comparison.compare(old, new, at: "\(type).\(old.name)")
        }
    }

    private mutating func compare(_ old: FieldDefinition, _ new: FieldDefinition, at coordinate: String) {
        compareDescription(old.description, new.description, of: coordinate)
        compareDeprecation(old.deprecationReason, new.deprecationReason, of: coordinate)
        if old.type != new.type {
            let isSafe = new.type.isSafeOutput(insteadOf: old.type)
            add(
                isSafe ? .safe : .breaking,
                isSafe ? "FIELD_CHANGED_KIND_SAFE" : "FIELD_CHANGED_KIND",
                coordinate,
                "\(coordinate) changed its type from \(old.type) to \(new.type)."
            )
        }
        compareArguments(old.arguments, new.arguments, of: coordinate, .field)
    }
}

// MARK: Words

extension TypeSystemComparison {
    mutating func compareDescription(_ old: String?, _ new: String?, of coordinate: String) {
        guard old != new else { return }
        add(.safe, "DESCRIPTION_CHANGED", coordinate, "The description of \(coordinate) changed.")
    }

    mutating func compareDeprecation(_ old: String?, _ new: String?, of coordinate: String) {
        switch (old, new) {
        case (nil, let reason?):
            add(.safe, "DEPRECATION_ADDED", coordinate, "\(coordinate) is deprecated: \(reason)")
        case (_?, nil):
            add(.safe, "DEPRECATION_REMOVED", coordinate, "\(coordinate) is no longer deprecated.")
        case (let before?, let after?) where before != after:
            let message = "The reason why \(coordinate) is deprecated changed to: \(after)"
            add(.safe, "DEPRECATION_REASON_CHANGED", coordinate, message)
        default: break
        }
    }
}

extension TypeDefinition {
    fileprivate var kindWords: String {
        switch kind {
        case .scalar: "a scalar"
        case .object: "an object type"
        case .interface: "an interface"
        case .union: "a union"
        case .enumeration: "an enum"
        case .input: "an input type"
        }
    }
}
