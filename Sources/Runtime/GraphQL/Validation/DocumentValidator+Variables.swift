/// A variable where it is used, with what is expected there.
struct VariableUse {
    var name: String
    var offset: Int
    /// Nil where the type is unknown.
    var type: TypeReference?
    var hasDefault: Bool
    /// The OneOf input object whose field it is.
    var oneOf: String?
}

/// Rules about variables (GraphQL specification, section 5.8).
extension DocumentValidator {
    mutating func checkVariableDefinitions(_ variables: [VariableDefinition]) {
        let names = variables.map { Name(text: $0.name, offset: $0.variableOffset + 1) }
        findings.checkUniqueTogether(names, .uniqueVariableNames) {
            "There can be only one variable named \"$\($0)\"."
        }
        for variable in variables {
            let type = knownType(variable.type.name, at: variable.typeNameOffset)
            if let type, !type.isInput {
                report(
                    .variablesAreInputTypes,
                    "Variable \"$\(variable.name)\" cannot be non-input type \"\(variable.type)\".",
                    at: variable.typeOffset
                )
            }
            if let value = variable.defaultValue {
                let isInput = type?.isInput == true
                check(value, as: isInput ? variable.type : nil)
            }
            checkDirectives(variable.directives, at: .variableDefinition)
        }
    }

    mutating func checkVariables(of operation: OperationDefinition, uses: Uses) {
        let all =
            uses.variables
            + reachableFragments(from: uses).flatMap { fragmentUses[$0]?.variables ?? [] }
        let definitions = Dictionary(
            operation.variables.map { ($0.name, $0) },
            uniquingKeysWith: { _, last in last }
        )
        for use in all where !findings.isAborted {
            if let definition = definitions[use.name] {
                checkPosition(of: use, definition)
            } else {
                let place = operation.name.map { " by operation \"\($0.text)\"" } ?? ""
                report(
                    .noUndefinedVariables,
                    "Variable \"$\(use.name)\" is not defined\(place).",
                    at: use.offset,
                    operation.offset
                )
            }
        }
        let used = Set(all.map(\.name))
        for variable in operation.variables where !used.contains(variable.name) {
            let place = operation.name.map { " in operation \"\($0.text)\"" } ?? ""
            report(
                .noUnusedVariables,
                "Variable \"$\(variable.name)\" is never used\(place).",
                at: variable.offset
            )
        }
    }

    private mutating func checkPosition(of use: VariableUse, _ definition: VariableDefinition) {
        guard let expected = use.type, types[definition.type] != nil else { return }
        if !isAllowed(definition, at: expected, hasDefault: use.hasDefault) {
            report(
                .variablesInAllowedPosition,
                "Variable \"$\(use.name)\" of type \"\(definition.type)\" used in position"
                    + " expecting type \"\(expected)\".",
                at: definition.offset,
                use.offset
            )
        }
        if let oneOf = use.oneOf, !definition.type.isNonNull {
            report(
                .variablesInAllowedPosition,
                "Variable \"$\(use.name)\" is of type \"\(definition.type)\" but must be non-nullable"
                    + " to be used for OneOf Input Object \"\(oneOf)\".",
                at: definition.offset,
                use.offset
            )
        }
    }

    /// IsVariableUsageAllowed() of section 5.8.5.
    private func isAllowed(
        _ variable: VariableDefinition,
        at expected: TypeReference,
        hasDefault: Bool
    ) -> Bool {
        guard expected.isNonNull, !variable.type.isNonNull else {
            return Self.isCompatible(variable.type, with: expected)
        }
        let hasOwnDefault =
            if case .null? = variable.defaultValue?.kind { false } else { variable.defaultValue != nil }
        return (hasOwnDefault || hasDefault) && Self.isCompatible(variable.type, with: expected.nullable)
    }

    private static func isCompatible(_ type: TypeReference, with expected: TypeReference) -> Bool {
        switch (type, expected) {
        case (.nonNull(let inner), .nonNull(let expected)): isCompatible(inner, with: expected)
        case (_, .nonNull): false
        case (.nonNull(let inner), _): isCompatible(inner, with: expected)
        case (.list(let item), .list(let expected)): isCompatible(item, with: expected)
        case (.named(let name), .named(let expected)): name == expected
        default: false
        }
    }
}
