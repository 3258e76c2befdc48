import PlumblineQuery
import PlumblineSchema
import PlumblineTrials
import Testing

/// Nested changes are made in two ways: all statements at once, or, where hooks have a part, row by row. Random ones of
/// random callers are made in both ways on like rows.
@Suite("Nested changes with hooks and without")
struct NestedEquivalenceTests {
    @Test("Random changes are refused by both or have the same answers, and leave the same rows")
    func teams() async throws {
        let rows = """
            select coalesce(string_agg(concat_ws(':', t.name, p.name, m.rank, m.is_secret), ' ' order by t.name, p.name, m.rank), '')
                || (select string_agg(p.name, ' ' order by p.name) from players p)
            from memberships m join teams t on t.id = m.team_id join players p on p.id = m.player_id
            """
        var random = RandomTies(random: .init(state: 2_026))
        try await compare(NestedTieTests.spec, NestedTieTests.seed, rows) { random.next() }
    }

    @Test("So do those of rows that point to a row")
    func orders() async throws {
        let rows = """
            select string_agg(concat_ws(':', o.number, l.position, l.text, p.sku), ' ' order by o.number, l.position)
            from orders o left join lines l on o.id = l.order_id left join products p on p.id = l.product_id
            """
        var random = RandomLines(random: .init(state: 7))
        try await compare(Shop.spec, Shop.seed, rows) { random.next() }
    }

    private func compare(
        _ spec: String,
        _ seed: String,
        _ rows: String,
        _ next: () -> (document: String, caller: Principal)
    ) async throws {
        var hooks = ChangeHooks()
        for entity in try #require(Backend.schema(spec)).entities {
            for action in [ChangeHooks.Action.create, .update, .delete] {
                hooks.add({ _, _ in nil }, around: .init(entity.name, action))
            }
        }
        try await Backend.with(spec: spec, seed: seed) { plain in
            try await Backend.with(spec: spec, seed: seed, hooks: hooks) { hooked in
                var changes = 0
                for _ in 0..<Trials.count(60, full: 2_000) {
                    let (document, caller) = next()
                    let first = try await plain.graphQL(document, as: caller)
                    let second = try await hooked.graphQL(document, as: caller)
                    // Of several mistakes one is told, which need not be the same.
                    let isRefused = first.contains("errors")
                    let isLike = isRefused ? second.contains("errors") : first == second
                    #expect(isLike, "\(document) as \(caller): \(first) \(second)")
                    #expect(
                        !first.contains("INTERNAL") && !first.contains("VALIDATION_FAILED"),
                        "\(document) \(first)"
                    )
                    if !isRefused { changes += 1 }
                    let (left, right) = (try await plain.scalar(rows), try await hooked.scalar(rows))
                    #expect(left == right, "\(document) as \(caller)")
                    if !isLike || left != right { return }
                }
                #expect(changes > 10, "Most of what was tried was refused.")
            }
        }
    }
}

/// Random changes of what many-to-many relations tie.
private struct RandomTies {
    var random: SampleWorld.Generator

    mutating func next() -> (document: String, caller: Principal) {
        let caller = [Shop.ann, Shop.ann, Shop.ben, Shop.admin].randomElement(using: &random) ?? Shop.ann
        let owner = caller.id == Shop.ben.id ? 4 : 3
        let answer = "{ name players(orderBy: [{ name: ASC }]) { nodes { name } } }"
        let team = ["a", "b", "c", "d"].randomElement(using: &random) ?? "a"
        let input = #"name: "\#(team)", ownerId: "\#(Clinic.id(owner))""#
        let change =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: "createTeam(input: { \(input), players: { \(players()) } }) \(answer)"
            case 1, 2, 3:
                "upsertTeam(onConflict: NAME, input: { \(input), players: { \(players()) } }, "
                    + "update: { players: { \(players()) } }) \(answer)"
            case 4:
                "updatePlayer(id: \(player()), input: { teams: { \(teams()) } }) { name teams(orderBy: [{ name: ASC }]) { nodes { name } } }"
            default:
                "updateTeam(id: \(id(Int.random(in: 21...22, using: &random))), input: { players: { \(players()) } }) \(answer)"
            }
        return ("mutation { \(change) }", caller)
    }

    private mutating func players() -> String {
        if Int.random(in: 0..<3, using: &random) == 0 {
            let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                Bool.random(using: &random) ? "{ create: \(new()) }" : "{ connect: \(player()) }"
            }
            return "set: [\(items.joined(separator: ", "))]"
        }
        var parts: [String] = []
        for word in ["connect", "disconnect", "create"] where Int.random(in: 0..<3, using: &random) > 0 {
            let items = (0..<Int.random(in: 0...2, using: &random)).map { _ in
                word == "create" ? new() : player()
            }
            parts.append("\(word): [\(items.joined(separator: ", "))]")
        }
        return parts.joined(separator: ", ")
    }

    private mutating func teams() -> String {
        let word = ["connect", "disconnect"].randomElement(using: &random) ?? "connect"
        return "\(word): \(id(Int.random(in: 21...22, using: &random)))"
    }

    private mutating func new() -> String {
        let name = "n\(Int.random(in: 0..<200, using: &random))"
        let more =
            ["", "", "", "", "", "", ", isClosed: true", ", isHidden: true"].randomElement(using: &random)
            ?? ""
        return #"{ name: "\#(name)"\#(more) }"#
    }

    /// Few of them are closed, locked in, hidden, or not there.
    private mutating func player() -> String {
        id([31, 31, 32, 32, 37, 37, 33, 34, 35, 36, 38, 39].randomElement(using: &random) ?? 31)
    }

    private func id(_ number: Int) -> String { "\"\(Clinic.id(number))\"" }
}

/// Random changes of orders with their lines.
private struct RandomLines {
    var random: SampleWorld.Generator

    mutating func next() -> (document: String, caller: Principal) {
        let caller = [Shop.ann, Shop.ann, Shop.ben, Shop.admin].randomElement(using: &random) ?? Shop.ann
        let owner = caller.id == Shop.ben.id ? 4 : 3
        let answer =
            "{ number note lines(orderBy: [{ position: ASC }]) { nodes { position text product { sku } } } }"
        let number = Int.random(in: 1...5, using: &random)
        let input = #"ownerId: "\#(Clinic.id(owner))", number: \#(number)"#
        let change =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: "createOrder(input: { \(input), lines: { \(lines()) } }) \(answer)"
            case 1, 2, 3, 4:
                "upsertOrder(onConflict: NUMBER, input: { \(input), lines: { \(lines()) } }, "
                    + "update: { note: \"old\", lines: { \(lines()) } }) \(answer)"
            case 5:
                "updateLines(filter: { position: { eq: \(position()) } }, atMost: 9, input: { product: \(product()) }) "
                    + "{ count nodes { position product { sku } } }"
            case 6:
                "upsertLine(onConflict: ORDER_AND_POSITION, "
                    + "input: { orderId: \(id(21)), position: \(position()), product: \(product()) }, update: { product: \(product()) }) { position product { sku } }"
            default:
                "updateOrder(id: \(id(Int.random(in: 21...22, using: &random))), input: { lines: { \(lines()) } }) \(answer)"
            }
        return ("mutation { \(change) }", caller)
    }

    private mutating func lines() -> String {
        if Int.random(in: 0..<3, using: &random) == 0 {
            let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Int.random(in: 0..<3, using: &random) > 0 ? "{ create: \(new()) }" : "{ update: \(update()) }"
            }
            return "set: [\(items.joined(separator: ", "))]"
        }
        var parts: [String] = []
        for word in ["delete", "update", "connect", "create"] where Int.random(in: 0..<3, using: &random) == 0
        {
            switch word {
            case "create": parts.append("create: [\(new()), \(new())]")
            case "update": parts.append("update: [\(update())]")
            default: parts.append("\(word): [\(line())]")
            }
        }
        return parts.joined(separator: ", ")
    }

    private mutating func new() -> String {
        let product = Int.random(in: 0..<3, using: &random) == 0 ? ", product: \(product())" : ""
        return #"{ position: \#(position()), text: "t\#(Int.random(in: 0..<9, using: &random))"\#(product) }"#
    }

    private mutating func update() -> String {
        let version = Int.random(in: 0..<4, using: &random) == 0 ? ", expectedVersion: 1" : ""
        return
            #"{ id: \#(line()), input: { text: "u\#(Int.random(in: 0..<9, using: &random))" }\#(version) }"#
    }

    private mutating func product() -> String {
        let sku = Int.random(in: 0..<20, using: &random)
        return Bool.random(using: &random)
            ? "{ connect: \(id(11)) }" : #"{ create: { sku: "S\#(sku)", name: "x" } }"#
    }

    private mutating func position() -> Int { Int.random(in: 0...6, using: &random) }

    /// One of them is not there.
    private mutating func line() -> String { id(Int.random(in: 31...34, using: &random)) }

    private func id(_ number: Int) -> String { "\"\(Clinic.id(number))\"" }
}
