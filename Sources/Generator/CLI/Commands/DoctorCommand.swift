import ArgumentParser
import PlumblinePostgres
import PlumblineSchema

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says which indexes a service lacks, and which it keeps for nothing.",
        discussion: """
            Of the spec it tells indexes that others make needless, and those that some entities of a list of several have \
            and others lack. None is missing that access rules or relations need: what a rule can compare with the caller is \
            a relation, and every relation has an index.

            Where a database is named (--database, or DATABASE_URL in the environment or .env) it is asked, too, and \
            nothing in it is changed: whether its schema is that of the spec, which foreign keys have no index, which \
            indexes are invalid, needless or never used, and which tables are often read whole or were never analysed. The \
            list of each entity, and of several, is planned for each role as a server plans it, and told is where PostgreSQL means to read \
            a whole table for a few rows. Its statistics are those of that one server since it began to count.

            What matters most comes first. Exits with 1 when there are findings.
            """
    )

    @OptionGroup var spec: SpecOptions
    @OptionGroup var database: DatabaseOptions

    @Option(help: "How to print findings.")
    var format = CheckCommand.Format.text

    func run() async throws {
        let schema = try spec.schema()
        var complaints =
            SharedIndexReview(schema: schema).complaints() + CoveredIndexReview(schema: schema).complaints()
        if let configuration = try await database.configurationIfNamed() {
            let known = Set(complaints.map(\.subject))
            // What the spec says already is not said again of the database.
            complaints += try await Self.ask(configuration, schema).filter { complaint in
                complaint.urgency < .waste || !known.contains(complaint.subject)
            }
        } else {
            Terminal.complain("No database is named, so only the spec was looked at.")
        }
        // The order within one urgency is kept.
        let sorted = complaints.enumerated().sorted {
            ($0.element.urgency, $0.offset) < ($1.element.urgency, $1.offset)
        }
        try tell(sorted.map(\.element))
    }

    private static func ask(
        _ configuration: PostgresConfiguration,
        _ schema: Schema
    ) async throws -> [Complaint] {
        do {
            return try await PostgresClient.withClient(
                configuration: configuration,
                logger: DatabaseOptions.logger
            ) { client in
                let found = try await DatabaseReview(schema: schema).complaints(on: client)
                if found.contains(where: { $0.urgency == .wrongDatabase }) { return found }
                return found + (try await ListReview(schema: schema).complaints(on: client))
            }
        } catch let error as PostgresError {
            throw CommandFailure(error)
        }
    }

    private func tell(_ complaints: [Complaint]) throws {
        switch format {
        case .json: try JSONOutput.print(complaints)
        case .text where complaints.isEmpty: print("Nothing is wrong.")
        case .text:
            print(
                complaints.map { complaint in
                    let place = complaint.place.map { "\($0): " } ?? ""
                    return "\(place)\(complaint.message)\nfix: \(complaint.fix)"
                }.joined(separator: "\n\n")
            )
        }
        if !complaints.isEmpty { throw ExitCode.findings }
    }
}
