import Foundation
import PlumblineEmit
import PlumblineSchema
import PlumblineSpec
import PlumblineTestSupport
import Testing

/// One rule of the spec, two judges: the server's validator and the CHECKs of the column.
@Suite("Rules on one value in Swift and in PostgreSQL")
struct ValueRulesInPostgresTests {
    private static let schema: Schema? = {
        let spec = """
            entities:
              Sample:
                fields:
                  email: Email
                  phone: Phone
                  url: Url
                  slug: Slug
                  username: Username
                  time_zone: TimeZone
                  country: CountryCode
                  currency: CurrencyCode
                  language: LanguageTag
                  color: Color
                  tidy: { type: text, normalize: [collapse_spaces, trim, upper], max_length: 4 }
                  plate: { type: text, pattern: '(W|ST)-[1-9][0-9]{0,2}|[^a-z]' }
                  size: { type: text, one_of: [s, m, "it's"] }
                  level: { type: integer, one_of: [1, 2, 4] }
                  share: { type: decimal, precision: 6, scale: 3, min: -0.125, max: 0.5 }
                  step: { type: decimal, precision: 6, scale: 3, one_of: [0.1, 0.25, 1] }
                  ratio: { type: float, min: -0.1, max: 0.3 }
                  percentage: Percentage
                  latitude: Latitude
                  longitude: Longitude
            """
        return SpecReader.read([SpecFile(path: "spec/samples.yaml", text: spec)], name: "samples").schema
    }()

    private static let texts = [
        "ada@example.com", " Ada@Example.COM ", "ada@", "+43123456789", " +43123456789",
        "https://example.com/a?b",
        "ftp://a", "a-b", "A-B ", "a--b", "Ada_1", "1a", "Europe/Vienna", "/UTC", "AT", " at", "A", "ATX",
        "EUR", "eur ",
        "de-AT", "de", "DE-at", "zh-Hant-TW", "#1E90FF", "#12345", "a  b", "a   b  ", "   ", "", "W-1",
        "ST-123", "W-0",
        "W-1234", "\n", "é", "😀", "e\u{301}", "s", "m", "it's", "S", "a\tb",
    ]

    private static let numbers = [
        "0", "1", "2", "3", "4", "-1", "0.1", "-0.1", "0.25", "0.3", "0.30000000000000004", "0.5", "0.501",
        "-0.125",
        "-0.126", "100", "100.01", "90", "90.000001", "-180", "180.5", "-90.5", "1.000",
    ]

    @Test("Both give the same verdict on every value")
    func verdicts() async throws {
        let schema = try #require(Self.schema)
        let entity = try #require(schema.entity("Sample"))
        let fields = entity.fields.filter(\.isGiven)
        #expect(fields.count == 20)
        let selects = fields.map { "(\(sql(of: $0, in: entity, schema)))" }.joined(separator: " || ';' || ")
        try await TestDatabase.with { database in
            let found = try #require(try await database.scalar("select \(selects)")).split(separator: ";")
            try #require(found.count == fields.count)
            for (field, verdicts) in zip(fields, found) {
                let cases = Self.cases(for: field)
                let given = verdicts.split(separator: ",")
                try #require(given.count == cases.count)
                for (sample, verdict) in zip(cases, given) {
                    // What the server stores is normalised; a writer who goes around it gives the text as it is.
                    let isStored = field.normalized(sample.value) == sample.value
                    let isRight = field.violations(of: sample.value, in: schema).isEmpty && isStored
                    #expect(verdict == "\(isRight)", "\(field.name) \(sample.text.debugDescription)")
                }
            }
        }
    }

    /// What the CHECKs of a column say of all its values.
    private func sql(of field: Field, in entity: Entity, _ schema: Schema) -> String {
        let checks = SQLEmitter(schema).objects(of: entity)
            .filter {
                $0.identity.kind == .constraint && $0.identity.name.hasPrefix("samples_\(field.column)_")
            }
            .compactMap { $0.definition.components(separatedBy: " check ").last }
        let column = SQLIdentifier.quoted(field.column)
        let rows = Self.cases(for: field).enumerated().map {
            "(\($0), \(SQLLiteral.quoted($1.text))::\(Self.type(of: field)))"
        }
        return """
            select string_agg(coalesce(\(checks.joined(separator: " and ")), true)::text, ',' order by place)
            from (values \(rows.joined(separator: ", "))) t(place, \(column))
            """
    }

    @Test("Both normalise alike")
    func normalization() async throws {
        let constraints = ValueConstraints(normalization: [.collapseSpaces, .trim, .lower])
        let rows = Self.texts.enumerated().map { "(\($0), \(SQLLiteral.quoted($1)))" }.joined(separator: ", ")
        let sql = try #require(constraints.normalizedSQL("word"))
        try await TestDatabase.with { database in
            let json = try #require(
                try await database.scalar(
                    "select json_agg(\(sql) order by place)::text from (values \(rows)) t(place, word)"
                )
            )
            let normalized = try JSONDecoder().decode([String].self, from: Data(json.utf8))
            #expect(normalized == Self.texts.map(constraints.normalized))
        }
    }

    private static func type(of field: Field) -> String {
        switch field.type {
        case .integer: "integer"
        case .decimal(let precision, let scale): "numeric(\(precision), \(scale))"
        case .float: "double precision"
        default: "text"
        }
    }

    /// The values that fit the column's type; PostgreSQL would round or refuse others before any CHECK.
    private static func cases(for field: Field) -> [(text: String, value: Value)] {
        switch field.type {
        case .integer: numbers.compactMap { text in Int64(text).map { (text, .integer($0)) } }
        case .decimal(let precision, let scale):
            numbers.compactMap { text in
                guard let number = ExactDecimal(text), number.scale <= scale,
                    number.integerDigits <= precision - scale
                else { return nil }
                return (text, .decimal(number))
            }
        case .float: numbers.compactMap { text in Double(text).map { (text, .float($0)) } }
        default: texts.map { ($0, .text($0)) }
        }
    }
}
