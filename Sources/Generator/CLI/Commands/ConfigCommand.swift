import ArgumentParser
import PlumblineServer

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Lists every setting of the server.",
        discussion:
            "Settings are environment variables, or lines NAME=value of the file .env; the environment wins."
    )

    func run() {
        for setting in ServerSettings.descriptions {
            let usual = setting.defaultText.map { $0.isEmpty ? "empty" : $0 }
            print(setting.name)
            print("    \(setting.summary)")
            print("    \(setting.type)\(usual.map { "; \($0) unless set" } ?? "")")
        }
    }
}
