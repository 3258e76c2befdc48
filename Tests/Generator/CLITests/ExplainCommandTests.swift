import Foundation
import Testing

@Suite("Explaining diagnostics and printing the model from the command line")
struct ExplainCommandTests {
    @Test("A code is explained, the list has every code, and an unknown one is told as such")
    func explain() async throws {
        try await TemporaryPackage.with { package in
            let page = try await package.plumbline("explain", "pl0301")
            #expect(page.code == 0)
            #expect(page.output.hasPrefix("# PL0301: A type that does not exist\n"))
            #expect(page.output.contains("fix: Did you mean 'text'?"))
            #expect(
                try await package.plumbline("explain").output.contains(
                    "\nPL0301  A type that does not exist\n"
                )
            )
            let unknown = try await package.plumbline("explain", "PL9999")
            #expect(unknown.code == 2)
            #expect(unknown.complaint.contains("There is no diagnostic PL9999"))
        }
    }

    @Test("The model comes as JSON, the same bytes each time, with what the spec leaves out filled in")
    func model() async throws {
        try await TemporaryPackage.with { package in
            let first = try await package.plumbline("schema", "json")
            #expect(first.code == 0)
            #expect(try await package.plumbline("schema", "json").output == first.output)
            #expect(first.output.contains("\"table\" : \"lamps\""))
            let json = try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any]
            #expect(json?.keys.contains("entities") == true)
        }
    }

    @Test("What was to be removed is warned of on a given day, and does not fail the check")
    func removal() async throws {
        try await TemporaryPackage.with { package in
            try package.addField(
                "old: { type: text, optional: true, deprecated: { remove_after: 2026-06-30 } }"
            )
            #expect(!(try await package.plumbline("check")).output.contains("PL0120"))
            let due = try await package.plumbline("check", "--today", "2026-07-01")
            #expect(due.output.contains("warning: The field 'old' was promised until 2026-06-30"))
            #expect(due.code == 0)
            #expect(try await package.plumbline("check", "--today", "soon").code == 2)
        }
    }
}
