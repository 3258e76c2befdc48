import Foundation
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Signing in to a server")
struct SignInTests {
    private static let form = ["Content-Type": "application/x-www-form-urlencoded"]

    @Test("A token opens the caller's own row")
    func opensMe() async throws {
        try await RunningServer.reference { server in
            let token = try await server.signIn("ada")
            let me = try await server.send("GET", "/api/v1/users/me", token: token)
            #expect(me.status == 200)
            #expect(me.json.username.string == "ada")
            #expect(me.json.email.string == "ada@example.org")
            let byMail = try await server.signIn("ada%40example.org")
            let again = try await server.send("GET", "/api/v1/users/me", token: byMail)
            #expect(again.json.id.string == Fixture.ada)
        }
    }

    @Test("Without a token, 'me' is a 401 that says how")
    func refusesAnonymous() async throws {
        try await RunningServer.reference { server in
            let answer = try await server.send("GET", "/api/v1/users/me")
            #expect(answer.status == 401)
            #expect(answer.fields["www-authenticate"]?.hasPrefix("Bearer") == true)
        }
    }

    @Test("A wrong password and an unknown name get the same answer", arguments: ["ada", "nobody"])
    func refuses(name: String) async throws {
        try await RunningServer.reference { server in
            let answer = try await server.send(
                "POST",
                "/api/v1/token",
                headers: Self.form,
                body: "grant_type=password&username=\(name)&password=wrong"
            )
            #expect(answer.status == 400)
            #expect(answer.json.error.string == "invalid_grant")
            #expect(answer.json.error_description.string == "The user name or the password is wrong.")
            #expect(answer.fields["cache-control"] == "no-store")
        }
    }

    @Test("A bcrypt hash is accepted and replaced by Argon2id")
    func upgradesHashes() async throws {
        try await RunningServer.reference { server in
            try await server.database.run(script: Self.bcryptAda)
            _ = try await server.signIn("ada", "correct%20horse%20battery")
            let hash = try await server.database.scalar(
                "select hashed_password from users where username = 'ada'"
            )
            #expect(hash?.hasPrefix("$argon2id$") == true)
            _ = try await server.signIn("ada", "correct%20horse%20battery")
        }
    }

    /// The bcrypt hash, cost 12, of 'correct horse battery'.
    private static let bcryptAda = """
        update users set hashed_password = '$2b$12$abcdefghijklmnopqrstuuE3j5FFjC71WyDL2KIK7ShSoj8tPD3m6' where username = 'ada'
        """

    @Test("A forged, unsigned or broken token is refused")
    func refusesTokens() async throws {
        let tokens = [
            "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwIn0.",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMDAwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwYTEiLCJyb2xlIjoiYWRtaW4ifQ.AAAA",
        ]
        try await RunningServer.reference { server in
            for token in tokens {
                for path in ["/api/v1/users", "/graphql?query=%7B__typename%7D"] {
                    let answer = try await server.send("GET", path, token: token)
                    #expect(answer.status == 401, "\(token)")
                    #expect(answer.fields["www-authenticate"]?.contains("invalid_token") == true, "\(token)")
                }
            }
        }
    }

    @Test("Registration is closed unless a setting opens it, and then makes clients only")
    func registers() async throws {
        let body =
            #"{"username":"newcomer","email":"new@example.org","fullName":"New","password":"long enough for all"}"#
        try await RunningServer.reference { server in
            let closed = try await server.send("POST", "/api/v1/users", body: body)
            #expect(closed.status == 401, "\(closed.text)")
        }
        try await RunningServer.reference(settings: ["SELF_REGISTRATION": "on"]) { server in
            let made = try await server.send("POST", "/api/v1/users", body: body)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json.role.string == "client")
            _ = try await server.signIn("newcomer", "long%20enough%20for%20all")
            let admin = body.replacing("newcomer", with: "sly").replacing("new@", with: "sly@")
                .replacing("{\"username", with: #"{"role":"admin","username"#)
            let refused = try await server.send("POST", "/api/v1/users", body: admin)
            #expect(refused.status == 403, "\(refused.text)")
        }
    }
}
