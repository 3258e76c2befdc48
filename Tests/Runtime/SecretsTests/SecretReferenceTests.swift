import Foundation
import PlumblineSecrets
import Testing

@Suite("The text of a secret setting")
struct SecretReferenceTests {
    @Test("names an environment variable, a file, a Bitwarden secret, or is the value itself")
    func kinds() throws {
        let id = try #require(UUID(uuidString: "be8e0ad8-d545-4017-a55a-b02f014d4158"))
        #expect(try SecretReference("env:DB_URL", setting: "X") == .environment(name: "DB_URL"))
        #expect(try SecretReference("file:/run/secrets/key", setting: "X") == .file(path: "/run/secrets/key"))
        #expect(
            try SecretReference("bws:BE8E0AD8-D545-4017-A55A-B02F014D4158", setting: "X")
                == .bitwarden(id: id)
        )
        let url = "postgres://app:pw@localhost/app"
        #expect(try SecretReference(url, setting: "X") == .literal(Secret(url)))
    }

    @Test(
        "is refused with the setting's name when the reference cannot be one",
        arguments: [
            ("env:", "environment variable"), ("env:1ST", "environment variable"),
            ("env:A-B", "environment variable"), ("file:", "path of a file"),
            ("bws:database-url", "UUIDs, not names"), ("bws:", "UUIDs, not names"),
        ]
    )
    func refused(text: String, reason: String) throws {
        let error = try #require(throws: SecretError.self) {
            try SecretReference(text, setting: "DATABASE_URL")
        }
        #expect(error.setting == "DATABASE_URL")
        #expect(error.reason.contains(reason))
    }
}
