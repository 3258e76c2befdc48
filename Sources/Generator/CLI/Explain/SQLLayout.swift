/// Lays out one SQL statement for people: what fits stands on a line, and what does not is broken at its clauses, its
/// conditions and its brackets. Nothing but space changes.
struct SQLLayout {
    private static let step = 2

    private let width: Int
    private var lines: [String] = []
    private var line = ""

    /// The statement in lines.
    ///
    /// - Parameter width: How long a line may be, if its parts let it.
    static func text(of sql: String, width: Int = 100) -> String {
        var layout = SQLLayout(width: width)
        layout.write(SQLPiece.pieces(of: SQLTokens.of(sql)), indent: 0)
        layout.endLine()
        return layout.lines.joined(separator: "\n")
    }

    private init(width: Int) {
        self.width = width
    }

    // MARK: - Parts

    /// A statement, or what stands in brackets: its clauses, each on lines of its own.
    private mutating func write(_ pieces: [SQLPiece], indent: Int) {
        if fits(pieces) { return add(pieces) }
        for (number, clause) in SQLClause.clauses(of: pieces).enumerated() {
            if number > 0 { breakLine(indent) }
            write(clause, indent: indent)
        }
    }

    private mutating func write(_ clause: SQLClause, indent: Int) {
        add(clause.opening)
        if fits(clause.body) { return add(clause.body) }
        let items = clause.items
        switch clause.layout {
        case .lines where items.count > 1:
            let inner = indent + (clause.opening.isEmpty ? 0 : Self.step)
            for (number, item) in items.enumerated() {
                if number > 0 || clause.isList { breakLine(inner) }
                writeItem(item, indent: inner)
            }
        case .filled where items.count > 1:
            for item in items {
                if !line.trimmed.isEmpty, !fits(item) { breakLine(indent) }
                writeItem(item, indent: indent)
            }
        default: writeItem(clause.body, indent: indent)
        }
    }

    /// Pieces that follow each other; of brackets that do not fit, what is in them goes to lines of its own.
    private mutating func writeItem(_ pieces: [SQLPiece], indent: Int) {
        if fits(pieces) { return add(pieces) }
        for piece in pieces {
            guard case .group(let open, let inside, let close) = piece, !fits([piece]) else {
                add([piece])
                continue
            }
            add([.token(open)])
            breakLine(indent + Self.step)
            write(inside, indent: indent + Self.step)
            breakLine(indent)
            add([.token(close)])
        }
    }

    // MARK: - Lines

    private func fits(_ pieces: [SQLPiece]) -> Bool {
        line.count + SQLPiece.text(of: pieces).count <= width
    }

    private mutating func add(_ pieces: [SQLPiece]) {
        let text = SQLPiece.text(of: pieces)
        line += line.trimmed.isEmpty ? text.trimmed : text
    }

    private mutating func breakLine(_ indent: Int) {
        endLine()
        line = String(repeating: " ", count: indent)
    }

    private mutating func endLine() {
        if !line.trimmed.isEmpty { lines.append(line) }
        line = ""
    }
}

/// A token, or brackets with what is in them. `case … end` are brackets too.
indirect enum SQLPiece {
    case token(SQLToken)
    case group(SQLToken, [SQLPiece], SQLToken)

    /// The pieces of tokens; brackets that never close are tokens.
    static func pieces(of tokens: [SQLToken]) -> [SQLPiece] {
        var open: [(token: SQLToken, before: [SQLPiece])] = []
        var pieces: [SQLPiece] = []
        for token in tokens {
            switch token.word ?? token.text {
            case "(", "[", "case":
                open.append((token, pieces))
                pieces = []
            case let text where open.last.map { closes($0.token, text) } ?? false:
                let group = open.removeLast()
                pieces = group.before + [.group(group.token, pieces, token)]
            default: pieces.append(.token(token))
            }
        }
        for group in open.reversed() { pieces = group.before + [.token(group.token)] + pieces }
        return pieces
    }

    private static func closes(_ open: SQLToken, _ text: String) -> Bool {
        switch open.text {
        case "(": text == ")"
        case "[": text == "]"
        default: text == "end"
        }
    }

    /// The text on one line.
    static func text(of pieces: [SQLPiece]) -> String {
        pieces.map { piece in
            switch piece {
            case .token(let token): (token.isSpaced ? " " : "") + token.text
            case .group(let open, let inside, let close):
                text(of: [.token(open)]) + text(of: inside) + text(of: [.token(close)])
            }
        }.joined()
    }

    /// The word of the language that it is, if it is one token.
    var word: String? {
        if case .token(let token) = self { token.word } else { nil }
    }

    var isComma: Bool {
        if case .token(let token) = self { token.text == "," } else { false }
    }
}

/// A part of a statement that begins with a word such as `from`.
struct SQLClause {
    enum Layout {
        /// Each item has a line.
        case lines
        /// As many items on a line as fit.
        case filled
    }

    /// The words that begin it; none at the start of what is in brackets.
    private(set) var opening: [SQLPiece] = []
    private(set) var body: [SQLPiece] = []

    /// Whether items have a line each.
    var layout: Layout {
        opening.isEmpty && !body.contains(where: Self.joins) ? .filled : .lines
    }

    /// Whether it is a list of equals, of which the first one stands under the others.
    var isList: Bool { opening.first?.word == "select" }

    /// The body at its commas, or where conditions are joined.
    var items: [[SQLPiece]] {
        var items: [[SQLPiece]] = [[]]
        var isWithinBetween = false
        for piece in body {
            let joins = Self.joins(piece) && !isWithinBetween
            if joins || piece.word == "on" { items.append([]) }
            if piece.word == "between" {
                isWithinBetween = true
            } else if joins || Self.joins(piece) {
                isWithinBetween = false
            }
            items[items.count - 1].append(piece)
            if piece.isComma { items.append([]) }
        }
        return items.filter { !$0.isEmpty }
    }

    private static func joins(_ piece: SQLPiece) -> Bool { piece.word == "and" || piece.word == "or" }

    /// The words that begin a clause, unless one of these stands before them.
    private static let starts: [String: Set<String>] = [
        "select": [], "from": ["distinct"], "where": [], "group": [], "order": [], "having": [],
        "limit": [], "offset": [], "union": [], "values": ["default"], "set": ["update"], "returning": [],
        "insert": [], "update": ["for", "do", "key"], "delete": [], "using": [], "with": [],
        "join": ["left", "inner", "cross", "full"], "left": [], "inner": [], "cross": [], "for": [],
    ]
    private static let continuations: Set<String> = [
        "by", "join", "all", "into", "recursive", "distinct", "lateral", "update", "key", "share", "no",
    ]

    /// Takes a level apart.
    static func clauses(of pieces: [SQLPiece]) -> [SQLClause] {
        var clauses = [SQLClause()]
        var last: String?
        for (index, piece) in pieces.enumerated() {
            let next = pieces.indices.contains(index + 1) ? pieces[index + 1] : nil
            if let word = piece.word, isStart(word, after: last, before: next) {
                clauses.append(SQLClause(opening: [piece]))
            } else if let word = piece.word, continuations.contains(word),
                clauses[clauses.count - 1].body.isEmpty, !clauses[clauses.count - 1].opening.isEmpty
            {
                clauses[clauses.count - 1].opening.append(piece)
            } else {
                clauses[clauses.count - 1].body.append(piece)
            }
            last = piece.word
        }
        return clauses.filter { !$0.opening.isEmpty || !$0.body.isEmpty }
    }

    /// A word before a bracket is a function, such as `left(…)`, but for those that a clause may begin so.
    private static func isStart(_ word: String, after last: String?, before next: SQLPiece?) -> Bool {
        guard let exceptions = starts[word], !exceptions.contains(last ?? "") else { return false }
        guard case .group(let open, _, _)? = next, !open.isSpaced, open.text == "(" else { return true }
        return false
    }
}

extension String {
    /// Without the space around it.
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
