internal import Yams

/// Makes nodes with places of a file's text. What YAML can do beyond plain data is refused.
struct Composer {
    /// How deep lists and mappings may stand in each other.
    private static let depthLimit = 64
    /// How many words may begin with the sign of an alias where a sign of an anchor occurs too.
    private static let asteriskLimit = 24
    private static let implicitTags = Set(["str", "seq", "map"].map { "tag:yaml.org,2002:" + $0 })
    private static let anchorMessage = "A spec has no YAML anchors and aliases."
    private static let anchorFix = "Write the value out, or give it a name under 'types'."

    let source: SourceText
    let reporter: Reporter

    /// The root of the file; nil if it is empty or, after a report, no YAML.
    func compose() -> (root: SpecNode?, isYAML: Bool) {
        guard !hasTooManyAliases() else {
            reporter.error(.anchor, file: source.path, Self.anchorMessage, fix: Self.anchorFix)
            return (nil, false)
        }
        do {
            // libyaml reads from the string's own storage, which a string of 15 bytes or fewer does not have.
            let text = source.text + String(repeating: "\n", count: 16)
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return (nil, true) }
            // The parser owns the anchors that its nodes refer to weakly.
            let node = withExtendedLifetime(parser) { convert(root, depth: 1) }
            return (node, node != nil)
        } catch {
            report(error)
            return (nil, false)
        }
    }

    /// Makes our node; reports and returns nil if a part of it is refused.
    private func convert(_ node: Node, depth: Int) -> SpecNode? {
        switch node {
        case .scalar(let scalar): convert(scalar, depth: depth)
        case .sequence(let sequence): convert(sequence, depth: depth)
        case .mapping(let mapping): convert(mapping, depth: depth)
        case .alias(let alias): refuseAnchor(at: place(at: alias.mark))
        }
    }

    private func convert(_ scalar: Node.Scalar, depth: Int) -> SpecNode? {
        let place = place(at: scalar.mark, length: length(of: scalar))
        guard isAccepted(scalar.anchor, Node.scalar(scalar).tag, at: place, depth: depth) else { return nil }
        // Only an escape can give one.
        guard scalar.style != .doubleQuoted || !scalar.string.utf8.contains(0) else {
            reporter.error(.notText, at: place, "The value holds the character U+0000.", fix: "Remove it.")
            return nil
        }
        return SpecNode(content: .scalar(scalar.string, style(of: scalar)), place: place)
    }

    private func convert(_ sequence: Node.Sequence, depth: Int) -> SpecNode? {
        let place = place(at: sequence.mark)
        guard isAccepted(sequence.anchor, Node.sequence(sequence).tag, at: place, depth: depth) else {
            return nil
        }
        var items: [SpecNode] = []
        for item in sequence {
            if let item = convert(item, depth: depth + 1) { items.append(item) }
        }
        return items.count == sequence.count ? SpecNode(content: .sequence(items), place: place) : nil
    }

    private func convert(_ mapping: Node.Mapping, depth: Int) -> SpecNode? {
        let place = place(at: mapping.mark)
        guard isAccepted(mapping.anchor, Node.mapping(mapping).tag, at: place, depth: depth) else {
            return nil
        }
        var entries: [SpecNode.Entry] = []
        for (key, value) in mapping {
            if let entry = entry(key, value, depth: depth) { entries.append(entry) }
        }
        return entries.count == mapping.count ? SpecNode(content: .mapping(entries), place: place) : nil
    }

    private func style(of scalar: Node.Scalar) -> ScalarStyle {
        switch scalar.style {
        case .singleQuoted, .doubleQuoted: .quoted
        case .literal, .folded: .block
        case .plain, .any: .plain
        }
    }

    private func entry(_ key: Node, _ value: Node, depth: Int) -> SpecNode.Entry? {
        let value = convert(value, depth: depth + 1)
        guard let key = convert(key, depth: depth + 1) else { return nil }
        guard case .scalar(let text, _) = key.content else {
            reporter.error(.wrongKind, at: key.place, "A key is a single word, not \(key.kind).")
            return nil
        }
        return value.map { SpecNode.Entry(key: Word(value: text, place: key.place), value: $0) }
    }

    private func isAccepted(
        _ anchor: @autoclosure () -> Anchor?,
        _ tag: @autoclosure () -> Tag,
        at place: Place,
        depth: Int
    ) -> Bool {
        if source.survey.hasAnchorSign, anchor() != nil {
            _ = refuseAnchor(at: place)
            return false
        }
        guard depth <= Self.depthLimit else {
            reporter.error(
                .tooDeep,
                at: place,
                "Lists and mappings stand more than \(Self.depthLimit) deep in each other."
            )
            return false
        }
        guard !source.survey.hasTagSign || isUntagged(tag(), at: place) else {
            reporter.error(
                .tag,
                at: place,
                "A spec has no YAML tags.",
                fix: "Write the value without its tag."
            )
            return false
        }
        return true
    }

    private func isUntagged(_ tag: Tag, at place: Place) -> Bool {
        // A tag that the value would have anyway is seen only in the text.
        Self.implicitTags.contains(tag.description) && source.character(at: place) != "!"
    }

    /// libyaml's composer compares whole keys, and a key made of aliases of aliases can be endless in size.
    private func hasTooManyAliases() -> Bool {
        guard source.survey.hasAnchorSign else { return false }
        var count = 0
        var previous: Unicode.Scalar = "\n"
        for scalar in source.text.unicodeScalars {
            if previous == "*", scalar != " ", scalar != "\n" { count += 1 }
            previous = scalar
        }
        return count > Self.asteriskLimit
    }

    private func refuseAnchor(at place: Place) -> SpecNode? {
        reporter.error(.anchor, at: place, Self.anchorMessage, fix: Self.anchorFix)
        return nil
    }

    private func length(of scalar: Node.Scalar) -> Int {
        switch scalar.style {
        case .plain: plainLength(of: scalar.string)
        case .singleQuoted, .doubleQuoted: scalar.string.unicodeScalars.count + 2
        case .literal, .folded, .any: 1
        }
    }

    /// The count of Unicode scalars, which is that of the bytes where there are none but ASCII's.
    private func plainLength(of text: String) -> Int {
        source.survey.isPlain ? text.utf8.count : text.unicodeScalars.count
    }

    private func place(at mark: Mark?, length: Int = 1) -> Place {
        place(line: mark?.line ?? 1, column: mark?.column ?? 1, length: length)
    }

    private func place(line marked: Int, column: Int, length: Int) -> Place {
        // The end of the text may lie on the lines that `compose` added.
        let line = max(1, min(marked, source.survey.lineCount))
        let column = line == marked ? column : source.lines[line - 1].count + 1
        return Place(file: source.path, line: line, column: max(1, column), length: max(1, length))
    }

    private func report(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let began = context.map { " (\($0.text), which begins on line \($0.mark.line))" } ?? ""
            reporter.error(.notYAML, at: place(at: mark), "This is not valid YAML: \(problem)\(began).")
        case .composer(_, let problem, let mark, _) where problem.contains("alias"):
            _ = refuseAnchor(at: place(at: mark))
        case .composer(_, _, let mark, _):
            reporter.error(
                .notYAML,
                at: place(at: mark),
                "A second YAML document begins here; a file holds one.",
                fix: "Move it to a file of its own."
            )
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            reporter.error(
                .duplicateKey,
                at: place(at: context.mark, length: keys.first?.unicodeScalars.count ?? 1),
                "The mapping says \(names) twice.",
                fix: "Keep one of them."
            )
        default:
            reporter.error(.notYAML, file: source.path, "The file could not be read as YAML.")
        }
    }
}
