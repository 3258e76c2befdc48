import PlumblineServerTestSupport
import Testing

@Suite("The tour of the README, and the documents that go on with it")
struct TourTests {
    @Test("Every command is answered as it says")
    func replays() async throws {
        let documents = try ["graphql", "rest", "identity"].map { try Repository.text("docs/\($0).md") }
        let tour = try ConsoleTour(
            Repository.text("README.md"),
            section: "A tour in five minutes",
            then: documents
        )
        #expect(tour.steps.count > 25)
        try await RunningServer.with(seed: Repository.text("scripts/demo.sql")) { server in
            for difference in try await tour.replay("http://127.0.0.1:8080", at: server.base) {
                Issue.record("Another answer is promised:\n\(difference)")
            }
        }
    }

    @Test(
        "Another answer than the promised one is told by its lines",
        arguments: [
            (["a", "b"], ["a", "b"], []),
            ([#"{"id":"…","n":1}"#], [#"{"id":"01a2","n":1}"#], []),
            (
                [#"{"id":"…","n":1}"#], [#"{"id":"01a2","n":2}"#],
                [#"-1: {"id":"…","n":1}"#, #"+1: {"id":"01a2","n":2}"#]
            ),
            (["…x…y"], ["x-y"], []),
            (["…x…y"], ["y-x-"], ["-1: …x…y", "+1: y-x-"]),
            (["aba…aba"], ["aba"], ["-1: aba…aba", "+1: aba"]),
            (["a", "b"], ["a"], ["-2: b"]),
            (["a"], ["a", "b"], ["+2: b"]),
            ([], [], []),
        ]
    )
    func finds(promised: [String], given: [String], differences: [String]) {
        #expect(ConsoleTour.differences(from: promised, to: given) == differences)
    }

    @Test("A promise that is broken fails the replay")
    func notices() async throws {
        let text = "## Tour\n```console\n$ A='1\n> 2'\n$ echo \"$A\"\n1\n3\n$ no-such-command\n```\n"
        let tour = try ConsoleTour("\n" + text, section: "Tour")
        let differences = try await tour.replay("http://promised", at: "http://given")
        #expect(differences.count == 2)
        #expect(differences.first == "$ echo \"$A\"\n-2: 3\n+2: 2")
        #expect(differences.last?.contains("command not found") == true)
    }
}
