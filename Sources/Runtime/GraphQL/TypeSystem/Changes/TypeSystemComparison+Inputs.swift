/// What clients give: arguments, input fields, directives.
extension TypeSystemComparison {
    /// Whose arguments, for the names of kinds.
    enum ArgumentOwner {
        case field
        case directive

        var prefix: String {
            switch self {
            case .field: ""
            case .directive: "DIRECTIVE_"
            }
        }
    }

    mutating func compareArguments(
        _ old: NamedList<InputValueDefinition>,
        _ new: NamedList<InputValueDefinition>,
        of owner: String,
        _ kind: ArgumentOwner
    ) {
        compare(old, new) { comparison, argument in
            let coordinate = "\(owner)(\(argument.name):)"
            let message = "The argument \(coordinate) was removed."
            comparison.add(.breaking, "\(kind.prefix)ARG_REMOVED", coordinate, message)
        } added: { comparison, argument in
            let coordinate = "\(owner)(\(argument.name):)"
            if argument.isRequired {
                let message = "The required argument \(coordinate) was added."
                comparison.add(.breaking, "REQUIRED_\(kind.prefix)ARG_ADDED", coordinate, message)
            } else {
                let message = "The optional argument \(coordinate) was added."
                // A directive does nothing that its argument could change for who does not give it.
                let severity: SchemaChange.Severity = kind == .field ? .dangerous : .safe
                comparison.add(severity, "OPTIONAL_\(kind.prefix)ARG_ADDED", coordinate, message)
            }
        } kept: { comparison, old, new in
            comparison.compare(old, new, at: "\(owner)(\(old.name):)", named: "ARG")
        }
    }

    mutating func compareInputFields(
        _ old: NamedList<InputValueDefinition>,
        _ new: NamedList<InputValueDefinition>,
        of type: String
    ) {
        compare(old, new) { comparison, field in
            let coordinate = "\(type).\(field.name)"
            comparison.add(
                .breaking,
                "FIELD_REMOVED",
                coordinate,
                "The input field \(coordinate) was removed."
            )
        } added: { comparison, field in
            let coordinate = "\(type).\(field.name)"
            if field.isRequired {
                let message = "The required input field \(coordinate) was added."
                comparison.add(.breaking, "REQUIRED_INPUT_FIELD_ADDED", coordinate, message)
            } else {
                let message = "The optional input field \(coordinate) was added."
                comparison.add(.dangerous, "OPTIONAL_INPUT_FIELD_ADDED", coordinate, message)
            }
        } kept: { comparison, old, new in
            comparison.compare(old, new, at: "\(type).\(old.name)", named: "FIELD")
        }
    }

    /// - Parameter noun: What the names of kinds call it.
    private mutating func compare(
        _ old: InputValueDefinition,
        _ new: InputValueDefinition,
        at coordinate: String,
        named noun: String
    ) {
        compareDescription(old.description, new.description, of: coordinate)
        compareDeprecation(old.deprecationReason, new.deprecationReason, of: coordinate)
        if old.type != new.type {
            let isSafe = new.type.isSafeInput(insteadOf: old.type)
            add(
                isSafe ? .safe : .breaking,
                isSafe ? "\(noun)_CHANGED_KIND_SAFE" : "\(noun)_CHANGED_KIND",
                coordinate,
                "\(coordinate) changed its type from \(old.type) to \(new.type)."
            )
        }
        compareDefaults(old, new, at: coordinate, named: noun)
    }

    private mutating func compareDefaults(
        _ old: InputValueDefinition,
        _ new: InputValueDefinition,
        at coordinate: String,
        named noun: String
    ) {
        switch (old.defaultValue.map(Printer.print), new.defaultValue.map(Printer.print)) {
        case (let before?, let after?) where before != after:
            let message = "\(coordinate) changed its default from \(before) to \(after)."
            add(.dangerous, "\(noun)_DEFAULT_VALUE_CHANGE", coordinate, message)
        case (let before?, nil):
            let message = "\(coordinate) no longer has the default \(before)."
            let isRequired = new.type.isNonNull
            add(isRequired ? .breaking : .dangerous, "\(noun)_DEFAULT_VALUE_REMOVED", coordinate, message)
        case (nil, let after?):
            let message = "\(coordinate) has the default \(after) now."
            // A field that had to be given is given by everybody.
            let severity: SchemaChange.Severity = old.type.isNonNull ? .safe : .dangerous
            add(severity, "\(noun)_DEFAULT_VALUE_ADDED", coordinate, message)
        default: break
        }
    }

    mutating func compareDirectives() {
        compare(old.directives, new.directives) { comparison, directive in
            let coordinate = "@\(directive.name)"
            comparison.add(
                .breaking,
                "DIRECTIVE_REMOVED",
                coordinate,
                "The directive \(coordinate) was removed."
            )
        } added: { comparison, directive in
            let coordinate = "@\(directive.name)"
            comparison.add(.safe, "DIRECTIVE_ADDED", coordinate, "The directive \(coordinate) was added.")
        } kept: { comparison, old, new in
            comparison.compare(old, new)
        }
    }

    private mutating func compare(_ old: DirectiveDefinition, _ new: DirectiveDefinition) {
        let coordinate = "@\(old.name)"
        compareDescription(old.description, new.description, of: coordinate)
        compareArguments(old.arguments, new.arguments, of: coordinate, .directive)
        if old.isRepeatable, !new.isRepeatable {
            add(
                .breaking,
                "DIRECTIVE_REPEATABLE_REMOVED",
                coordinate,
                "\(coordinate) may no longer be repeated."
            )
        } else if new.isRepeatable, !old.isRepeatable {
            add(.safe, "DIRECTIVE_REPEATABLE_ADDED", coordinate, "\(coordinate) may be repeated now.")
        }
        for location in old.locations where !new.locations.contains(location) {
            let message = "\(coordinate) may no longer stand on \(location.rawValue)."
            add(.breaking, "DIRECTIVE_LOCATION_REMOVED", coordinate, message)
        }
        for location in new.locations where !old.locations.contains(location) {
            let message = "\(coordinate) may stand on \(location.rawValue) now."
            add(.safe, "DIRECTIVE_LOCATION_ADDED", coordinate, message)
        }
    }
}

extension TypeReference {
    /// Whether whoever reads a value of the other type can read one of this.
    func isSafeOutput(insteadOf old: TypeReference) -> Bool {
        switch (old, self) {
        case (.nonNull(let old), .nonNull(let new)): new.isSafeOutput(insteadOf: old)
        case (.nonNull, _): false
        case (_, .nonNull(let new)): new.isSafeOutput(insteadOf: old)
        case (.list(let old), .list(let new)): new.isSafeOutput(insteadOf: old)
        default: self == old
        }
    }

    /// Whether this takes what the other type takes.
    func isSafeInput(insteadOf old: TypeReference) -> Bool {
        switch (old, self) {
        case (.nonNull(let old), .nonNull(let new)): new.isSafeInput(insteadOf: old)
        case (.nonNull(let old), _): isSafeInput(insteadOf: old)
        case (_, .nonNull): false
        case (.list(let old), .list(let new)): new.isSafeInput(insteadOf: old)
        default: self == old
        }
    }
}
