import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("Gaps between rows that must not overlap")
struct GapTests {
    private static func query(_ arguments: String, provider: String = Fixture.provider) -> String {
        """
        { appointmentGaps(providerId: "\(provider)", \(arguments)) { start end } }
        """
    }

    private static let morning =
        #"within: { start: "2030-01-07T08:00:00Z", end: "2030-01-07T13:00:00+01:00" }"#

    @Test(
        "What all rows leave free is told, also of those that the caller may not read, and nothing else of them",
        arguments: [
            (morning, ["08:00-09:00", "09:45-10:00", "10:45-12:00"]),
            ("\(morning), atLeast: \"PT1H\"", ["08:00-09:00", "10:45-12:00"]),
            ("\(morning), first: 1", ["08:00-09:00"]),
            (#"within: { start: "2030-01-07T09:00:00Z", end: "2030-01-07T09:45:00Z" }"#, []),
            (
                #"within: { start: "2030-01-07T09:15:00Z", end: "2030-01-07T09:50:00Z" }"#,
                ["09:45-09:50"]
            ),
        ]
    )
    func free(arguments: String, gaps: [String]) async throws {
        try await RunningServer.reference { server in
            try await server.database.run(
                script: """
                    insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, status) values
                        ('\(Fixture.ben)', '\(Fixture.provider)', '\(Fixture.service)', '2030-01-07 11:00Z',
                            '2030-01-07 11:45Z', 'cancelled'),
                        ('\(Fixture.ben)', '\(Fixture.otherProvider)', '\(Fixture.otherService)',
                            '2030-01-07 08:00Z', '2030-01-07 08:30Z', 'confirmed');
                    """
            )
            let answer = try await server.graphQL(
                Self.query(arguments),
                token: try await server.signIn("ada")
            )
            let expected = gaps.map { gap in
                let ends = gap.split(separator: "-").map { "2030-01-07T\($0):00Z" }
                return #"{"start":"\#(ends[0])","end":"\#(ends[1])"}"#
            }
            #expect(answer.text == #"{"data":{"appointmentGaps":[\#(expected.joined(separator: ","))]}}"#)
        }
    }

    @Test("Who may not ask is told so, and a range without an end is refused")
    func refusals() async throws {
        try await RunningServer.reference { server in
            let anonymous = try await server.graphQL(Self.query(Self.morning))
            #expect(
                anonymous.json.errors[0].message.string == "Sign in to ask what appointments leave free.",
                "\(anonymous.text)"
            )
            #expect(anonymous.json.errors[0].extensions.code.string == "UNAUTHENTICATED")
            let token = try await server.signIn("ada")
            for within in [
                #"{ start: "2030-01-07T08:00:00Z" }"#, "{}",
                #"{ start: "2030-01-07T08:00:00Z", end: "2030-01-07T08:00:00Z" }"#,
            ] {
                let answer = try await server.graphQL(Self.query("within: \(within)"), token: token)
                #expect(answer.json.errors[0].extensions.code.string == "BAD_USER_INPUT", "\(answer.text)")
            }
        }
    }
}
