import PlumblineEmit
import PlumblineSchema
import Testing

@Suite("Generated Swift")
struct SwiftEmitterTests {
    private let emitter = SwiftEmitter(Samples.scheduling, module: "Sample")

    @Test(
        "The toolchain's formatter leaves it as it is",
        arguments: ["spec/identity.yaml", "spec/scheduling.yaml"]
    )
    func format(path: String) throws {
        let source = emitter.source(forSpec: path)
        #expect(try SwiftFormat.formatted(source) == source)
    }

    @Test("The summary is formatted too, and carries the fingerprint")
    func summary() throws {
        let source = emitter.summary()
        #expect(try SwiftFormat.formatted(source) == source)
        #expect(source.contains(SQLEmitter(Samples.scheduling).fingerprint()))
    }

    @Test("A password is in the inputs and not in the model")
    func passwords() throws {
        let source = emitter.source(forSpec: "spec/identity.yaml")
        let model = try #require(source.split(separator: "nonisolated extension User {").first)
        #expect(!model.contains("password"))
        #expect(source.contains("        public var password: String\n"))
    }

    @Test("A field with a default may be left out, and one that may be null can be cleared")
    func optionality() {
        let source = emitter.source(forSpec: "spec/scheduling.yaml")
        #expect(source.contains("endsAt: Date? = nil,"))
        #expect(source.contains("public var notes: Change<String> = .keep\n"))
    }

    @Test("A key word is a case and keeps its raw value; another name that changes says its own")
    func cases() {
        let source = emitter.source(forSpec: "spec/scheduling.yaml")
        #expect(source.contains("    case `default`\n"))
        #expect(source.contains("    case checkedIn = \"checked_in\"\n"))
    }

    @Test("A name of the spec that Swift or Foundation has leaves theirs reachable")
    func shadowing() {
        let named = ["UUID", "Columns", "WritableModel", "Row"].map {
            Samples.entity($0, in: "spec/a.yaml", fields: [Samples.field("name", .text)])
        }
        let schema = Schema(name: "shadow", enums: [], entities: named, principal: nil)
        let source = SwiftEmitter(schema, module: "Shadow").source(forSpec: "spec/a.yaml")
        #expect(source.contains("public var id: Foundation.UUID\n"))
        #expect(source.contains("struct Row: PlumblineSchema.WritableModel {\n"))
        #expect(source.contains("extension PlumblineSchema.Columns where Row == Shadow.Row {\n"))
    }

    @Test("What is deprecated says so, keeps its place in the stored form, and is formatted")
    func deprecation() throws {
        let enums = [
            EnumType(
                name: "Genre",
                values: [
                    EnumValue(name: "short_prose"),
                    EnumValue(name: "essay", deprecation: Deprecation(use: "short_prose")),
                ],
                origin: Origin("spec/a.yaml", 1)
            )
        ]
        var old = Samples.field("default", .text)
        old.deprecation = Deprecation(since: "2.0", removeAfter: "2027-12-31", use: "other_name")
        old.isOptional = true
        let fields = [Samples.field("other_name", .text), old, Samples.field("genre", .enumeration("Genre"))]
        let entity = Samples.entity("Note", in: "spec/a.yaml", fields: fields)
        let schema = Schema(name: "old", enums: enums, entities: [entity], principal: nil)
        let source = SwiftEmitter(schema).source(forSpec: "spec/a.yaml")
        let reason = "Use otherName. Deprecated since 2.0. May be removed after 2027-12-31."
        #expect(source.contains(reason))
        #expect(source.contains("        set { _default = newValue }\n"))
        #expect(source.contains("        case _default = \"default\"\n"))
        #expect(
            source.contains("    @available(*, deprecated, message: \"Use shortProse.\")\n    case essay\n")
        )
        #expect(source.contains("[\"short_prose\", \"essay\"].compactMap(Self.init)\n"))
        #expect(try SwiftFormat.formatted(source) == source)
    }

    @Test("No text of the spec ends the comment or the literal it stands in")
    func hostileTexts() {
        let text = "\"\\(exit(1))\"\nlet x = 1\r\u{2028}\u{202E}"
        let entity = Samples.entity(
            "Note",
            in: "spec/a.yaml",
            doc: text,
            fields: [Samples.field("name", .text)]
        )
        let schema = Schema(name: "hostile", enums: [], entities: [entity], principal: nil)
        let lines = SwiftEmitter(schema).source(forSpec: "spec/a.yaml").split(whereSeparator: \.isNewline)
        #expect(lines.contains(#"/// "\(exit(1))""#))
        #expect(lines.contains("/// let x = 1"))
        #expect(lines.contains { $0.contains(#"doc: "\"\\(exit(1))\"\nlet x = 1\u{d}\u{2028}\u{202e}","#) })
        #expect(!lines.contains { $0.hasPrefix("let x") })
    }

    @Test("A spec file without declarations gives a file with nothing but a comment")
    func emptyFiles() {
        #expect(
            emitter.source(forSpec: "spec/types.yaml")
                == "// Generated by Plumbline from spec/types.yaml. Edit the spec, not this file.\n"
        )
    }

    @Test(
        "A spec file's name becomes a Swift file's",
        arguments: [
            ("spec/identity.yaml", "Identity.swift"), ("spec/opening_hours.yml", "OpeningHours.swift"),
            ("a/b/e-mail.yaml", "EMail.swift"), ("spec/über.yaml", nil), ("spec/a+b.yaml", nil),
            ("spec/.yaml", nil),
        ]
    )
    func fileNames(path: String, name: String?) {
        #expect(SwiftEmitter.fileName(forSpec: path) == name)
    }
}
