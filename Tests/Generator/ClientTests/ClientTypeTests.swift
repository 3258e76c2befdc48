import PlumblineClient
import PlumblineServerTestSupport
import PlumblineTestSupport
import Testing

@Suite("The client's types")
struct ClientTypeTests {
    @Test(
        "The compiler of TypeScript takes right uses and refuses wrong ones",
        .enabled(if: TypeScriptCompiler.isAvailable, "no tsc on the path; Debian has it in node-typescript")
    )
    func uses() async throws {
        let folders = ["reference": "spec", "everything": "Tests/Generator/Specs"]
        var clients = try folders.mapValues {
            try ClientEmitter(Repository.schema(Repository.path($0))).files()
        }
        clients["hostile"] = try ClientEmitter(HostileNamesTests.schema()).files()
        var modules = ["hostile.ts": Self.hostile]
        for name in folders.keys {
            modules[name + ".ts"] = try Repository.text("Tests/Generator/ClientTests/Consumers/\(name).ts")
        }
        let complaints = try await onOwnThread { [clients, modules] in
            try TypeScriptCompiler.complaints(about: modules, beside: clients)
        }
        #expect(complaints.isEmpty, "\(complaints)")
    }

    @Test("What is deprecated is marked where editors look for it")
    func deprecation() throws {
        let schema = try Repository.schema(Repository.path("Tests/Generator/Specs"))
        let types = try #require(ClientEmitter(schema).files().first { $0.name == "client.d.ts" }).text
        let reason = "@deprecated Use text. Deprecated since 2.0. May be removed after 2027-12-31."
        #expect(types.contains("    /**\n     * \(reason)\n     */\n    readonly oldName: string | null\n"))
        #expect(
            types.contains("     * @deprecated Use staff. Deprecated since 2.0.\n     */\n    | \"guest\"\n")
        )
        #expect(
            types.contains(" * @deprecated Readers write elsewhere now.\n */\nexport interface Letter {\n")
        )
    }

    /// Names of the language and of its library are only names.
    private static let hostile = """
        import { createClient, Problem } from "./hostile/client.js"
        import type { Class, Partial, Promise } from "./hostile/client.js"
        const api = createClient()
        export async function use(one: Class, two: Partial, three: Promise) {
            await api.classes.create({ constructor: one.constructor, hasOwn: true, function: 1n })
            await api.partials.update(two.id, { string: two.string })
            return [three.awaitId, (await api.graphql_.list()).items.length, Problem]
        }
        """
}
