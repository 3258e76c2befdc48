/// Where an `include` leads.
enum IncludePath {
    /// The path of an included file, told like that of the one which includes it; nil if it leads out of the package.
    static func joined(_ include: String, to path: String) -> String? {
        guard !include.hasPrefix("/"), !include.contains("\0") else { return nil }
        var parts = path.split(separator: "/").dropLast().map(String.init)
        for part in include.split(separator: "/") where part != "." {
            guard part == ".." else {
                parts.append(String(part))
                continue
            }
            guard parts.popLast() != nil else { return nil }
        }
        let root = path.hasPrefix("/") ? "/" : ""
        return root + parts.joined(separator: "/")
    }
}
