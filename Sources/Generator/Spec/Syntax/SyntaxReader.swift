/// Reads files into what they say, by shape alone.
struct SyntaxReader {
    let reporter: Reporter

    /// What all files say together; nil when a file is no YAML, so that names could be missed in vain.
    func read(_ files: [SpecFile]) -> SpecSyntax? {
        var syntax = SpecSyntax()
        var areAllYAML = true
        var includes = IncludeChecker(files: files, reporter: reporter)
        for file in files {
            guard let source = SourceText(file, reporter: reporter) else {
                areAllYAML = false
                continue
            }
            let (root, isYAML) = Composer(source: source, reporter: reporter).compose()
            areAllYAML = areAllYAML && isYAML
            guard let root, !root.isNull else { continue }
            read(root, into: &syntax)
            includes.includes.append((file.path, Self.includes(root)))
        }
        includes.report()
        return areAllYAML ? syntax : nil
    }

    private func read(_ root: SpecNode, into syntax: inout SpecSyntax) {
        guard let file = MappingReader(root, subject: "a spec file", as: .file, reporter: reporter) else {
            return
        }
        _ = file.words("include")
        readVersion(of: file, into: &syntax)
        readPrincipal(of: file, into: &syntax)
        syntax.scopes += file.entries("scopes").map { ScopeSyntax(name: $0.key, doc: readDoc($0)) }
        syntax.types += file.entries("types").map(readType)
        syntax.enums += file.entries("enums").map(readEnum)
        syntax.sequences += file.entries("sequences").map(readSequence)
        let entities = EntitySyntaxReader(reporter: reporter)
        syntax.traits += file.entries("traits").map(entities.readTrait)
        syntax.entities += file.entries("entities").map(entities.read)
        syntax.unions += file.entries("unions").map(readUnion)
        syntax.operations += file.entries("queries").map { entities.readOperation($0, isMutation: false) }
        syntax.operations += file.entries("mutations").map { entities.readOperation($0, isMutation: true) }
    }

    /// The words under `include`; what is no list of words is told when the file is read.
    static func includes(_ root: SpecNode) -> [Word] {
        guard case .mapping(let entries) = root.content,
            let node = entries.first(where: { $0.key.value == "include" })?.value,
            case .sequence(let items) = node.content
        else { return [] }
        return items.compactMap(\.word)
    }

    private func readVersion(of file: MappingReader, into syntax: inout SpecSyntax) {
        guard let version = file.integer("postgres") else { return }
        if let first = syntax.postgres {
            reporter.error(
                .duplicateName,
                at: version.place,
                "The spec names the version of PostgreSQL twice; the first is at \(first.place.origin).",
                fix: "Keep one of them."
            )
            return
        }
        let versions = SpecSyntax.postgresVersions
        guard versions.contains(version.value) else {
            reporter.error(
                .wrongValue,
                at: version.place,
                "'postgres' is the oldest version that is served, \(versions.lowerBound) to \(versions.upperBound), not \(version.value)."
            )
            return
        }
        syntax.postgres = version
    }

    private func readPrincipal(of file: MappingReader, into syntax: inout SpecSyntax) {
        guard let node = file.node("principal"), let keyPlace = file.keyPlace("principal") else { return }
        let reader = MappingReader(
            node,
            subject: "the principal",
            as: .principal,
            at: keyPlace,
            reporter: reporter
        )
        guard let reader else { return }
        if let first = syntax.principal {
            reporter.error(
                .duplicateName,
                at: keyPlace,
                "The spec names a second principal; the first is at \(first.place.origin).",
                fix: "Keep one of them."
            )
            return
        }
        syntax.principal = PrincipalSyntax(
            place: keyPlace,
            entity: reader.word("entity"),
            signIn: reader.words("sign_in"),
            password: reader.word("password"),
            role: reader.word("role"),
            active: reader.word("active"),
            includes: readIncludes(of: reader)
        )
    }

    private func readIncludes(of reader: MappingReader) -> [IncludesSyntax] {
        reader.entries("includes").map { entry in
            IncludesSyntax(role: entry.key, included: reader.words(in: entry.value, of: entry.key.value))
        }
    }

    private func readType(_ entry: SpecNode.Entry) -> TypeSyntax {
        let isObject = entry.value.hasKey("fields")
        let reader = MappingReader(
            entry.value,
            subject: "the type '\(entry.key.value)'",
            as: isObject ? .valueObject : .typeOrObject,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return TypeSyntax(name: entry.key, limits: LimitsSyntax()) }
        if isObject {
            let fields = EntitySyntaxReader(reporter: reporter)
            return TypeSyntax(
                name: entry.key,
                doc: reader.text("doc"),
                limits: LimitsSyntax(),
                members: reader.entries("fields").map { fields.readMember($0) }
            )
        }
        return TypeSyntax(
            name: entry.key,
            doc: reader.text("doc"),
            base: reader.word("base"),
            limits: LimitsSyntax(reader)
        )
    }

    private func readEnum(_ entry: SpecNode.Entry) -> EnumSyntax {
        let reader = MappingReader(
            entry.value,
            subject: "the enum '\(entry.key.value)'",
            as: .enumeration,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return EnumSyntax(name: entry.key, doc: nil, values: []) }
        return EnumSyntax(
            name: entry.key,
            doc: reader.text("doc"),
            values: reader.entries("values").map(readValue),
            storage: reader.word("storage")
        )
    }

    private func readSequence(_ entry: SpecNode.Entry) -> SequenceSyntax {
        var sequence = SequenceSyntax(name: entry.key)
        if entry.value.isNull { return sequence }
        let reader = MappingReader(
            entry.value,
            subject: "the sequence '\(entry.key.value)'",
            as: .sequence,
            at: entry.key.place,
            reporter: reporter
        )
        sequence.doc = reader?.text("doc")
        sequence.start = reader?.integer("start")
        sequence.step = reader?.integer("step")
        return sequence
    }

    private func readUnion(_ entry: SpecNode.Entry) -> UnionSyntax {
        let reader = MappingReader(
            entry.value,
            subject: "the union '\(entry.key.value)'",
            as: .union,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return UnionSyntax(name: entry.key) }
        return UnionSyntax(
            name: entry.key,
            doc: reader.text("doc"),
            members: reader.words("of"),
            list: reader.word("list"),
            isSaid: reader.isSaid("of")
        )
    }

    /// What a name of a list means, said behind it.
    private func readDoc(_ entry: SpecNode.Entry) -> String? {
        guard !entry.value.isNull else { return nil }
        if entry.value.word == nil {
            reporter.error(
                .wrongKind,
                at: entry.value.place,
                "'\(entry.key.value)' is followed by what it means, but here is \(entry.value.kind)."
            )
        }
        return entry.value.word?.value
    }

    /// A value is followed by what it means, or by a mapping that says more.
    private func readValue(_ entry: SpecNode.Entry) -> EnumSyntax.Value {
        if entry.value.isNull { return EnumSyntax.Value(name: entry.key) }
        if let word = entry.value.word { return EnumSyntax.Value(name: entry.key, doc: word.value) }
        let reader = MappingReader(
            entry.value,
            subject: "the value '\(entry.key.value)'",
            as: .enumValue,
            at: entry.key.place,
            reporter: reporter
        )
        guard let reader else { return EnumSyntax.Value(name: entry.key) }
        return EnumSyntax.Value(name: entry.key, doc: reader.text("doc"), life: LifeSyntax(reader))
    }
}

extension LimitsSyntax {
    /// Reads them from the mapping of a type or field.
    init(_ reader: MappingReader) {
        minLength = reader.integer("min_length")
        maxLength = reader.integer("max_length")
        minimum = reader.word("min")
        maximum = reader.word("max")
        precision = reader.integer("precision")
        scale = reader.integer("scale")
        normalization = reader.placedWords("normalize")
        oneOf = reader.placedWords("one_of")
        format = reader.word("format")
        pattern = reader.expression("pattern", is: "a regular expression", "pattern")
        example = reader.word("example")
        of = reader.word("of")
        minItems = reader.integer("min_items")
        maxItems = reader.integer("max_items")
        uniqueItems = reader.keyPlace("unique_items").map {
            Placed(value: reader.flag("unique_items"), place: $0)
        }
    }
}
