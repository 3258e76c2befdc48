internal import PlumblineSchema

/// The fields that the language's traits add.
enum TraitFields {
    /// The fields of one trait.
    static func fields(of trait: Word) -> [Field] {
        let origin = trait.place.origin
        return switch BuiltInTrait(rawValue: trait.value) {
        case .timestamps: [.managed(.createdAt, origin: origin), .managed(.updatedAt, origin: origin)]
        case .version: [.managed(.version, origin: origin)]
        case nil: []
        }
    }
}
