import ArgumentParser
import Foundation

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a package with a working service.",
        discussion: """
            On a terminal it asks for what is not given. The new package has a spec, its snapshots and first \
            migration, a server, and settings for this machine. Nothing that is there is touched: the folder must be \
            empty or not there yet.
            """
    )

    @Argument(help: ArgumentHelp("The new package's folder; its last part is the name.", valueName: "dir"))
    var folder: String?

    @Option(
        help: ArgumentHelp(
            "How the new package names Plumbline's: its address or its folder.",
            valueName: "url|path"
        )
    )
    var plumbline: String?

    @Option(help: ArgumentHelp("The database; postgresql://localhost/NAME unless given.", valueName: "url"))
    var database: String?

    @Flag(inversion: .prefixedNo, help: "Begin with users who sign in, each with its own rows.")
    var signIn: Bool?

    func run() throws {
        let questions = Questions()
        let path = try folder ?? questions.ask("Folder of the new package", option: "a folder")
        let url = URL(filePath: path).standardizedFileURL
        try demandEmpty(url)
        let name = try Self.checked(name: url.lastPathComponent)
        let package = NewPackage(
            name: name,
            plumbline: PlumblineDependency(
                try plumbline ?? questions.ask("Address or folder of Plumbline", option: "--plumbline"),
                from: url
            ),
            database: try database
                ?? questions.ask("Database", default: "postgresql://localhost/\(name)"),
            hasSignIn: try signIn ?? questions.confirm("Users who sign in?", default: true)
        )
        do {
            try package.write(to: url)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure("\(path) cannot be written: \(error.localizedDescription)")
        }
        print(
            """
            made \(path)

            Next:
              cd \(path)
              createdb \(name)          # or another database; .env names it
              plumbline migrate up
              swift run server         # the first build takes some minutes; 'plumbline serve' needs none
              open http://127.0.0.1:8080/docs
            """
        )
    }

    private func demandEmpty(_ url: URL) throws {
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let content = try? FileManager.default.contentsOfDirectory(atPath: url.path)
        // A repository that was just made is empty to its owner.
        guard let content, content.allSatisfy({ $0 == ".git" }) else {
            throw CommandFailure(
                "\(url.path) is not an empty folder. Name one that is empty or not there yet."
            )
        }
    }

    private static func checked(name: String) throws -> String {
        guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]{0,49}/) != nil else {
            throw CommandFailure(
                "'\(name)' cannot name a package. Use a folder of letters, digits, '-' and '_' that begins with a letter."
            )
        }
        return name
    }
}

/// Questions to a person at a terminal. Where nobody looks, the default is the answer.
struct Questions {
    private let isAnswered = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1

    /// Asks for what has no default.
    ///
    /// - Parameter option: What to give on the command line instead.
    func ask(_ question: String, option: String) throws -> String {
        while isAnswered {
            print("\(question): ", terminator: "")
            guard let line = readLine() else { break }
            let answer = line.trimmingCharacters(in: .whitespaces)
            if !answer.isEmpty { return answer }
        }
        throw ValidationError("Give \(option): nobody can be asked here.")
    }

    func ask(_ question: String, default value: String) throws -> String {
        guard isAnswered else { return value }
        print("\(question) [\(value)]: ", terminator: "")
        let answer = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
        return answer.isEmpty ? value : answer
    }

    func confirm(_ question: String, default value: Bool) throws -> Bool {
        while isAnswered {
            print("\(question) [\(value ? "Y/n" : "y/N")]: ", terminator: "")
            switch readLine()?.trimmingCharacters(in: .whitespaces).lowercased() {
            case nil, "": return value
            case "y", "yes": return true
            case "n", "no": return false
            default: continue
            }
        }
        return value
    }
}
