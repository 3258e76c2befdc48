import PlumblineSpec
import Testing

/// A spec with a mistake, and what its author is told about it.
struct DiagnosticCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let spec: String
    let report: String

    init(_ description: String, spec: String, report: String) {
        testDescription = description
        self.spec = spec
        self.report = report
    }

    /// A spec of users and notes; the notes have these fields.
    init(_ description: String, fields: String, report: String) {
        let entity = "  Note:\n    fields:\n" + Self.indented(fields, by: 6)
        self.init(description, spec: Self.users + entity, report: report)
    }

    /// A spec of users and visits; the visits say this beside their fields.
    init(_ description: String, entity: String, report: String) {
        self.init(description, spec: Self.users + Self.visits + Self.indented(entity, by: 4), report: report)
    }

    /// A spec whose visits have a rule with this check.
    init(_ description: String, check: String, report: String) {
        let rule = "rules:\n  fits: { check: \"\(check)\", message: It fits. }"
        self.init(description, entity: rule, report: report)
    }

    /// A spec whose visits can be read where this holds.
    init(_ description: String, read: String, report: String) {
        self.init(description, entity: "access: { read: \"\(read)\" }", report: report)
    }

    /// What the reader says about the spec, and whether it made a schema when it ought not to have.
    var found: String {
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        let reports = result.diagnostics.map(\.description)
        let isBroken = result.diagnostics.contains { $0.severity == .error }
        return (reports + (isBroken == (result.schema == nil) ? [] : ["schema: \(result.schema != nil)"]))
            .joined(separator: "\n")
    }

    private static func indented(_ text: String, by width: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: width) + $0 + "\n" }.joined()
    }

    private static let users = """
        principal: { entity: User, sign_in: [name], password: secret, role: role }
        enums:
          Role: { values: { admin, staff } }
          Mood: { values: { good, bad } }
        entities:
          User:
            fields:
              name: { type: text, unique: true }
              secret: password
              role: Role

        """

    private static let visits = """
          Visit:
            fields:
              host: { to: User }
              starts_at: timestamp
              ends_at: timestamp
              size: integer
              price: { type: decimal, precision: 8, scale: 2 }
              mood: Mood
              day: date
              note: { type: text, optional: true }
              data: json

        """
}
