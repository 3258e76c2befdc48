import Testing

@testable import PlumblinePostgres

@Suite("Connection strings")
struct ConfigurationTests {
    @Test(
        "A server elsewhere has to prove its name, unless the string says otherwise",
        arguments: [
            ("postgresql://db.example.org/app", "verify-full"),
            ("postgresql://db.example.org/app?sslmode=require", "require"),
            ("host=127.0.0.1,db.example.org dbname=app", "verify-full"),
            ("host=localhost hostaddr=192.0.2.1 dbname=app", "verify-full"),
            ("postgresql://127.evil.example/app", "verify-full"),
            ("postgresql://127.0.0.1/app", "allow"),
            ("postgresql://[::1]/app", "allow"),
            ("postgresql:///app?host=/run/postgresql", "allow"),
        ]
    )
    func encryption(url: String, sslmode: String) throws {
        #expect(try parameters(url)["sslmode"] == sslmode)
    }

    @Test("A string that cannot be read is refused without a word of it")
    func unreadable() {
        let error = #expect(throws: PostgresError.self) {
            try PostgresConfiguration(url: "host=h password='s3cret")
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.debugDescription.contains("s3cret") == false)
    }

    @Test("Neither printing nor reflection shows the password")
    func secrets() throws {
        let configuration = try PostgresConfiguration(url: "postgresql://ada:s3cret@127.0.0.1/app")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("s3cret"))
        }
        #expect("\(configuration)".contains("127.0.0.1/app"))
    }

    @Test("The string may set its own session, but not the forms in which values are read")
    func session() throws {
        let options = try parameters(
            "postgresql://h/app?options=-c%20statement_timeout%3D7%20-c%20jit%3Don%20-c%20timezone%3DAsia/Tokyo"
        )["options"]
        let words = try #require(options).split(separator: " ")
        #expect(words.last { $0.hasPrefix("statement_timeout") } == "statement_timeout=7")
        #expect(words.last { $0.hasPrefix("jit") } == "jit=on")
        #expect(words.last { $0.lowercased().hasPrefix("timezone") } == "TimeZone=UTC")
    }

    @Test("PostgreSQL does not compile statements unless the string says so")
    func compilation() throws {
        let options = try #require(try parameters("postgresql://h/app")["options"])
        #expect(options.split(separator: " ").contains("jit=off"))
    }

    private func parameters(_ url: String) throws -> [String: String] {
        let all = try PostgresConfiguration(url: url).connectionParameters()
        return Dictionary(all.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
