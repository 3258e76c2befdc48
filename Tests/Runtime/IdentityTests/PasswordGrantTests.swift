import Foundation
import PlumblineIdentity
import PlumblineSecrets
import Testing

@Suite("A request to the token endpoint")
struct PasswordGrantTests {
    private static let form = "application/x-www-form-urlencoded"

    @Test("gives the user name, the password and the scopes, decoded as forms are")
    func decoding() throws {
        let grant = try grant(
            "grant_type=password&username=jos%C3%A9+b&password=a%26b%3Dc%2B%00&scope=b+a&x=1&scope2"
        )
        #expect(grant.username == "josé b")
        #expect(grant.password == Secret("a&b=c+\0"))
        #expect(grant.scopes == ["a", "b"])
    }

    @Test("may have an empty scope and a charset, as clients in the field send them")
    func fieldHabits() throws {
        let body = "grant_type=password&username=a&password=b&scope=&client_id=&client_secret="
        let grant = try PasswordGrant(
            body: Array(body.utf8),
            contentType: "Application/X-WWW-Form-URLEncoded; charset=utf-8"
        )
        #expect(grant.scopes.isEmpty)
    }

    @Test(
        "is refused with the code that RFC 6749 gives",
        arguments: [
            ("", "invalid_request"),
            ("username=a&password=b", "invalid_request"),
            ("grant_type=password&password=b", "invalid_request"),
            ("grant_type=password&username=a", "invalid_request"),
            ("grant_type=password&username=a&password=", "invalid_request"),
            ("grant_type=client_credentials", "unsupported_grant_type"),
            ("grant_type=Password&username=a&password=b", "unsupported_grant_type"),
            ("grant_type=password&username=a&username=b&password=c", "invalid_request"),
            ("grant_type=password&username=a&p%61ssword=c&password=c", "invalid_request"),
            ("grant_type=password&username=a&password=%zz", "invalid_request"),
            ("grant_type=password&username=a&password=%4", "invalid_request"),
            ("grant_type=password&username=%ff&password=b", "invalid_request"),
            ("grant_type=password&username=a&password=b&scope=%22", "invalid_scope"),
            (
                "grant_type=password&username=\(String(repeating: "u", count: 257))&password=b",
                "invalid_request"
            ),
            (
                "grant_type=password&username=a&password=\(String(repeating: "p", count: 17_000))",
                "invalid_request"
            ),
            ((0..<100).map { "f\($0)=1" }.joined(separator: "&"), "invalid_request"),
        ]
    )
    func refused(body: String, code: String) throws {
        let error = try #require(throws: OAuthError.self) { try grant(body) }
        #expect(error.code.rawValue == code)
        #expect(error.status == 400)
        let answer = try JSONDecoder().decode([String: String].self, from: Data(error.json))
        #expect(answer == ["error": code, "error_description": error.message])
    }

    @Test(
        "is refused when it is not a form",
        arguments: [nil, "", "application/json", "multipart/form-data"]
    )
    func notAForm(contentType: String?) throws {
        let body = Array("grant_type=password&username=a&password=b".utf8)
        let error = try #require(throws: OAuthError.self) {
            try PasswordGrant(body: body, contentType: contentType)
        }
        #expect(error.code == .invalidRequest)
    }

    private func grant(_ body: String) throws -> PasswordGrant {
        try PasswordGrant(body: Array(body.utf8), contentType: Self.form)
    }
}
