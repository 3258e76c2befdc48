import PlumblineSchema
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
    private func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

    @Test(
        "A number is read and printed in its shortest form",
        arguments: [
            ("0", "0", 0, 0), ("-0.00", "0", 0, 0), ("007.50", "7.5", 1, 1), ("+1", "1", 1, 0),
            ("-0.05", "-0.05", 0, 2),
            ("100", "100", 3, 0), ("99999999999999999999.000000000000000000001", nil, 20, 21),
        ] as [(String, String?, Int, Int)]
    )
    func notation(text: String, printed: String?, integerDigits: Int, scale: Int) throws {
        let number = try decimal(text)
        #expect(number.description == printed ?? text)
        #expect(number.integerDigits == integerDigits)
        #expect(number.scale == scale)
    }

    @Test(
        "What is not a plain decimal is refused",
        arguments: ["", "-", ".5", "5.", "1e3", "1,5", " 1", "--1", "١"]
    )
    func refused(text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test(
        "Sums, differences and products are exact",
        arguments: [
            ("0.1", "0.2", "0.3", "-0.1", "0.02"),
            ("-0.5", "0.5", "0", "-1", "-0.25"),
            ("999", "0.001", "999.001", "998.999", "0.999"),
            ("-1.5", "-2.5", "-4", "1", "3.75"),
            ("0", "-7", "-7", "7", "0"),
        ]
    )
    func arithmetic(left: String, right: String, sum: String, difference: String, product: String) throws {
        let (left, right) = (try decimal(left), try decimal(right))
        #expect((left + right).description == sum)
        #expect((left - right).description == difference)
        #expect((left * right).description == product)
    }

    @Test("Numbers are ordered by value, and zeros at the end change nothing")
    func order() throws {
        let ascending = try ["-10", "-9.5", "-0.01", "0", "0.009", "0.01", "9", "10"].map { try decimal($0) }
        #expect(ascending.reversed().sorted() == ascending)
        #expect(try decimal("1.50") == decimal("1.5"))
        #expect(ExactDecimal(Int64.min).description == "-9223372036854775808")
        #expect(try decimal("0.1").approximation == 0.1)
    }
}
