import PlumblineSchema
import Testing

@Suite("Access rules folded for a caller")
struct ExpressionFoldingTests {
    private static let rule = role("admin", "staff") || path("client") .== .me
    private static let isOwn = path("client") .== .me

    private static let cases:
        [(rule: Expression, roles: [String], isAuthenticated: Bool, expected: Expression)] = [
            (rule, ["admin"], true, Expression.true),
            (rule, ["client"], true, isOwn),
            (rule, [], true, isOwn),
            (rule, [], false, .false),
            // Nobody has a role without being somebody.
            (rule, ["admin"], false, .false),
            (.authenticated && isOwn, [], true, isOwn),
            (!isOwn, [], false, .false),
            (!isOwn, [], true, !isOwn),
            (!role("client"), ["client"], true, .false),
            (!role("client"), ["staff"], true, .true),
            (!(.null && path("flag")), [], true, !(.null && path("flag"))),
            (.null || isOwn, [], true, isOwn),
            (.null && isOwn, [], true, .false),
            (.unary(.isNull, .me), [], false, .true),
            (.unary(.isNull, .me), [], true, .false),
            (.isIn(.me, []), [], true, .false),
            (.call(.lower, [.null]) .== path("name"), [], true, .false),
        ]

    @Test(
        "What is known of the caller is gone from the rule",
        arguments: cases
    )
    func access(rule: Expression, roles: [String], isAuthenticated: Bool, expected: Expression) {
        #expect(rule.foldedAccess(roles: roles, scopes: [], isAuthenticated: isAuthenticated) == expected)
    }

    @Test(
        "Scopes are known, and a condition on other rows that never holds is false",
        arguments: [
            (.scope(["read"]), ["read", "write"], .true),
            (.scope(["read"]), ["write"], .false),
            (.any("visits", .scope(["read"]) && isOwn), ["read"], .any("visits", isOwn)),
            (.any("visits", .scope(["read"]) && isOwn), [], .false),
            (.any("visits", .null), [], .false),
            (!Expression.any("visits", .null), [], .true),
        ] as [(Expression, [String], Expression)]
    )
    func scopes(rule: Expression, scopes: [String], expected: Expression) {
        #expect(rule.foldedAccess(roles: [], scopes: scopes, isAuthenticated: true) == expected)
    }

    @Test("Outside access rules null stays null")
    func exact() {
        #expect(Self.isOwn.folded(for: .anonymous) == .null)
        #expect((!Self.isOwn).folded(for: .anonymous) == .null)
    }
}

@Suite("Whether a related row can always be read")
struct ReadImplicationTests {
    private func isProved(_ source: Expression, _ target: Expression, relation: String = "client") -> Bool {
        let target = Clinic.entity("User", fields: [Clinic.relation("team", to: "Team")], read: target)
        let source = Clinic.entity(
            "Visit",
            fields: [Clinic.relation("client", to: "User"), Clinic.relation("host", to: "User")],
            read: source
        )
        let schema = Schema(name: "", enums: [], entities: [target, source], principal: nil)
        return schema.alwaysReadable(relation: relation, of: source)
    }

    @Test(
        "It follows",
        arguments: [
            (.true, .true),
            (.false, .false),
            (role("staff"), role("admin", "staff")),
            (role("staff"), .authenticated),
            (.scope(["read"]), .scope(["write", "read"])),
            (path("client") .== .me, path("id") .== .me),
            (path("client", "id") .== .me, .me .== path("id")),
            (path("client") .== .me, .authenticated),
            (path("client", "team") .== .me, path("team") .== .me),
            (path("client", "team") .== .me, path("team", "id") .== .me),
            (role("staff") || path("client") .== .me, role("staff", "admin") || path("id") .== .me),
            (role("staff") && path("host") .== .me, role("staff")),
            (
                (role("staff") || role("admin")) && path("client") .== .me,
                path("id") .== .me && .authenticated
            ),
        ] as [(Expression, Expression)]
    )
    func follows(source: Expression, target: Expression) {
        #expect(isProved(source, target))
    }

    @Test(
        "It does not follow",
        arguments: [
            (.true, .authenticated),
            (.true, .false),
            (role("admin", "staff"), role("admin")),
            (.authenticated, role("admin")),
            (.scope(["read"]), .authenticated),
            (.any("visits", .true), .any("visits", .true)),
            (path("host") .== .me, path("id") .== .me),
            (path("client") .== .me || path("host") .== .me, path("id") .== .me),
            (!(path("client") .== .me), path("id") .== .me),
            (!role("admin"), .authenticated),
        ] as [(Expression, Expression)]
    )
    func doesNotFollow(source: Expression, target: Expression) {
        #expect(!isProved(source, target))
    }

    @Test("In the clinic a provider can always be read with an appointment, its client not")
    func clinic() {
        #expect(Clinic.schema.alwaysReadable(relation: "provider", of: Clinic.appointment))
        #expect(!Clinic.schema.alwaysReadable(relation: "client", of: Clinic.appointment))
    }
}
