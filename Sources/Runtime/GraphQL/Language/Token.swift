/// One lexical token (GraphQL specification, section 2.1.6), as a range of bytes of the source.
struct Token {
    enum Kind: UInt8 {
        case endOfFile
        case bang
        case dollar
        case ampersand
        case parenthesisLeft
        case parenthesisRight
        case spread
        case colon
        case equals
        case at
        case bracketLeft
        case bracketRight
        case braceLeft
        case pipe
        case braceRight
        case name
        case int
        case float
        case string
        case blockString
    }

    var kind: Kind
    var start: Int
    var end: Int

    /// The meaning of a name, number or string; empty for punctuators.
    var text: String = ""
}

extension Token.Kind {
    /// The kind as syntax errors name it.
    var description: String {
        switch self {
        case .endOfFile: "<EOF>"
        case .bang: "\"!\""
        case .dollar: "\"$\""
        case .ampersand: "\"&\""
        case .parenthesisLeft: "\"(\""
        case .parenthesisRight: "\")\""
        case .spread: "\"...\""
        case .colon: "\":\""
        case .equals: "\"=\""
        case .at: "\"@\""
        case .bracketLeft: "\"[\""
        case .bracketRight: "\"]\""
        case .braceLeft: "\"{\""
        case .pipe: "\"|\""
        case .braceRight: "\"}\""
        case .name: "Name"
        case .int: "Int"
        case .float: "Float"
        case .string: "String"
        case .blockString: "BlockString"
        }
    }

    var hasText: Bool { rawValue >= Token.Kind.name.rawValue }
}

extension Token {
    /// The token as syntax errors show it: `Name "foo"`, `"}"`, `<EOF>`.
    var description: String {
        kind.hasText ? "\(kind.description) \"\(text)\"" : kind.description
    }
}
