import PlumblineQuery
import PlumblineSchema

/// Random rows of `Sample` with duplicates and nulls in what they are ordered by, and how a naive reader sorts them.
struct SampleWorld {
    struct Row {
        let id: String
        let rank: Int
        let grade: Int?
        let hidden: Int
        let label: String?
        var owner: Int { hidden == 1 ? 3 : 4 }
    }

    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private enum Sortable: Comparable {
        case number(Int)
        case text(String)

        static func < (left: Sortable, right: Sortable) -> Bool {
            switch (left, right) {
            case (.number(let left), .number(let right)): left < right
            case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
            default: false
            }
        }
    }

    static let orders: [[OrderTerm]] = [
        [],
        [OrderTerm(field: "rank", isDescending: false)],
        [OrderTerm(field: "rank", isDescending: true)],
        [OrderTerm(field: "grade", isDescending: false)],
        [OrderTerm(field: "grade", isDescending: true)],
        [OrderTerm(field: "grade", isDescending: false, nullsFirst: true)],
        [OrderTerm(field: "grade", isDescending: true, nullsFirst: false)],
        [OrderTerm(field: "rank", isDescending: true), OrderTerm(field: "label", isDescending: false)],
        [
            OrderTerm(field: "label", isDescending: true, nullsFirst: false),
            OrderTerm(field: "grade", isDescending: false, nullsFirst: true),
        ],
        [OrderTerm(field: "grade", isDescending: false), OrderTerm(field: "rank", isDescending: true)],
        [OrderTerm(field: "hidden_rank", isDescending: false)],
        [OrderTerm(field: "rank", isDescending: false), OrderTerm(field: "id", isDescending: true)],
        [OrderTerm(.related(relation: "owner", .field("username")), isDescending: false)],
        [
            OrderTerm(.related(relation: "owner", .field("email")), isDescending: true, nullsFirst: false),
            OrderTerm(field: "grade", isDescending: true),
        ],
        [OrderTerm(.related(relation: "owner", .count(inverse: "samples")), isDescending: true)],
        [
            OrderTerm(
                .related(relation: "owner", .max(inverse: "samples", .field("hidden_rank"))),
                isDescending: false
            ), OrderTerm(field: "rank", isDescending: false),
        ],
        [
            OrderTerm(
                .related(
                    relation: "owner",
                    .min(inverse: "samples", .related(relation: "owner", .field("username")))
                ),
                isDescending: false,
                nullsFirst: true
            )
        ],
    ]

    private let rows: [Row]
    private let caller: Principal

    init(caller: Principal, random: inout Generator) {
        self.caller = caller
        rows = (0..<40).map { number in
            Row(
                id: Clinic.id(1_000 + number),
                rank: Int.random(in: 0...3, using: &random),
                grade: Bool.random(using: &random) ? nil : Int.random(in: -1...1, using: &random),
                hidden: Int.random(in: 0...2, using: &random),
                label: [nil, "a", "B", "ä", "Z\u{301}"].randomElement(using: &random) ?? nil
            )
        }
    }

    var seed: String {
        let values = rows.map { row in
            "('\(row.id)', \(row.rank), \(row.grade.map(String.init) ?? "null"), \(row.hidden), "
                + "\(row.label.map { "'\($0)'" } ?? "null"), '\(Clinic.id(row.owner))')"
        }
        return "insert into samples (id, rank, grade, hidden_rank, label, owner_id) values "
            + values.joined(separator: ",") + ";"
    }

    /// The ids of all rows in an order.
    func sorted(by order: [OrderTerm]) -> [String] {
        let terms = order + [OrderTerm(field: "id", isDescending: order.last?.isDescending ?? false)]
        return rows.sorted { precedes($0, $1, terms) }.map(\.id)
    }

    private func precedes(_ left: Row, _ right: Row, _ terms: [OrderTerm]) -> Bool {
        for term in terms {
            switch (value(term.key, of: left), value(term.key, of: right)) {
            case (nil, nil): continue
            case (nil, _): return term.nullsFirst
            case (_, nil): return !term.nullsFirst
            case (let left?, let right?) where left == right: continue
            case (let left?, let right?): return term.isDescending ? left > right : left < right
            }
        }
        return false
    }

    private var isAdmin: Bool { caller == Clinic.admin }

    /// What the caller sees: Ann sees herself and the hidden rank of her own rows only, the admin all users.
    private func value(_ key: OrderKey, of row: Row) -> Sortable? {
        switch key {
        case .field("id"): return .text(row.id)
        case .field("rank"): return .number(row.rank)
        case .field("grade"): return row.grade.map { .number($0) }
        case .field("label"): return row.label.map { .text($0) }
        case .field("hidden_rank"): return hidden(row).map { .number($0) }
        case .related("owner", let key):
            guard isAdmin || row.owner == 3 else { return nil }
            let owned = rows.filter { $0.owner == row.owner }
            switch key {
            case .count: return .number(owned.count)
            case .max: return owned.compactMap(hidden).max().map { .number($0) }
            default: return .number(row.owner)
            }
        default: return nil
        }
    }

    private func hidden(_ row: Row) -> Int? { !isAdmin && row.owner == 3 ? row.hidden : nil }
}
