internal import PlumblineSchema

/// Paths, the caller and functions.
extension ExpressionChecker {
    func path(_ names: [ExpressionNode.Name], hint: ValueType?) -> TypedExpression? {
        if names.count == 1, let name = names.first, entity.field(name.text) == nil,
            case .enumeration(let type) = hint?.type
        {
            return enumLiteral(name, of: type)
        }
        if let object = names.object(from: entity, symbols.schema), object[names.last] == nil {
            reportUnknownMember(names, of: object)
            return nil
        }
        let names = names.joiningObjects(from: entity, symbols.schema)
        guard isAllowed(names) else { return nil }
        var owner = entity
        for (index, name) in names.enumerated() {
            guard let field = field(name, of: owner) else { return nil }
            guard index < names.count - 1 else {
                return value(of: field, named: name, in: owner, through: names.dropLast().map(\.text))
            }
            guard let target = target(of: field, named: name, in: owner) else { return nil }
            owner = target
        }
        return nil
    }

    /// A value of an enum, written as a bare word.
    private func enumLiteral(_ name: ExpressionNode.Name, of type: String) -> TypedExpression? {
        guard let values = symbols.schema.enumType(type)?.values.map(\.name), !values.isEmpty else {
            return nil
        }
        guard values.contains(name.text) else {
            report(
                .unknownValue,
                name.range,
                "'\(name.text)' is neither a value of \(type) nor a field of \(entity.name).",
                fix: Suggestion.didYouMean(name.text, among: values + entity.fields.map(\.name))
                    ?? "\(type) has these values: \(values.joined(separator: ", "))."
            )
            return nil
        }
        return TypedExpression(
            expression: .literal(.enumeration(type: type, value: name.text)),
            type: ValueType(.enumeration(type))
        )
    }

    private func reportUnknownMember(_ names: [ExpressionNode.Name], of object: EmbeddedObject) {
        guard let name = names.last else { return }
        report(
            .unknownField,
            name.range,
            "\(object.type) has no field '\(name.text)'.",
            fix: Suggestion.didYouMean(name.text, among: object.fields.compactMap(\.part?.member))
        )
    }

    private func isAllowed(_ names: [ExpressionNode.Name]) -> Bool {
        guard let first = names.first, let last = names.last else { return false }
        guard context.allowsFields else {
            report(
                .notHere,
                first.range.lowerBound..<last.range.upperBound,
                "\(context.described.capitalizedSentence) cannot read fields; it is decided by the caller's role alone.",
                fix: "Use role(…), authenticated, everyone or nobody."
            )
            return false
        }
        guard names.count == 1 || context.allowsRelations else {
            let fix = context == .check ? "Only the form 'relation.field = field' may cross one." : nil
            report(
                .notHere,
                first.range.lowerBound..<last.range.upperBound,
                "\(context.described.capitalizedSentence) cannot cross a relation.",
                fix: fix
            )
            return false
        }
        return true
    }

    private func field(_ name: ExpressionNode.Name, of owner: Entity) -> Field? {
        if let field = owner.field(name.text) { return field }
        guard !symbols.isBroken(name.text, of: owner) else { return nil }
        if let object = owner.object(name.text) {
            let members = object.fields.compactMap(\.part?.member)
            report(
                .unknownField,
                name.range,
                "'\(name.text)' is a value object; an expression reads one of its values.",
                fix: "Its values are: \(members.map { "\(name.text).\($0)" }.joined(separator: ", "))."
            )
            return nil
        }
        let fix: String?
        if let relation = owner.fields.first(where: { $0.reference != nil && $0.column == name.text }) {
            fix = "The relation is called '\(relation.name)'; its value is the key."
        } else {
            fix = Suggestion.didYouMean(name.text, among: owner.fields.map(\.name))
        }
        report(.unknownField, name.range, "\(owner.name) has no field '\(name.text)'.", fix: fix)
        return nil
    }

    private func target(of field: Field, named name: ExpressionNode.Name, in owner: Entity) -> Entity? {
        guard field.reference != nil else {
            report(
                .wrongType,
                name.range,
                "'\(name.text)' is no relation of \(owner.name), so nothing can follow it."
            )
            return nil
        }
        return symbols.schema.target(of: field)
    }

    private func value(
        of field: Field,
        named name: ExpressionNode.Name,
        in owner: Entity,
        through relations: [String]
    ) -> TypedExpression? {
        guard !field.classes.isEncrypted else {
            report(
                .encryptedValue,
                name.range,
                "'\(name.text)' is encrypted; no expression can read it.",
                fix: "Do not encrypt what rules depend on."
            )
            return nil
        }
        guard let type = ValueType(of: field, in: owner) else {
            report(.notHere, name.range, "'\(name.text)' is a password; no expression can read it.")
            return nil
        }
        guard isReadable(field, named: name) else { return nil }
        // The key of a related row is what the relation itself holds: no need to visit the row.
        if owner.singleKey?.name == field.name, let relation = relations.last {
            return TypedExpression(expression: .path(FieldPath(relations.dropLast(), relation)), type: type)
        }
        return TypedExpression(expression: .path(FieldPath(relations, field.name)), type: type)
    }

    /// Whether an expression here may read the field; reports if not.
    private func isReadable(_ field: Field, named name: ExpressionNode.Name) -> Bool {
        if !field.isStored {
            report(
                .notHere,
                name.range,
                "'\(name.text)' is computed when it is read, so no expression can use it."
            )
            return false
        }
        if !context.allowsDocuments, let part = field.part, part.jsonColumn != nil {
            report(
                .keptInDocument,
                name.range,
                "\(context.described.capitalizedSentence) cannot read '\(part.object).\(part.member)', which is kept in jsonb.",
                fix: "Store the value object in columns: remove 'storage: jsonb' from '\(part.object)'."
            )
            return false
        }
        if context == .generated, field.generation != nil {
            report(
                .notHere,
                name.range,
                "'\(name.text)' is generated as well, and PostgreSQL generates no column from another such one.",
                fix: "Write out what '\(name.text)' is generated from."
            )
            return false
        }
        return true
    }

    // MARK: The caller

    func me(_ node: ExpressionNode) -> TypedExpression? {
        guard context.allowsCaller else {
            report(.notHere, node.range, "\(context.described.capitalizedSentence) cannot use 'me'.")
            return nil
        }
        switch symbols.caller {
        case .unnamed:
            reportMissingPrincipal(node)
            return nil
        case .broken: return nil
        case .row(let entity): return TypedExpression(expression: .me, type: ValueType(.uuid, keyOf: entity))
        }
    }

    func authenticated(_ node: ExpressionNode) -> TypedExpression? {
        guard isCallerAllowed(node) else { return nil }
        return TypedExpression(expression: .authenticated, type: .boolean)
    }

    func role(_ names: [ExpressionNode.Name], _ node: ExpressionNode) -> TypedExpression? {
        guard isCallerAllowed(node) else { return nil }
        guard let roles = symbols.roles else {
            return TypedExpression(expression: .role(names.map(\.text)), type: .boolean)
        }
        let unknown = names.filter { !roles.contains($0.text) }
        for name in unknown {
            report(
                .unknownRole,
                name.range,
                "There is no role '\(name.text)'.",
                fix: Suggestion.didYouMean(name.text, among: roles)
                    ?? "The roles are: \(roles.joined(separator: ", "))."
            )
        }
        guard unknown.isEmpty else { return nil }
        return TypedExpression(expression: .role(symbols.roleTree.having(names.map(\.text))), type: .boolean)
    }

    private func isCallerAllowed(_ node: ExpressionNode) -> Bool {
        guard context.allowsRoles else {
            report(
                .notHere,
                node.range,
                "\(context.described.capitalizedSentence) cannot depend on the caller's roles."
            )
            return false
        }
        guard case .unnamed = symbols.caller else { return true }
        reportMissingPrincipal(node)
        return false
    }

    private func reportMissingPrincipal(_ node: ExpressionNode) {
        report(
            .noPrincipal,
            node.range,
            "\(snippet(node)) needs to know who signs in, but the spec has no 'principal'.",
            fix: "Say in one file which entity signs in, under 'principal:'."
        )
    }

    // MARK: Functions

    func call(
        _ name: ExpressionNode.Name,
        _ arguments: [ExpressionNode],
        _ node: ExpressionNode
    ) -> TypedExpression? {
        guard let function = Function(rawValue: name.text) else {
            report(
                .unknownName,
                name.range,
                "There is no function '\(name.text)'.",
                fix: Suggestion.didYouMean(
                    name.text,
                    among: Function.allCases.map(\.rawValue) + ["role", "scope", "any"]
                )
                    ?? "The functions are: \(Function.allCases.map(\.rawValue).joined(separator: ", "))."
            )
            return nil
        }
        guard isAllowed(function, node) else { return nil }
        if function == .next { return next(arguments, node) }
        let (parameters, result) = function.signature
        guard arguments.count == parameters.count else {
            let count = ["no value", "one value", "two values"][min(parameters.count, 2)]
            report(.wrongType, node.range, "\(name.text)() takes \(count), but here are \(arguments.count).")
            return nil
        }
        let checked = zip(arguments, parameters).map { argument($0, of: function, $1) }
        let accepted = checked.compactMap(\.self)
        guard accepted.count == checked.count else { return nil }
        if function == .left || function == .right, !accepted[1].isCount {
            report(
                .wrongType,
                arguments[1].range,
                "\(name.text)() takes a constant number of characters, but here is \(snippet(arguments[1]))."
            )
            return nil
        }
        // Without its blanks a citext is still one.
        let isFolding = function == .trim && arguments.contains { infer($0)?.type.type == .citext }
        return TypedExpression(
            expression: .call(function, accepted),
            type: ValueType(isFolding ? .citext : result)
        )
    }

    /// What a function takes; more than texts have a length.
    private func argument(_ node: ExpressionNode, of function: Function, _ type: ExpressionType)
        -> Expression?
    {
        guard function == .length, let found = infer(node) else { return check(node, is: ValueType(type)) }
        return found.type.hasLength ? found.expression : check(node, is: ValueType(type))
    }

    private func isAllowed(_ function: Function, _ node: ExpressionNode) -> Bool {
        if function == .now, !context.allowsNow {
            report(
                .notHere,
                node.range,
                "\(context.described.capitalizedSentence) cannot depend on the time."
            )
            return false
        }
        if [.uuidV4, .uuidV7, .next].contains(function), !context.allowsNewValues {
            let what = function == .next ? "take a number" : "make a new UUID"
            report(.notHere, node.range, "Only a default can \(what).")
            return false
        }
        return true
    }

    /// `next(name)`: the argument is the name of a sequence.
    private func next(_ arguments: [ExpressionNode], _ node: ExpressionNode) -> TypedExpression? {
        guard arguments.count == 1, case .path(let names) = arguments[0].form, names.count == 1 else {
            report(.wrongType, node.range, "next() takes the name of a sequence.")
            return nil
        }
        let known = symbols.schema.sequences.map(\.name)
        guard known.contains(names[0].text) else {
            report(
                .unknownName,
                names[0].range,
                "There is no sequence '\(names[0].text)'.",
                fix: Suggestion.didYouMean(names[0].text, among: known)
                    ?? "Declare it in one file under 'sequences:'."
            )
            return nil
        }
        let name = Expression.literal(.text(names[0].text))
        return TypedExpression(expression: .call(.next, [name]), type: ValueType(.integer))
    }
}

extension [ExpressionNode.Name] {
    /// `home.city` as the field `home_city`, also behind relations.
    func joiningObjects(from entity: Entity, _ schema: Schema) -> [ExpressionNode.Name] {
        guard let object = object(from: entity, schema), let last, let field = object[last] else {
            return self
        }
        let range = self[count - 2].range.lowerBound..<last.range.upperBound
        return dropLast(2) + [ExpressionNode.Name(text: field.name, range: range)]
    }

    /// The value object that the last name but one leads to.
    func object(from entity: Entity, _ schema: Schema) -> EmbeddedObject? {
        guard count > 1 else { return nil }
        var owner: Entity? = entity
        for name in dropLast(2) { owner = owner?.field(name.text).flatMap { schema.target(of: $0) } }
        return owner?.object(self[count - 2].text)
    }
}

extension EmbeddedObject {
    /// The field that keeps the value of that name.
    fileprivate subscript(_ name: ExpressionNode.Name?) -> Field? {
        fields.first { $0.part?.member == name?.text }
    }
}

extension Function {
    /// The types it takes, and the type it gives.
    var signature: (parameters: [ExpressionType], result: ExpressionType) {
        switch self {
        case .now: ([], .timestamp)
        case .length: ([.text], .integer)
        case .lower, .upper, .trim: ([.text], .text)
        case .left, .right: ([.text, .integer], .text)
        case .minutes, .hours, .days: ([.integer], .duration)
        case .uuidV4, .uuidV7: ([], .uuid)
        case .next: ([.text], .integer)
        }
    }
}

extension Expression {
    /// Whether it is a constant that counts something.
    fileprivate var isCount: Bool {
        if case .literal(.integer(let count)) = self { count >= 0 } else { false }
    }
}
