import Foundation
import PlumblineEmit
import PlumblineSchema
import Testing

@Suite("schema.sql")
struct SchemaSQLTests {
    private let sql = SQLEmitter(Samples.scheduling).schemaSQL()

    @Test("A column has its default in the database only if no other field and no caller is asked")
    func defaults() {
        #expect(sql.contains("    status text collate \"C\" not null default 'requested',\n"))
        #expect(sql.contains("    ends_at timestamptz not null,\n"))
    }

    @Test("The limits of a password are not those of its hash")
    func passwords() {
        #expect(!sql.contains("users_hashed_password_length"))
    }

    @Test("The indexes are those that the schema lists")
    func indexes() {
        let index =
            "create index appointments_provider_id_starts_at_idx on appointments (provider_id, starts_at);"
        #expect(sql.contains(index))
        let all = sql.split(separator: "\n").filter { $0.hasPrefix("create index ") }
        #expect(all.filter { !$0.contains(" on plumbline.") }.count == 1)
    }

    @Test("No line is too long to read")
    func width() {
        #expect(sql.split(separator: "\n").allSatisfy { $0.count <= 130 })
    }

    @Test("The fingerprint follows what the database enforces, and neither words nor line numbers")
    func fingerprint() {
        let fingerprint = SQLEmitter(Samples.scheduling).fingerprint()
        #expect(
            SQLEmitter(
                Self.changing {
                    $0.doc = "Other words."; $0.origin.line += 1
                }
            ).fingerprint() == fingerprint
        )
        #expect(SQLEmitter(Self.changing { $0.fields[1].isOptional = true }).fingerprint() != fingerprint)
        #expect(fingerprint.count == 64)
    }

    private static func changing(_ change: (inout Entity) -> Void) -> Schema {
        let schema = Samples.scheduling
        var entities = schema.entities
        change(&entities[3])
        return Schema(name: schema.name, enums: schema.enums, entities: entities, principal: schema.principal)
    }
}
