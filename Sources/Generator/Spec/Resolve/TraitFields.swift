internal import PlumblineSchema

/// The fields that the language's traits add.
struct TraitFields {
    let principal: PrincipalSyntax?
    let entityNames: [String]
    let reporter: Reporter

    /// The fields of one trait.
    func fields(of trait: Word) -> [Field] {
        let origin = trait.place.origin
        return switch BuiltInTrait(rawValue: trait.value) {
        case .timestamps: [.managed(.createdAt, origin: origin), .managed(.updatedAt, origin: origin)]
        case .version: [.managed(.version, origin: origin)]
        case .softDelete: [.managed(.deletedAt, origin: origin)]
        case .owned: [owner(trait)].compactMap(\.self)
        case .history, nil: []
        }
    }

    /// A relation to who makes the row, which nobody may give; nil where the spec does not say who signs in.
    private func owner(_ trait: Word) -> Field? {
        guard let principal else {
            reporter.error(
                .noPrincipal,
                at: trait.place,
                "The trait 'owned' needs to know who signs in, but the spec has no 'principal'.",
                fix: "Say in one file which entity signs in, under 'principal:'."
            )
            return nil
        }
        // A principal that is wrong is told at its own place.
        guard let target = principal.entity?.value, entityNames.contains(target) else { return nil }
        return Field(
            name: "owner",
            column: "owner_id",
            doc: "Who made it.",
            type: .uuid,
            defaultValue: .me,
            reference: Reference(target: target, onDelete: .restrict),
            preset: .create,
            origin: trait.place.origin
        )
    }
}
