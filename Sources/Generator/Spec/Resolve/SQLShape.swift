/// Looks at SQL by its shape alone, so that it cannot end where it is put.
enum SQLShape {
    /// Why the text is not one closed expression; nil if it is.
    static func problem(of text: String) -> String? {
        var scanner = Scanner(text)
        return scanner.problem()
    }

    private struct Scanner {
        private let scalars: [Unicode.Scalar]
        private var index = 0
        private var open: [Unicode.Scalar] = []

        init(_ text: String) {
            scalars = Array(text.unicodeScalars)
        }

        private var next: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }

        mutating func problem() -> String? {
            if scalars.allSatisfy({ $0.properties.isWhitespace }) { return "it is empty" }
            while index < scalars.count {
                if let problem = step() { return problem }
                index += 1
            }
            return open.isEmpty ? nil : "a bracket is not closed"
        }

        private mutating func step() -> String? {
            let scalar = scalars[index]
            switch (scalar, next) {
            case ("'", _), ("\"", _): return skip(to: scalar)
            case ("\\", _): return "it has a backslash"
            case ("$", _): return "it has a '$'"
            case (";", _): return "it has a ';'"
            case ("-", "-"), ("/", "*"): return "it has a comment"
            case ("(", _), ("[", _): open.append(scalar)
            case (")", _): return close("(")
            case ("]", _): return close("[")
            default:
                return scalar.properties.generalCategory == .control && !scalar.isLineBreak
                    ? "it has a control character" : nil
            }
            return nil
        }

        private mutating func close(_ bracket: Unicode.Scalar) -> String? {
            open.popLast() == bracket ? nil : "a bracket is closed that is not open"
        }

        /// A doubled quote inside is found as the end of one text and the begin of the next.
        private mutating func skip(to quote: Unicode.Scalar) -> String? {
            while index + 1 < scalars.count {
                index += 1
                if scalars[index] == "\\" { return "it has a backslash" }
                if scalars[index] == "\0" { return "it has a control character" }
                if scalars[index] == quote { return nil }
            }
            return "a quote is not closed"
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLineBreak: Bool { self == "\n" || self == "\r" || self == "\t" }
}
