package import PlumblinePostgres
package import PlumblineSchema

/// Where the value of one `$n` comes from, in words for people.
package struct ParameterNote: Sendable, Hashable {
    /// What sort of thing it comes from.
    package enum Origin: String, Sendable, Hashable {
        /// Values that the request gives outside its document.
        case variable
        /// A literal of the document.
        case constant
        /// Who asks.
        case caller
        /// What the server makes or takes when nobody says.
        case server
    }

    /// What sort of thing it comes from.
    package let origin: Origin
    /// PostgreSQL's name of the type.
    package let type: String
    /// What it is, such as `$first, at most 100`.
    package let words: String
    /// Whether nobody should see the value.
    package let isSecret: Bool
}

extension Plan {
    /// What the parameters of a step are, in the order of their numbers.
    package func notes(on step: Int) -> [ParameterNote] {
        steps[step].parameters.map(\.note)
    }

    /// The statements with the values that a request would send, for those who look at them and do not mean it: new
    /// keys are random, and what stands for the hash of a password is none.
    ///
    /// - Throws: `QueryFailure` with all that is wrong with the values.
    package func bound(
        _ variables: InputValue,
        as principal: Principal
    ) throws(QueryFailure) -> [PostgresFlight.Step] {
        let readings = try InputChecker(variables: variables).readings(of: self)
        let keys = UUIDv7Generator()
        let binder = Binder(
            variables: variables,
            principal: principal,
            newKeys: Dictionary(uniqueKeysWithValues: newKeys.map { ($0, keys.next()) }),
            passwordHashes: Dictionary(passwords.map { ($0, "no hash") }) { first, _ in first },
            readings: readings
        )
        return zip(steps, try binder.values(of: self)).map { .init($0.statement, $1) }
    }

    /// Whether the service's own code has a part in the answer: which, only the service knows.
    package var callsCode: Bool {
        hasGaps || mutation?.operation.roots.contains { $0.call != nil } == true
    }
}

extension Parameter {
    fileprivate var note: ParameterNote {
        let (origin, words) = source.told
        return ParameterNote(origin: origin, type: type, words: words, isSecret: source.isSecret)
    }
}

extension Parameter.Source {
    fileprivate var isSecret: Bool {
        switch self {
        case .passwordHash: true
        case .array(let parts): parts.contains(where: \.source.isSecret)
        default: false
        }
    }

    fileprivate var told: (ParameterNote.Origin, String) {
        switch self {
        case .caller: (.caller, "the caller's key")
        case .newKey: (.server, "a new key")
        case .value(let operand, _), .given(let operand, _), .timeZone(let operand), .list(let operand, _):
            (operand.origin, operand.words)
        case .passwordHash(let operand): (operand.origin, "the hash of \(operand.words)")
        case .pattern(let operand, _, _): (operand.origin, "\(operand.words) as a pattern")
        case .key(let operand, let codecs, let index):
            (operand.origin, operand.words + (codecs.count == 1 ? "" : ", part \(index + 1) of the key"))
        case .node(let operand, _, _), .nodes(let operand, _, _, _):
            (operand.origin, "\(operand.words), if it is an id of this entity")
        case .cursor(let operand, _, let index):
            (operand.origin, "\(operand.words), value \(index + 1) of the cursor")
        case .pageSize(let operand, let limits):
            (operand?.origin ?? .server, Self.page(operand, limits))
        case .offset(let operand, let limits):
            (operand.origin, operand.words + Self.most(limits.maximumOffset))
        case .array(let parts): Self.array(parts)
        }
    }

    private static func page(_ operand: Operand?, _ limits: PageLimits) -> String {
        guard let operand else { return "the default size of a page" }
        return operand.words + most(limits.maximumSize)
    }

    private static func most(_ limit: Int?) -> String {
        limit.map { ", at most \($0)" } ?? ""
    }

    private static func array(_ parts: [Parameter]) -> (ParameterNote.Origin, String) {
        guard let (origin, words) = parts.first?.source.told else { return (.server, "no values") }
        return (origin, parts.count == 1 ? words : "\(words), and \(parts.count - 1) more")
    }
}

extension Operand {
    fileprivate var origin: ParameterNote.Origin {
        switch self {
        case .variable: .variable
        case .constant: .constant
        case .list(let parts): parts.contains { $0.origin == .variable } ? .variable : .constant
        case .object(let members):
            members.contains { $0.operand.origin == .variable } ? .variable : .constant
        }
    }

    fileprivate var words: String {
        switch self {
        case .variable(let name, let path):
            path.reduce("$" + name) { text, step in
                switch step {
                case .member(let name): "\(text).\(name)"
                case .element(let index): "\(text)[\(index)]"
                }
            }
        case .constant: "a literal of the document"
        case .list: "a list of the document"
        case .object: "an object of the document"
        }
    }
}
