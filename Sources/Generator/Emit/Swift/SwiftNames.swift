import PlumblineSchema

/// How the names of a spec are spelt in Swift, and how the names of libraries stay reachable beside them.
struct SwiftNames {
    /// The module that the files are compiled into, where it is known.
    let module: String?
    private let declared: Set<String>

    init(_ schema: Schema, module: String?) {
        self.module = module
        declared = Set(
            schema.entities.map(\.name) + schema.enums.map(\.name) + schema.objects.map(\.name)
                + schema.operations.map(\.arguments.name) + schema.answeredTypes.map(\.name)
        )
    }

    /// A library's type: qualified where the spec has one of that name.
    func library(_ name: String) -> String {
        guard declared.contains(name) else { return name }
        let module =
            switch name {
            case "UUID", "Date", "Decimal": "Foundation"
            case "Bool", "Int", "Int64", "UInt8", "Double", "String", "Sendable", "Hashable", "Codable",
                "CaseIterable", "CodingKey":
                "Swift"
            case "Operations", "OperationContext": "PlumblineData"
            default: "PlumblineSchema"
            }
        return "\(module).\(name)"
    }

    /// A type of the spec as members of other types see it, where `Create`, `Update`, `Row` and `Loaded` mean theirs.
    func type(_ name: String) -> String {
        if let module, Self.inner.contains(name) { return "\(module).\(name)" }
        return Self.identifier(name)
    }

    private static let inner: Set<String> = ["Create", "Update", "Row", "Loaded"]

    /// A word as an identifier: other characters become `_`, and a key word stands in backticks.
    static func identifier(_ word: String) -> String {
        let result = isPlain(word) ? word : replacing(word)
        return keywords.contains(result) ? "`\(result)`" : result
    }

    /// Whether it is an identifier as it is: letters, digits and `_` of ASCII, no digit first.
    private static func isPlain(_ word: String) -> Bool {
        guard let first = word.utf8.first, !first.isDigit else { return false }
        return word.isMadeOfBytes { $0.isWordPart }
    }

    private static func replacing(_ word: String) -> String {
        var result = ""
        for scalar in word.unicodeScalars {
            let isAllowed = scalar == "_" || scalar.properties.isXIDContinue
            result.unicodeScalars.append(isAllowed ? scalar : "_")
        }
        if let first = result.unicodeScalars.first, first != "_", !first.properties.isXIDStart {
            result = "_" + result
        }
        return result
    }

    /// A text as a literal on one line; what an editor would not show is written by its code.
    static func literal(_ text: String) -> String {
        if text.isMadeOfBytes({ $0.standsInLiteral }) { return String(joining: "\"", text, "\"") }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator:
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// The words that Swift reserves (The Swift Programming Language, "Lexical Structure").
    private static let keywords: Set<String> = [
        "Any", "Protocol", "Self", "Type", "as", "associatedtype", "await", "break", "case", "catch", "class",
        "continue", "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false",
        "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let",
        "nil", "operator", "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return",
        "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try",
        "typealias", "var", "where", "while",
    ]
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// Whether it is a letter, a digit or `_` of ASCII.
    fileprivate var isWordPart: Bool {
        let lower = self | 0x20
        return lower >= 0x61 && lower <= 0x7A || isDigit || self == 0x5F
    }

    /// Whether a literal has it as it is: what ASCII prints but for `"` and `\`.
    fileprivate var standsInLiteral: Bool { self >= 0x20 && self < 0x7F && self != 0x22 && self != 0x5C }
}
