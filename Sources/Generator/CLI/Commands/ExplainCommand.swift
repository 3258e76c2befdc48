import ArgumentParser
import PlumblineSpec

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains a diagnostic: what it means, a spec that has it, and the right one.",
        discussion: "Without a code it lists them all. The pages are docs/diagnostics.md as well."
    )

    @Argument(help: "The code, such as PL0301.")
    var code: String?

    func run() throws {
        guard let code else {
            return print(Terminal.table(DiagnosticPage.all.map { [$0.code, $0.title] }))
        }
        guard let page = DiagnosticPage.page(code) else {
            throw ValidationError("There is no diagnostic \(code); 'plumbline explain' lists them all.")
        }
        print(page.markdown(), terminator: "")
    }
}
