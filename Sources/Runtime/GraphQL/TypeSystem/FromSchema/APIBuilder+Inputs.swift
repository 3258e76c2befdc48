import PlumblineSchema

/// The inputs of mutations.
extension APIBuilder {
    mutating func inputs(_ entity: Entity) -> [TypeDefinition] {
        var inputs: [TypeDefinition] = []
        let schema = schema
        if entity.isCreatable, !entity.creatableFields.isEmpty {
            inputs.append(
                .input(
                    "Create\(entity.name)Input",
                    description: "A new \(entity.name). What is left out takes its default.",
                    fields: inputFields(entity, entity.creatableFields) {
                        !$0.isOptional && $0.defaultValue == nil
                            && !schema.isGivenByNesting($0, of: entity)
                    } + nestedFields(entity, entity.creatableFields, isCreation: true)
                )
            )
        }
        if entity.isUpdatable {
            inputs.append(
                .input(
                    "Update\(entity.name)Input",
                    description: "A change of \(entity.name). What is left out stays as it is.",
                    fields: inputFields(entity, entity.updatableFields) { _ in false }
                        + nestedFields(entity, entity.updatableFields, isCreation: false)
                )
            )
        }
        return inputs
    }

    /// What is given of an entity or to an operation: values, and value objects whole.
    mutating func inputFields(
        _ entity: Entity,
        _ given: [Field],
        isRequired: (Field) -> Bool
    ) -> [InputValueDefinition] {
        var fields: [InputValueDefinition] = []
        for member in entity.members(of: given) {
            guard case .field(let field) = member else {
                if case .object(let object) = member {
                    fields.append(
                        input(object, isRequired: object.requiredFields.contains(where: isRequired))
                    )
                }
                continue
            }
            let type = leaf(field, isInput: true)
            let isRequired = isRequired(field)
            fields.append(
                InputValueDefinition(
                    name: field.apiName,
                    description: field.doc,
                    type: isRequired ? .nonNull(type) : type,
                    // What must be given cannot be deprecated (section 3.13.3).
                    deprecationReason: isRequired ? nil : field.deprecationReason
                )
            )
        }
        return fields
    }
}

/// The types that all entities share.
extension APIBuilder {
    /// A value object as an entity's input takes it, always whole.
    private func input(_ object: EmbeddedObject, isRequired: Bool) -> InputValueDefinition {
        let type = TypeReference.named("\(object.type)Input")
        return InputValueDefinition(
            name: object.apiName,
            description: object.doc,
            type: isRequired ? .nonNull(type) : type
        )
    }

    /// The value objects that some entity shows or takes.
    mutating func valueObjects() -> [TypeDefinition] {
        guard !schema.objects.isEmpty else { return [] }
        let entities = schema.entities.filter(\.isReadable)
        let shown = Set(entities.flatMap(\.readableFields).compactMap(\.part?.type))
        let taken = Set(
            entities.flatMap {
                ($0.isCreatable ? $0.creatableFields : []) + ($0.isUpdatable ? $0.updatableFields : [])
            }.compactMap(
                \.part?.type
            ) + schema.offeredOperations.flatMap(\.arguments.fields).compactMap(\.part?.type)
        )
        var types: [TypeDefinition] = []
        for object in schema.objects {
            if shown.contains(object.name) {
                let fields = object.members.map { member in
                    let type = leaf(member)
                    return FieldDefinition(
                        name: member.apiName,
                        description: member.doc,
                        type: member.isOptional ? type : .nonNull(type)
                    )
                }
                types.append(.object(object.name, description: object.doc, fields: fields))
            }
            if taken.contains(object.name) {
                let fields = object.members.map { member in
                    let type = leaf(member, isInput: true)
                    return InputValueDefinition(
                        name: member.apiName,
                        description: member.doc,
                        type: member.isOptional ? type : .nonNull(type)
                    )
                }
                types.append(.input("\(object.name)Input", description: object.doc, fields: fields))
            }
        }
        return types
    }

    /// The objects and inputs of the ranges that some field needs.
    func rangeTypes() -> [TypeDefinition] {
        FieldKind.ranges.filter(usedKinds.contains).flatMap { kind -> [TypeDefinition] in
            guard case .range(let bound) = kind else { return [] }
            let words = "From `start` on and before `end`. A side that is null is open."
            let ends = [("start", "The first in it."), ("end", "The first after it.")]
            return [
                .object(
                    kind.typeName,
                    description: words,
                    fields: ends.map { FieldDefinition(name: $0, description: $1, type: bound.type) }
                ),
                .input(
                    "\(kind.typeName)Input",
                    description: words,
                    fields: ends.map { InputValueDefinition(name: $0, description: $1, type: bound.type) }
                ),
            ]
        }
    }

    func scalars() -> [TypeDefinition] {
        FieldKind.scalars.filter(usedKinds.contains).compactMap(\.scalar)
    }
}
