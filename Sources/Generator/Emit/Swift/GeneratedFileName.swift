// The build plugin, which can import no module, has this file too, through a link.

/// The names of the generated Swift files.
enum GeneratedFileName {
    /// The file that sums up a spec. No spec file's name has a `+`, so none takes it.
    static let summary = "Spec+Schema.swift"

    /// `OpeningHours.swift` for `spec/opening_hours.yaml`; nil for a name with other characters than ASCII letters,
    /// digits, `_` and `-`, which could not be told apart or not be written everywhere.
    static func swift(forSpec path: String) -> String? {
        let file = path.split(separator: "/").last ?? ""
        let stem =
            file.hasSuffix(".yaml") ? file.dropLast(5) : file.hasSuffix(".yml") ? file.dropLast(4) : file
        let isPlain = stem.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
            default: false
            }
        }
        let words = stem.split { $0 == "_" || $0 == "-" }
        guard isPlain, !words.isEmpty else { return nil }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + ".swift"
    }
}
