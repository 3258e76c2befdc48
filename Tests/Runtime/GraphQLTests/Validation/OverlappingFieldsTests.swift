import Testing

@testable import PlumblineGraphQL

@Suite("Field selection merging")
struct OverlappingFieldsTests {
    private static let advice = "Use different aliases on the fields to fetch both if this was intentional."

    @Test(
        "Fields that cannot be merged are told with the way to them",
        arguments: [
            (
                "{ dog { x: name x: barks } }",
                "Fields \"x\" conflict because \"name\" and \"barks\" are different fields. \(advice) (1:9, 1:17)"
            ),
            (
                "{ dog { name name(surname: true) } }",
                "Fields \"name\" conflict because they have differing arguments. \(advice) (1:9, 1:14)"
            ),
            (
                "{ dog { x: name } dog { x: barks } }",
                "Fields \"dog\" conflict because subfields \"x\" conflict because \"name\" and \"barks\" are different fields. \(advice) (1:3, 1:9, 1:19, 1:25)"
            ),
            (
                "{ catOrDog { ... on Dog { x: volume } ... on Cat { x: meows } } }",
                "Fields \"x\" conflict because they return conflicting types \"Int\" and \"Boolean\". \(advice) (1:27, 1:52)"
            ),
            (
                "{ dog { ...A ...B } } fragment A on Dog { x: name } fragment B on Dog { x: volume }",
                "Fields \"x\" conflict because \"name\" and \"volume\" are different fields. \(advice) (1:43, 1:73)"
            ),
        ]
    )
    func conflict(document: String, expected: String) throws {
        #expect(try PetTypes.errors(document) == [expected])
    }

    @Test("Fields of types that no object has both of may differ as long as their shapes agree")
    func exclusive() throws {
        let document = "{ catOrDog { ... on Dog { x: barks } ... on Cat { x: meows } } }"
        #expect(try PetTypes.errors(document) == [])
    }

    @Test("The order of arguments and of their fields makes no difference")
    func argumentOrder() throws {
        let document =
            "{ args(int: 1, complex: {must: 1, may: \"a\"}) args(complex: {may: \"a\", must: 1}, int: 1) }"
        #expect(try PetTypes.errors(document) == [])
    }

    @Test(
        "Documents that make pairwise algorithms explode are judged in reasonable work",
        arguments: [
            "{" + String(repeating: "dog { name } ", count: 1_900 / 2) + "}",
            "{" + String(repeating: "dog { mother { mother { name } } } ", count: 400) + "}",
            "{ dog { ...F0 } } "
                + (0..<30).map { "fragment F\($0) on Dog { ...F\($0 + 1) mother { name } } " }.joined()
                + "fragment F30 on Dog { name }",
        ]
    )
    func large(document: String) throws {
        let limits = GuardRails(rootFields: 10_000)
        #expect(try PetTypes.errors(document, ValidationOptions(guardRails: limits)) == [])
    }
}
