import PlumblineQuery
import PlumblineSchema
import Testing

@Suite("Values as callers give them")
struct InputValueTests {
    @Test(
        "A time is spelled as the APIs spell it, not as PostgreSQL does",
        arguments: [
            (Value.duration(3_600_000_000), "PT1H"), (.date(0), "1970-01-01"),
            (.timestamp(1_500_000), "1970-01-01T00:00:01.5Z"),
        ]
    )
    func times(value: Value, text: String) {
        #expect(InputValue(value) == .string(text))
    }
}
