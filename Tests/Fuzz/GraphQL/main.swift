import Foundation
import FuzzDriver
import PlumblineGraphQL
import PlumblineSchema
import PlumblineSpec

@testable import PlumblineQuery

// A document and, after a zero byte, the JSON of its variables, against the API of the reference application: each must be
// refused or planned, by one statement for a query, with as many values as the statement has places.

let api = GraphQLAPI(schema: readSchema("../../spec"))
let planner = Planner(schema: api.schema)
let callers = [
    Principal.anonymous,
    Principal(id: "00000000-0000-7000-8000-0000000000c1", roles: ["client"]),
    Principal(id: "00000000-0000-7000-8000-0000000000a1", roles: ["admin"]),
]

func readSchema(_ folder: String) -> Schema {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
        SpecFile(
            path: name,
            bytes: [UInt8](FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data())
        )
    }
    guard let schema = SpecReader.read(files, name: "fuzz").schema else { fatalError("no spec in \(folder)") }
    return schema
}

/// A request as it comes over HTTP.
func answer(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    let variables = parts.count > 1 ? try? JSONReader.read(Array(parts[1])) : nil
    guard
        let operation = try? PreparedOperation(parsing: Array(parts[0]), operationName: nil, api: api),
        let coerced = try? operation.coerce(variables),
        let lowered = try? operation.lower(coerced)
    else { return }
    for caller in callers {
        guard let plan = try? planner.plan(lowered, for: CallerShape(caller)) else { continue }
        precondition(plan.kind == .mutation || plan.steps.count <= 1, "a query of several statements")
        let binder = Binder(variables: coerced, principal: caller, newKeys: [:], passwordHashes: [:])
        _ = try? binder.values(of: plan)
        for step in plan.steps {
            let places = Set(step.statement.sql.matches(of: /\$(\d+)::/).map { String($0.1) })
            precondition(
                places.count == step.parameters.count,
                "values without a place: \(step.statement.sql)"
            )
        }
    }
}

/// A schema that somebody wrote, which has one printed form.
func readTypes(_ bytes: [UInt8]) {
    guard let types = try? TypeSystem(parsing: bytes) else { return }
    let text = types.sdl
    guard let again = try? TypeSystem(parsing: Array(text.utf8)) else {
        preconditionFailure("a printed schema that cannot be read: \(text)")
    }
    precondition(again.sdl == text, "a second form that differs from the first")
}

fuzz { start, count in
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    answer(bytes)
    readTypes(bytes)
    return 0
}
