import PlumblineSchema
import PlumblineSpec
import Testing

@Suite("The expression language")
struct ExpressionTests {
    /// The read rule of an entity with that text.
    private func rule(_ text: String) throws -> Expression {
        let spec = """
            principal:
              { entity: User, sign_in: [name], password: secret, role: role, includes: { owner: [admin], admin: [staff] } }
            scopes:
              read:visits: See them.
              visits.write-all:
            enums:
              Role: { values: { owner, admin, staff, guest } }
            entities:
              User:
                fields:
                  name: { type: text, unique: true }
                  secret: password
                  role: Role
              Guest:
                fields:
                  visit: { to: Visit }
                  user: { to: User }
                  is_late: boolean
              Visit:
                fields:
                  host: { to: User }
                  a: boolean
                  b: boolean
                  c: boolean
                  size: integer
                  price: { type: decimal, precision: 8, scale: 2 }
                  weight: float
                  starts_at: timestamp
                  ends_at: timestamp
                  day: date
                  length: integer
                access:
                  read: |-
                    \(text)
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.description) == [])
        return try #require(result.schema?.entity("Visit")).access.read
    }

    @Test("A role is had by those who have one that includes it")
    func includedRoles() throws {
        #expect(try rule("role(staff)") == .role(["staff", "owner", "admin"]))
        #expect(try rule("role(guest, admin)") == .role(["guest", "admin", "owner"]))
    }

    @Test("Scopes are written as tokens carry them")
    func scopes() throws {
        let expected = Expression.scope(["read:visits", "visits.write-all"])
        #expect(try rule("scope(read:visits, visits.write-all)") == expected)
    }

    @Test("The names in any(…) are those of the rows that point here")
    func otherRows() throws {
        let isMine = Expression.binary(.equal, .field("user"), .me)
        #expect(try rule("any(guests, user = me)") == .any("guests", isMine))
        #expect(try rule("any(guests)") == .any("guests", .literal(.boolean(true))))
        let isHost = Expression.binary(.equal, .field("visit", "host"), .me)
        #expect(try rule("any(guests, visit.host = me)") == .any("guests", isHost))
    }

    @Test(
        "Operators bind as in SQL",
        arguments: [
            ("a or b and c", "a or (b and c)"),
            ("not a = b", "not (a = b)"),
            ("not a and b", "(not a) and b"),
            ("size + 2 * 3 = 7", "(size + (2 * 3)) = 7"),
            ("size - 2 - 3 = 7", "((size - 2) - 3) = 7"),
            ("-size * 2 = 7", "((-size) * 2) = 7"),
            ("size = 1 or size is null and a", "(size = 1) or ((size is null) and a)"),
            ("size not in [1, 2]", "not (size in [1, 2])"),
            ("a or b or c", "(a or b) or c"),
            ("now > starts_at", "now() > starts_at"),
            ("host.id = me", "host = me"),
            ("host.role = admin", "admin = host.role"),
        ]
    )
    func precedence(text: String, bracketed: String) throws {
        var (found, expected) = (try rule(text), try rule(bracketed))
        if case .binary(.equal, let left, let right) = expected, case .literal = left {
            expected = .binary(.equal, right, left)
        }
        if case .binary(.equal, let left, let right) = found, case .literal = left {
            found = .binary(.equal, right, left)
        }
        #expect(found == expected)
    }

    @Test("Words have their meaning")
    func words() throws {
        #expect(try rule("everyone") == .literal(.boolean(true)))
        #expect(try rule("nobody") == .literal(.boolean(false)))
        #expect(try rule("authenticated") == .authenticated)
        #expect(try rule("role(owner, guest)") == .role(["owner", "guest"]))
        #expect(try rule("host = me") == .binary(.equal, .path(FieldPath([], "host")), .me))
        #expect(try rule("host.name = 'it''s'") == name("it's"))
        #expect(try rule("me is not null") == .unary(.isNotNull, .me))
    }

    private func name(_ text: String) -> Expression {
        .binary(.equal, .path(FieldPath(["host"], "name")), .literal(.text(text)))
    }

    @Test("A bare word is a value of the enum on the other side, unless it is a field")
    func enumValues() throws {
        let admin = Literal.enumeration(type: "Role", value: "admin")
        let role = Expression.path(FieldPath(["host"], "role"))
        #expect(try rule("host.role != admin") == .binary(.notEqual, role, .literal(admin)))
        #expect(try rule("admin = host.role") == .binary(.equal, .literal(admin), role))
        #expect(try rule("host.role in [admin]") == .isIn(role, [admin]))
    }

    @Test("A field may be called as a function is")
    func functionNames() throws {
        let call = Expression.call(.length, [.path(FieldPath(["host"], "name"))])
        #expect(
            try rule("length = length(host.name)") == .binary(.equal, .path(FieldPath([], "length")), call)
        )
    }

    @Test("A whole constant takes the number type of the other side", arguments: ["price > 5", "weight > 5"])
    func numberTypes(text: String) throws {
        guard case .binary(.greater, _, let right) = try rule(text) else {
            Issue.record("no comparison")
            return
        }
        #expect(right == .literal(.decimal("5")))
    }

    @Test(
        "Times and durations add up",
        arguments: [
            "ends_at - starts_at > hours(1)",
            "ends_at > starts_at + minutes(size)",
            "minutes(5) + starts_at < ends_at",
            "hours(2) - minutes(5) > -days(1)",
            "day + days(7) > day - days(size)",
        ]
    )
    func durations(text: String) throws {
        _ = try rule(text)
    }

    @Test(
        "Depth and length are bounded",
        arguments: [
            String(repeating: "(", count: 10_000),
            String(repeating: "not ", count: 10_000) + "a",
            "0 " + String(repeating: "- ", count: 10_000) + "1",
            "a" + String(repeating: " or a", count: 10_000),
            String(repeating: "trim(", count: 10_000),
        ]
    )
    func bounds(text: String) {
        let spec = "entities:\n  Note:\n    fields: { a: boolean }\n    access: { read: \(text) }\n"
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.map(\.code) == ["PL0501"])
    }
}
