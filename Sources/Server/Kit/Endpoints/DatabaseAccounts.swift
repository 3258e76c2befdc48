import Foundation
import PlumblineIdentity
import PlumblinePostgres
import PlumblineSchema

/// The accounts of the principal entity's table.
struct DatabaseAccounts: AccountStore {
    private let database: PostgresClient
    private let find: PostgresStatement
    private let replace: PostgresStatement

    /// Creates the store, or nil where the schema names no entity that signs in.
    init?(schema: Schema, database: PostgresClient) {
        guard let principal = schema.principal, let entity = schema.entity(principal.entity),
            let key = entity.singleKey, let password = entity.field(principal.password),
            let role = entity.field(principal.role)
        else { return nil }
        let comparisons = principal.signIn.compactMap { entity.field($0) }.map(Self.comparison)
        guard let first = comparisons.first else { return nil }
        let table = entity.sqlTable
        let id = SQLIdentifier.quoted(key.column)
        let hash = SQLIdentifier.quoted(password.column)
        let active =
            principal.active.flatMap { entity.field($0) }.map { SQLIdentifier.quoted($0.column) } ?? "true"
        let isThere = entity.deletionField.map { " and \(SQLIdentifier.quoted($0.column)) is null" } ?? ""
        self.database = database
        find = PostgresStatement(
            """
            select \(id)::text, \(SQLIdentifier.quoted(role.column))::text, \(hash), \(active)
            from \(table)
            where (\(comparisons.joined(separator: " or ")))\(isThere)
            order by \(first) desc
            limit 1
            """
        )
        replace = PostgresStatement(
            "update \(table) set \(hash) = $3::text where \(id) = $1::uuid and \(hash) = $2::text"
        )
    }

    /// Who signs in may write the name as in any input: it is compared as it would be stored.
    private static func comparison(_ field: Field) -> String {
        let given = field.constraints.normalizedSQL("$1::text") ?? "$1::text"
        let sides = [SQLIdentifier.quoted(field.column), given]
        guard field.type == .citext else { return sides.joined(separator: " = ") }
        return sides.map { "lower(\($0) collate \"C\")" }.joined(separator: " = ")
    }

    /// Who signs in does not wait behind all others who are not signed in.
    private static let lane = "sign-in".hashValue

    func account(username: String) async throws -> Account? {
        var flight = PostgresFlight.read(find, [.text(username)])
        flight.caller = Self.lane
        guard let result = try await database.execute(flight).first, result.rowCount == 1,
            let id = result.string(row: 0, column: 0).flatMap({ UUID(uuidString: $0) }),
            let role = result.string(row: 0, column: 1),
            let hash = result.string(row: 0, column: 2)
        else { return nil }
        return Account(
            id: id,
            roles: [role],
            passwordHash: hash,
            isActive: result.string(row: 0, column: 3) == "t"
        )
    }

    func replacePasswordHash(of id: UUID, from oldHash: String, to newHash: String) async throws {
        let values: [PostgresValue] = [.text(id.uuidString), .text(oldHash), .text(newHash)]
        _ = try await database.query(replace, values)
    }
}
