import PlumblineSchema

/// One step of a database's history, as its folder keeps it.
public struct Migration: Sendable, Hashable {
    /// The number and the words, such as `0002_add_colour`; also the folder's name.
    public let name: String
    /// The name of the migration before; nil for the first.
    public let parent: String?
    /// The hash of the migration before; nil for the first.
    public let parentHash: String?
    /// The fingerprint of the schema that the database has afterwards.
    public let fingerprint: String
    /// The whole of `up.sql`.
    public let up: String
    /// The whole of `down.sql`.
    public let down: String
    /// The whole of `schema.json`: the schema afterwards, and what the database has of it.
    public let schema: String
    /// The SHA-256 over all of the above, 64 hexadecimal digits in lower case.
    public let hash: String

    /// Creates a migration that follows another.
    ///
    /// - Parameters:
    ///   - name: The number and the words.
    ///   - parent: The migration before; nil for the first.
    ///   - fingerprint: The fingerprint of the schema afterwards.
    ///   - up: The statements that make the change.
    ///   - down: The statements that undo it.
    ///   - schema: The schema afterwards, as JSON.
    public init(
        name: String,
        parent: Migration?,
        fingerprint: String,
        up: String,
        down: String,
        schema: String
    ) {
        let header = MigrationHeader(
            name: name,
            parent: parent?.name,
            parentHash: parent?.hash,
            fingerprint: fingerprint
        )
        self.init(header: header, up: "\(header.text)\n\(up)", down: down, schema: schema)
    }

    init(header: MigrationHeader, up: String, down: String, schema: String) {
        name = header.name
        parent = header.parent
        parentHash = header.parentHash
        fingerprint = header.fingerprint
        self.up = up
        self.down = down
        self.schema = schema
        // The header is part of up.sql, and so are the parent's hash and the fingerprint.
        hash = Self.digest([header.name, up, down, schema])
    }

    /// Lengths come first, so that no two lists of texts run together into the same bytes.
    private static func digest(_ texts: [String]) -> String {
        SHA256Digest.hex(of: texts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
    }
}

/// The first lines of `up.sql`, which tie a migration to the one before.
struct MigrationHeader: Sendable, Hashable {
    var name: String
    var parent: String?
    var parentHash: String?
    var fingerprint: String

    /// The lines, each ending in a line break.
    var text: String {
        let before = parent.flatMap { name in parentHash.map { "\(name) \($0)" } } ?? "none"
        return """
            -- migration: \(name)
            -- parent: \(before)
            -- fingerprint: \(fingerprint)

            """
    }

    /// Reads the lines of a migration in that folder; nil when they are not as ``text`` writes them.
    init?(name: String, readFrom up: String) {
        let lines = up.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count == 4, lines[0] == "-- migration: \(name)",
            let parent = Self.value("parent", in: lines[1]),
            let fingerprint = Self.value("fingerprint", in: lines[2])
        else { return nil }
        self.init(name: name, parent: nil, parentHash: nil, fingerprint: fingerprint)
        if parent != "none" {
            let words = parent.split(separator: " ")
            guard words.count == 2 else { return nil }
            (self.parent, parentHash) = (String(words[0]), String(words[1]))
        }
    }

    init(name: String, parent: String?, parentHash: String?, fingerprint: String) {
        self.name = name
        self.parent = parent
        self.parentHash = parentHash
        self.fingerprint = fingerprint
    }

    private static func value(_ key: String, in line: Substring) -> String? {
        let prefix = "-- \(key): "
        return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
    }
}
