import NIOCore
import PlumblineData
import PlumblineGraphQL
import PlumblinePostgres
import PlumblineQuery
import PlumblineReference
import PlumblineSchema

extension Benchmark {
    /// What happens to values, on their way in and out.
    static var values: [Benchmark] {
        [
            Benchmark("read variables W4") {
                let json = Array(Workload.w4.variables.utf8)
                return { _ in _ = try JSONReader.read(json) }
            },
            Benchmark("coerce variables W4") {
                let operation = try Preparation(.w4).operation
                let given = try JSONReader.read(Array(Workload.w4.variables.utf8))
                return { _ in _ = try operation.coerce(given) }
            },
            Benchmark("check input W4") {
                let schema = try Schema.benchmark()
                guard let entity = schema.entity("Appointment") else { throw Mistake("no appointments") }
                let validator = Validator(schema: schema, entity: entity)
                let values: [String: Value] = [
                    "client": .uuid(Workload.Key.client), "provider": .uuid(Workload.Key.provider),
                    "service": .uuid(Workload.Key.service), "starts_at": .timestamp(1_893_999_600_000_000),
                    "notes": .text("The left knee."),
                ]
                return { _ in
                    guard validator.violations(creating: values, now: 0).isEmpty else {
                        throw Mistake("the input is not valid")
                    }
                }
            },
            binding("bind W3", .w3),
            binding("bind W4", .w4),
            Benchmark("write answer W3") {
                let plan = try Preparation(.w3).plan()
                let output = QueryOutput(plan: plan, results: [try PostgresResult(row: [Workload.w3.row])])
                return { _ in
                    guard output.json.readableBytes > 4_000 else { throw Mistake("the answer is too short") }
                }
            },
            Benchmark("write variables W4") {
                let variables = try JSONReader.read(Array(Workload.w4.variables.utf8))
                return { _ in
                    var bytes: [UInt8] = []
                    JSONWriter.append(variables, to: &bytes)
                }
            },
            Benchmark("decode a row to a struct") {
                let json = Array(
                    """
                    {"id":"\(Workload.Key.service)","providerId":"\(Workload.Key.provider)","name":"Treatment",\
                    "durationMinutes":45,"priceMinor":7200,"currency":"EUR","createdAt":"2030-01-07T09:00:00.000Z",\
                    "updatedAt":"2030-01-07T09:00:00.000Z","version":1}
                    """.utf8
                )
                return { _ in
                    _ = try RowReader(try JSONReader.read(json), Service.entity).row(Service.self)
                }
            },
        ]
    }

    /// The values of a plan's statements, as they are handed to the database's client.
    private static func binding(_ name: String, _ workload: Workload) -> Benchmark {
        Benchmark(name) {
            let preparation = try Preparation(workload)
            let plan = try preparation.plan()
            return { _ in
                let binder = Binder(
                    variables: preparation.variables,
                    principal: .admin,
                    newKeys: [:],
                    passwordHashes: [:]
                )
                _ = try binder.values(of: plan)
            }
        }
    }
}
