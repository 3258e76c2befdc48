/// What a type that implements an interface has to have (section 3.6.1, `IsValidImplementation`).
extension SchemaValidator {
    mutating func checkInterfaces(of type: String, _ parts: [TypeSystemNode]) {
        var seen: Set<String> = []
        for name in parts.flatMap(\.interfaces).map(\.text) {
            guard let interface = types[name] else { continue }
            let places = placesOfInterface(name, in: parts)
            guard case .interface = interface.kind else {
                report(
                    "Type \(type) must only implement Interface types, it cannot implement \(name).",
                    at: places
                )
                continue
            }
            if name == type {
                report(
                    "Type \(type) cannot implement itself because it would create a circular reference.",
                    at: places
                )
            }
            guard seen.insert(name).inserted else {
                report("Type \(type) can only implement \(name) once.", at: places)
                continue
            }
            checkAncestors(of: interface, type, parts)
            checkFields(of: name, type, parts)
        }
    }

    private func placesOfInterface(_ name: String, in parts: [TypeSystemNode]) -> [Int] {
        parts.flatMap(\.interfaces).filter { $0.text == name }.map(\.offset)
    }

    /// Interfaces of an interface are implemented by name, too.
    private mutating func checkAncestors(
        of interface: TypeDefinition,
        _ type: String,
        _ parts: [TypeSystemNode]
    ) {
        let own = Set(parts.flatMap(\.interfaces).map(\.text))
        for ancestor in interface.interfaces where !own.contains(ancestor) {
            let places =
                placesOfInterface(ancestor, in: nodesOfType[interface.name] ?? [])
                + placesOfInterface(interface.name, in: parts)
            report(
                ancestor == type
                    ? "Type \(type) cannot implement \(interface.name) because it would create a circular reference."
                    : "Type \(type) must implement \(ancestor) because it is implemented by \(interface.name).",
                at: places
            )
        }
    }

    private mutating func checkFields(of interface: String, _ type: String, _ parts: [TypeSystemNode]) {
        let own = Dictionary(
            parts.flatMap(\.fields).map { ($0.name.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for demanded in (nodesOfType[interface] ?? []).flatMap(\.fields) {
            let place = "\(interface).\(demanded.name.text)"
            guard let field = own[demanded.name.text] else {
                report(
                    "Interface field \(place) expected but \(type) does not provide it.",
                    at: [demanded.offset] + parts.map(\.offset)
                )
                continue
            }
            check(field, "\(type).\(field.name.text)", against: demanded, place)
        }
    }

    private mutating func check(
        _ field: FieldDefinitionNode,
        _ place: String,
        against demanded: FieldDefinitionNode,
        _ demandedPlace: String
    ) {
        if !isCovariant(field.type.reference, demanded.type.reference) {
            report(
                "Interface field \(demandedPlace) expects type \(demanded.type.reference)"
                    + " but \(place) is type \(field.type.reference).",
                at: [demanded.type.offset, field.type.offset]
            )
        }
        for argument in demanded.arguments {
            checkArgument(argument, demandedPlace, of: field, place)
        }
        let known = Set(demanded.arguments.map(\.name.text))
        for argument in field.arguments where !known.contains(argument.name.text) {
            guard argument.type.reference.isNonNull, argument.defaultValue == nil else { continue }
            report(
                "Argument \"\(place)(\(argument.name.text):)\" must not be required type"
                    + " \"\(argument.type.reference)\" if not provided by the Interface field \"\(demandedPlace)\".",
                at: [argument.offset, demanded.offset]
            )
        }
        let deprecation = field.directives.first { $0.name.text == "deprecated" }
        if let deprecation, !demanded.directives.contains(where: { $0.name.text == "deprecated" }) {
            report(
                "Interface field \(demandedPlace) is not deprecated, so implementation field \(place)"
                    + " must not be deprecated.",
                at: [deprecation.offset, field.type.offset]
            )
        }
    }

    /// Arguments have the very type that the interface demands.
    private mutating func checkArgument(
        _ demanded: InputValueNode,
        _ demandedPlace: String,
        of field: FieldDefinitionNode,
        _ place: String
    ) {
        let name = demanded.name.text
        guard let argument = field.arguments.first(where: { $0.name.text == name }) else {
            return report(
                "Interface field argument \(demandedPlace)(\(name):) expected but \(place) does not provide it.",
                at: [demanded.offset, field.offset]
            )
        }
        if argument.type.reference != demanded.type.reference {
            report(
                "Interface field argument \(demandedPlace)(\(name):) expects type \(demanded.type.reference)"
                    + " but \(place)(\(name):) is type \(argument.type.reference).",
                at: [demanded.type.offset, argument.type.offset]
            )
        }
    }

    /// IsValidImplementationFieldType() of section 3.6.1.
    private func isCovariant(_ type: TypeReference, _ demanded: TypeReference) -> Bool {
        switch (type, demanded) {
        case (.nonNull(let inner), .nonNull(let demanded)): return isCovariant(inner, demanded)
        case (_, .nonNull): return false
        case (.nonNull(let inner), _): return isCovariant(inner, demanded)
        case (.list(let item), .list(let demanded)): return isCovariant(item, demanded)
        case (.named(let name), .named(let demanded)):
            if name == demanded { return true }
            guard let type = types[name], let demanded = types[demanded] else { return false }
            return types.isSubtype(type, of: demanded)
        default: return false
        }
    }
}
