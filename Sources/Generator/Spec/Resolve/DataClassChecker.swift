internal import PlumblineSchema

/// Reads what sort of data fields hold and how long rows are kept.
struct DataClassChecker {
    let entity: Entity
    let reporter: Reporter

    /// The classes of a field.
    func classes(_ syntax: DataClassesSyntax, of field: Field) -> DataClasses {
        if syntax.isEncrypted, let place = syntax.encryptedPlace, field.type == .password {
            reporter.error(
                .wrongDataClass,
                at: place,
                "A password is kept as a hash, which nothing can turn back: encryption adds nothing.",
                fix: "Remove 'encrypted'."
            )
        }
        if let word = syntax.retention, !field.isOptional {
            reporter.error(
                .wrongDataClass,
                at: word.place,
                "'\(field.name)' would have no value when its time is over, but it is required.",
                fix: "Make it optional, or say 'retention' of the entity."
            )
        }
        return DataClasses(
            isPersonal: syntax.isPersonal,
            isSecret: syntax.isSecret,
            isEncrypted: syntax.isEncrypted,
            retention: syntax.retention.flatMap(retention)
        )
    }

    /// How long something is kept; nil after a report.
    func retention(_ word: Word) -> Retention? {
        guard entity.fields.contains(where: { $0.managed == .createdAt }) else {
            reporter.error(
                .wrongDataClass,
                at: word.place,
                "Nothing says when a row of \(entity.name) was made, from which the time counts.",
                fix: "Add the trait 'timestamps' to the entity."
            )
            return nil
        }
        let digits = word.value.prefix { ("0"..."9").contains($0) }
        guard let count = Int(digits), (1...100_000).contains(count),
            let unit = Retention.Unit(rawValue: String(word.value.dropFirst(digits.count)))
        else {
            reporter.error(
                .wrongValue,
                at: word.place,
                "'retention' is a number of days, weeks, months or years, not '\(word.value)'.",
                fix: "Write it like '90d', '8w', '18m' or '7y'."
            )
            return nil
        }
        return Retention(count: count, unit: unit)
    }
}
