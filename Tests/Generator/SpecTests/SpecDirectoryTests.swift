import Foundation
import PlumblineSpec
import Testing

@Suite("A spec's directory")
struct SpecDirectoryTests {
    @Test("Its YAML files are read in the order of their paths, through a link too, without migrations")
    func load() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let spec = root.appending(path: "spec")
        for folder in ["sub", "migrations", "folder.yaml"] {
            let directory = spec.appending(path: folder)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        let names = ["b.yaml", "a.yml", "sub/c.yaml", "migrations/0001.yaml", "notes.txt", ".hidden.yaml"]
        for name in names { try Data(name.utf8).write(to: spec.appending(path: name)) }
        let link = root.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: spec)

        let expected = ["a.yml", "b.yaml", "sub/c.yaml"]
        #expect(try SpecDirectory.load(spec, relativeTo: root).map(\.path) == expected.map { "spec/" + $0 })
        #expect(try SpecDirectory.load(link, relativeTo: root).map(\.path) == expected.map { "link/" + $0 })
        #expect(try SpecDirectory.load(link, relativeTo: root).first?.bytes == Array("a.yml".utf8))
    }

    @Test("An include that leads to a folder is a mistake of the spec")
    func includedFolder() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "plumbline-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for folder in ["spec", "shared.yaml"] {
            let directory = root.appending(path: folder)
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        try Data("include: [../shared.yaml]".utf8).write(to: root.appending(path: "spec/a.yaml"))
        let files = try SpecDirectory.load(root.appending(path: "spec"), relativeTo: root)
        let messages = SpecReader.read(files, name: "test").diagnostics.map(\.message)
        #expect(messages.contains("There is no file 'shared.yaml' to include."), "\(messages)")
    }

    @Test("A directory that does not exist is an error")
    func missing() {
        let nowhere = URL(filePath: "/nonexistent/spec")
        #expect(throws: (any Error).self) { try SpecDirectory.load(nowhere, relativeTo: nowhere) }
    }
}
