import PlumblineSchema
import Testing

@testable import PlumblineSpec

@Suite("Interfaces and unions of a spec")
struct AbstractTypeDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    @Test(
        "An interface has the entities and fields of its trait and of that trait's traits, a union what they share"
    )
    func types() throws {
        let spec = """
            traits:
              Stamped: { interface: true, traits: [timestamps] }
              Inner: { traits: [version], fields: { mark: text } }
              Outer: { doc: Outside., interface: true, list: outers, traits: [Inner, Stamped], fields: { title: text } }
              Unused: { interface: true, fields: { never: text } }
            entities:
              A: { traits: [Outer], access: { read: everyone } }
              B: { traits: [Stamped], fields: { n: integer }, access: { read: everyone } }
              C: { traits: [Outer] }
            unions:
              Some: { doc: Either., of: [B, A] }
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.isEmpty)
        let types = try #require(result.schema).abstractTypes
        #expect(types.map(\.name) == ["Stamped", "Outer", "Unused", "Some"])
        #expect(types.map(\.members) == [["A", "B", "C"], ["A", "C"], [], ["B", "A"]])
        #expect(types[0].fields == ["created_at", "updated_at"])
        #expect(types[1].fields == ["title", "mark", "version", "created_at", "updated_at"])
        #expect(types[3].fields == types[0].fields)
        #expect(types.map(\.interfaces) == [[], ["Stamped"], [], []])
        #expect(types.map(\.listAPIName) == [nil, "outers", nil, nil])
        #expect(types.map(\.kind) == [.interface, .interface, .interface, .union])
        #expect(types.map(\.doc) == [nil, "Outside.", nil, "Either."])
        #expect(types[3].origin == Origin("a.yaml", 11))
    }

    @Test(
        "What a trait of the language adds is in an interface, under the names that entities have it by",
        arguments: BuiltInTrait.allCases.map(\.rawValue)
    )
    func fieldsOfBuiltInTraits(_ trait: String) throws {
        let spec = """
            principal: { entity: Person, sign_in: [name], password: password, role: role }
            enums:
              Role: { values: { reader } }
            traits:
              Shown: { interface: true, traits: [\(trait)], fields: { title: text } }
            entities:
              Person:
                fields:
                  name: { type: text, unique: true }
                  password: password
                  role: Role
                access: { read: authenticated }
              Film: { traits: [Shown], access: { read: everyone } }
            """
        let result = SpecReader.read([SpecFile(path: "a.yaml", text: spec)], name: "test")
        #expect(result.diagnostics.isEmpty)
        let schema = try #require(result.schema)
        let shown = try #require(schema.abstractTypes.first)
        let film = try #require(schema.entity("Film"))
        #expect(Set(shown.fields) == Set(film.fields.map(\.name)).subtracting([Field.keyName]))
    }

    static let cases = [
        DiagnosticCase(
            "types for a list that are made for something else",
            spec: """
                entities:
                  Film: { fields: { title: text }, access: { read: everyone } }
                unions:
                  FilmMany: { of: [Film], list: film_many }
                  FilmGroup: { of: [Film], list: film_group }
                  StringList: { of: [Film], list: string_list }
                  FilmSet: { of: [Film], list: film_set }
                """,
            report: """
                a.yaml:4:3: error: GraphQL would have two types 'FilmManyFilter', one of them for Film, the other for FilmMany. [PL0205]
                  FilmMany: { of: [Film], list: film_many }
                  ^~~~~~~~
                fix: Choose another name.
                a.yaml:6:3: error: GraphQL would have two types 'StringListFilter', one of them the APIs' own, the other for StringList. [PL0205]
                  StringList: { of: [Film], list: string_list }
                  ^~~~~~~~~~
                fix: Choose another name.
                """
        ),
        DiagnosticCase(
            "a list of rows that nobody may read",
            spec: """
                traits:
                  Kept: { interface: true, list: kept_rows, fields: { n: integer } }
                entities:
                  Film: { traits: [Kept] }
                """,
            report: """
                a.yaml:2:34: error: The list 'kept_rows' would have no rows: nobody may read an entity with the trait 'Kept'. [PL0802]
                  Kept: { interface: true, list: kept_rows, fields: { n: integer } }
                                                 ^~~~~~~~~
                fix: Say under the 'access' of such an entity who may read it, or remove 'list'.
                """
        ),
        DiagnosticCase(
            "members that are none",
            spec: """
                entities:
                  Film: { fields: { title: text }, access: { read: everyone } }
                  Review: { fields: { stars: integer } }
                unions:
                  Any1: { of: [Flim, Film, Film, Review] }
                  Any2: { of: [] }
                  Any3: { list: any_list }
                """,
            report: """
                a.yaml:5:16: error: There is no entity 'Flim'. [PL0302]
                  Any1: { of: [Flim, Film, Film, Review] }
                               ^~~~
                fix: Did you mean 'Film'?
                a.yaml:5:28: error: The entity 'Film' is listed twice. [PL0203]
                  Any1: { of: [Flim, Film, Film, Review] }
                                           ^~~~
                a.yaml:5:34: error: Nobody may read Review, so that the APIs have no type of that name. [PL0801]
                  Any1: { of: [Flim, Film, Film, Review] }
                                                 ^~~~~~
                fix: Say under its 'access' who may read it, or remove it from the union.
                a.yaml:6:3: error: The union 'Any2' lists no entity. [PL0801]
                  Any2: { of: [] }
                  ^~~~
                fix: List at least one under 'of'.
                a.yaml:7:3: error: The union 'Any3' has no 'of'. [PL0103]
                  Any3: { list: any_list }
                  ^~~~
                fix: List the entities: 'of: [Film, Book]'.
                """
        ),
        DiagnosticCase(
            "names that are taken",
            spec: """
                traits:
                  Node: { interface: true, fields: { n: integer } }
                  FilmEdge: { interface: true, fields: { m: integer } }
                entities:
                  Film: { traits: [Node, FilmEdge], access: { read: everyone } }
                  AnyFilter: { fields: { title: text }, access: { read: everyone } }
                unions:
                  Film: { of: [Film] }
                  Any: { of: [Film, AnyFilter], list: films }
                  Other: { of: [Film], list: node }
                  Third: { of: [Film], list: Third }
                """,
            report: """
                a.yaml:2:3: error: The APIs or Swift have a type 'Node' of their own. [PL0204]
                  Node: { interface: true, fields: { n: integer } }
                  ^~~~
                fix: Choose another name.
                a.yaml:3:3: error: GraphQL has a type 'FilmEdge' already: it is made for Film. [PL0205]
                  FilmEdge: { interface: true, fields: { m: integer } }
                  ^~~~~~~~
                fix: Choose another name.
                a.yaml:6:3: error: GraphQL has a type 'AnyFilter' already: it is made for Any. [PL0205]
                  AnyFilter: { fields: { title: text }, access: { read: everyone } }
                  ^~~~~~~~~
                fix: Choose another name.
                a.yaml:8:3: error: The name 'Film' is taken already, at a.yaml:5. [PL0203]
                  Film: { of: [Film] }
                  ^~~~
                fix: Types, enums, traits, entities and unions need names of their own.
                a.yaml:9:3: error: The APIs or Swift have a type 'Any' of their own. [PL0204]
                  Any: { of: [Film, AnyFilter], list: films }
                  ^~~
                fix: Choose another name.
                a.yaml:9:39: error: The query root of GraphQL would have a field 'films' for the list 'films', but the name is taken by Film. [PL0205]
                  Any: { of: [Film, AnyFilter], list: films }
                                                      ^~~~~
                fix: Choose another name for one of the fields, the query, the list or the entity that it is made of.
                a.yaml:10:30: error: The query root of GraphQL would have a field 'node' for the list 'node', but the name is taken by the APIs themselves. [PL0205]
                  Other: { of: [Film], list: node }
                                             ^~~~
                fix: Choose another name for one of the fields, the query, the list or the entity that it is made of.
                a.yaml:11:30: error: The name of a list is written in snake_case, in ASCII letters and digits; 'Third' is not. [PL0201]
                  Third: { of: [Film], list: Third }
                                             ^~~~~
                fix: Write 'third'.
                """
        ),
        DiagnosticCase(
            "a list of a trait that is no interface",
            spec: """
                traits:
                  A: { list: rows, fields: { n: integer } }
                  B: { interface: false, list: others, fields: { m: integer } }
                entities:
                  Film: { traits: [A, B], access: { read: everyone } }
                """,
            report: """
                a.yaml:2:8: error: The trait 'A' has 'list' but no 'interface'. [PL0104]
                  A: { list: rows, fields: { n: integer } }
                       ^~~~
                fix: Say 'interface: true' beside it.
                a.yaml:3:32: error: A trait that is no interface has no list. [PL0104]
                  B: { interface: false, list: others, fields: { m: integer } }
                                               ^~~~~~
                fix: Say 'interface: true', or remove 'list'.
                """
        ),
        DiagnosticCase(
            "lists whose rows have no order, or whose conditions have two meanings",
            spec: """
                traits:
                  Keyed: { interface: true, list: keyed_rows, fields: { film: text } }
                entities:
                  Film: { traits: [Keyed], access: { read: everyone } }
                  Country: { traits: [Keyed], key: film, access: { read: everyone } }
                """,
            report: """
                a.yaml:2:35: error: The filter of the list 'keyed_rows' would have two members 'film', one of them for rows of Film. [PL0205]
                  Keyed: { interface: true, list: keyed_rows, fields: { film: text } }
                                                  ^~~~~~~~~~
                fix: Choose another name for the field or the entity.
                a.yaml:2:35: error: The rows of Country and Film cannot stand in the list 'keyed_rows', whose order ends with a field that is the key of all. [PL0802]
                  Keyed: { interface: true, list: keyed_rows, fields: { film: text } }
                                                  ^~~~~~~~~~
                fix: Give the entities one field as their key, of one name and type; 'id' without 'key:'.
                """
        ),
    ]
}
