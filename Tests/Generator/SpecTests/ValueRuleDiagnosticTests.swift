import PlumblineSpec
import Testing

@Suite("Patterns, lists, normalisation, transitions and value objects")
struct ValueRuleDiagnosticTests {
    @Test("A mistake is told at its place", arguments: cases)
    func report(_ mistake: DiagnosticCase) {
        #expect(mistake.found == mistake.report)
    }

    static let cases = [
        DiagnosticCase(
            "types that narrow and fields that list",
            spec: #"""
                types:
                  Plate: { base: text, normalize: [trim, upper], pattern: '[A-Z]{1,2}-\d{1,5}', example: W-12345A }
                  Short: { base: Email, max_length: 300 }
                entities:
                  Car:
                    fields:
                      plate: { type: text, pattern: "a(?=b)" }
                      size: { type: text, one_of: [s, m, s] }
                      level: { type: integer, one_of: [1, x] }
                      share: { type: integer, min: 0.5 }
                      word: { type: text, normalize: [trm] }
                      land: { type: CountryCode, one_of: [at] }
                      other: { type: CountryCode, one_of: [AUT] }
                      count: { type: integer, normalize: [trim] }
                      note: { type: text, example: a }
                """#,
            report: #"""
                a.yaml:2:71: error: Engines differ in what '\d' matches. [PL0420]
                  Plate: { base: text, normalize: [trim, upper], pattern: '[A-Z]{1,2}-\d{1,5}', example: W-12345A }
                                                                                      ^~
                fix: Write the characters that are meant, such as '[0-9]'.
                a.yaml:3:37: error: A field can tighten the rules of its type, but not loosen them: the type says 254. [PL0401]
                  Short: { base: Email, max_length: 300 }
                                                    ^~~
                fix: Use another type.
                a.yaml:7:39: error: Only '(…)' and '(?:…)' mean the same in every engine. [PL0420]
                      plate: { type: text, pattern: "a(?=b)" }
                                                      ^~~
                fix: Say what else must hold in a pattern or a rule of its own.
                a.yaml:8:42: error: 'one_of' lists 's' twice. [PL0203]
                      size: { type: text, one_of: [s, m, s] }
                                                         ^
                fix: Remove one of them.
                a.yaml:9:43: error: 'x' is no integer. [PL0105]
                      level: { type: integer, one_of: [1, x] }
                                                          ^
                a.yaml:10:36: error: The limit of a whole number is a whole number. [PL0401]
                      share: { type: integer, min: 0.5 }
                                                   ^~~
                fix: Round it.
                a.yaml:11:39: error: 'normalize' is trim, collapse_spaces, lower or upper, not 'trm'. [PL0105]
                      word: { type: text, normalize: [trm] }
                                                      ^~~
                fix: Did you mean 'trim'?
                a.yaml:12:43: error: 'at' could never be stored: normalised it is 'AT'. [PL0421]
                      land: { type: CountryCode, one_of: [at] }
                                                          ^~
                fix: Write it as it is stored.
                a.yaml:13:44: error: 'AUT' breaks another rule: Value does not have the form of AT. [PL0401]
                      other: { type: CountryCode, one_of: [AUT] }
                                                           ^~~
                a.yaml:14:31: error: 'normalize' does not fit the type integer. [PL0401]
                      count: { type: integer, normalize: [trim] }
                                              ^~~~~~~~~
                fix: Remove it.
                a.yaml:15:36: error: An 'example' shows what has the 'pattern', but there is none. [PL0401]
                      note: { type: text, example: a }
                                                   ^
                fix: Add a 'pattern', or remove it.
                """#
        ),
        DiagnosticCase(
            "lives that cannot be",
            spec: #"""
                enums:
                  State: { values: { draft, published, gone } }
                entities:
                  Page:
                    fields:
                      text: { type: text, transitions: { draft: [published] } }
                      maybe: { type: State, optional: true, default: draft, transitions: { draft: [published] } }
                      first: { type: State, default: draft, transitions: { draft: [publisht, gone, gone] } }
                      second: { type: State, default: draft, transitions: { draft: [draft] } }
                      third: { type: State, default: draft, initial: [published], transitions: { draft: [published] } }
                      fourth: { type: State, initial: [draft] }
                      fifth: { type: State, default: draft, transitions: { draft: [published], gone: [draft] } }
                """#,
            report: #"""
                a.yaml:6:27: error: Only a field whose type is an enum has transitions. [PL0610]
                      text: { type: text, transitions: { draft: [published] } }
                                          ^~~~~~~~~~~
                fix: Give it an enum as type, or remove them.
                a.yaml:7:61: error: A field with transitions always has a value, but 'maybe' is optional. [PL0610]
                      maybe: { type: State, optional: true, default: draft, transitions: { draft: [published] } }
                                                                            ^~~~~~~~~~~
                fix: Remove 'optional', and give the enum a value for what null means.
                a.yaml:8:68: error: State has no value 'publisht'. [PL0304]
                      first: { type: State, default: draft, transitions: { draft: [publisht, gone, gone] } }
                                                                                   ^~~~~~~~
                fix: Did you mean 'published'?
                a.yaml:8:84: error: 'gone' is listed twice. [PL0203]
                      first: { type: State, default: draft, transitions: { draft: [publisht, gone, gone] } }
                                                                                                   ^~~~
                fix: Remove one.
                a.yaml:9:69: error: A row may always keep the value it has, so 'draft' need not lead to itself. [PL0610]
                      second: { type: State, default: draft, transitions: { draft: [draft] } }
                                                                                    ^~~~~
                fix: Remove it.
                a.yaml:10:45: error: The default, 'draft', is not among the values that a new row may have. [PL0610]
                      third: { type: State, default: draft, initial: [published], transitions: { draft: [published] } }
                                                            ^~~~~~~
                fix: Add it to 'initial', or change the default.
                a.yaml:11:30: error: The field 'fourth' has 'initial' but no 'transitions'. [PL0104]
                      fourth: { type: State, initial: [draft] }
                                             ^~~~~~~
                fix: Add 'transitions', or remove it.
                a.yaml:12:80: warning: No row can ever become 'gone': nothing that is initial leads to it. [PL0611]
                      fifth: { type: State, default: draft, transitions: { draft: [published], gone: [draft] } }
                                                                                               ^~~~
                fix: Let another value lead to it, or list it under 'initial'.
                """#
        ),
        DiagnosticCase(
            "value objects and their use",
            spec: #"""
                types:
                  Address:
                    fields:
                      street: { type: text, unique: true }
                      bill: Money
                      city: text
                  Narrow: { base: Address }
                entities:
                  Person:
                    fields:
                      home: { type: Address, default: x }
                      work: { type: Address, max_length: 4 }
                      seat: Address
                    rules:
                      somewhere: { check: seat = 'x', message: Somewhere. }
                      elsewhere: { check: seat.town = 'x', message: Elsewhere. }
                      once: { unique: [seat], message: Once. }
                """#,
            report: #"""
                a.yaml:4:29: error: The field 'street' of a value object has no key 'unique'. [PL0102]
                      street: { type: text, unique: true }
                                            ^~~~~~
                fix: It may have these keys: doc, type, of, precision, scale, min_items, max_items, unique_items, normalize, min_length, max_length, min, max, one_of, format, pattern, example, optional.
                a.yaml:5:13: error: A value object is made of plain values, and 'Money' is none. [PL0423]
                      bill: Money
                            ^~~~~
                fix: Give the entity a field of its own for it.
                a.yaml:7:19: error: A type narrows plain values, and 'Address' is a value object. [PL0423]
                  Narrow: { base: Address }
                                  ^~~~~~~
                fix: List its 'fields' again, with the further rules.
                a.yaml:11:39: error: A field that holds a value object has no 'default'. [PL0423]
                      home: { type: Address, default: x }
                                                      ^
                fix: Remove it.
                a.yaml:12:42: error: Rules on values stand where the value object lists its fields. [PL0423]
                      work: { type: Address, max_length: 4 }
                                                         ^
                fix: Remove it.
                a.yaml:15:27: error: 'seat' is a value object; an expression reads one of its values. [PL0303]
                      somewhere: { check: seat = 'x', message: Somewhere. }
                                          ^~~~
                fix: Its values are: seat.street, seat.city.
                a.yaml:16:32: error: Address has no field 'town'. [PL0303]
                      elsewhere: { check: seat.town = 'x', message: Elsewhere. }
                                               ^~~~
                a.yaml:17:24: error: 'seat' is a value object; a unique rule lists its values. [PL0303]
                      once: { unique: [seat], message: Once. }
                                       ^~~~
                fix: Its values are: seat.street, seat.city.
                """#
        ),
        DiagnosticCase(
            "value objects in jsonb",
            spec: #"""
                types:
                  Address: { fields: { street: text, country: CountryCode } }
                  Tagged: { fields: { tags: { type: array, of: text }, days: { type: range, of: date } } }
                entities:
                  Person:
                    fields:
                      name: { type: text, storage: jsonb }
                      home: { type: Address, storage: jsonb }
                      work: { type: Address, storage: json }
                      seat: { type: Address, storage: columns }
                      tags: { type: Tagged, storage: jsonb }
                      mail: { type: Address, storage: jsonb, encrypted: true, access: { read: nobody, mask: "'x'" } }
                      label: { type: text, generated: home.street }
                    rules:
                      once: { unique: [home.street], message: Once. }
                      sometimes: { unique: [name], when: home.country = 'AT', message: Once. }
                      elsewhere: { check: home.street != seat.street, message: Elsewhere. }
                    indexes:
                      - { fields: [home.country] }
                    rows:
                      ada: { home_street: High 1 }
                """#,
            report: #"""
                a.yaml:7:36: error: Only a value object has a 'storage' of its own. [PL0140]
                      name: { type: text, storage: jsonb }
                                                   ^~~~~
                fix: Remove it; an enum says 'storage' where it lists its values.
                a.yaml:9:39: error: 'storage' is columns or jsonb, not 'json'. [PL0105]
                      work: { type: Address, storage: json }
                                                      ^~~~
                fix: Did you mean 'jsonb'?
                a.yaml:11:38: error: 'days' of Tagged has the type range, which jsonb cannot keep. [PL0140]
                      tags: { type: Tagged, storage: jsonb }
                                                     ^~~~~
                fix: Leave 'storage' out, so that each value has a column.
                a.yaml:11:38: error: 'tags' of Tagged has the type array, which jsonb cannot keep. [PL0140]
                      tags: { type: Tagged, storage: jsonb }
                                                     ^~~~~
                fix: Leave 'storage' out, so that each value has a column.
                a.yaml:12:46: error: A value object that is kept as jsonb has no 'encrypted'. [PL0140]
                      mail: { type: Address, storage: jsonb, encrypted: true, access: { read: nobody, mask: "'x'" } }
                                                             ^~~~~~~~~
                fix: Remove it, or leave 'storage' out.
                a.yaml:12:93: error: A value object that is kept as jsonb has no 'access.mask'. [PL0140]
                      mail: { type: Address, storage: jsonb, encrypted: true, access: { read: nobody, mask: "'x'" } }
                                                                                                            ^~~~~
                fix: Remove it, or leave 'storage' out.
                a.yaml:13:39: error: A generated value cannot read 'home.street', which is kept in jsonb. [PL0141]
                      label: { type: text, generated: home.street }
                                                      ^~~~~~~~~~~
                fix: Store the value object in columns: remove 'storage: jsonb' from 'home'.
                a.yaml:15:24: error: A unique rule cannot hold 'home.street', which is kept in jsonb. [PL0141]
                      once: { unique: [home.street], message: Once. }
                                       ^~~~~~~~~~~
                fix: Store the value object in columns: remove 'storage: jsonb' from 'home'.
                a.yaml:16:42: error: A condition cannot read 'home.country', which is kept in jsonb. [PL0141]
                      sometimes: { unique: [name], when: home.country = 'AT', message: Once. }
                                                         ^~~~~~~~~~~~
                fix: Store the value object in columns: remove 'storage: jsonb' from 'home'.
                a.yaml:19:20: error: An index cannot hold 'home.country', which is kept in jsonb. [PL0141]
                      - { fields: [home.country] }
                                   ^~~~~~~~~~~~
                fix: Store the value object in columns: remove 'storage: jsonb' from 'home'.
                a.yaml:21:14: error: 'home_street' is kept in the jsonb 'home', so that no row of the spec can say it. [PL0432]
                      ada: { home_street: High 1 }
                             ^~~~~~~~~~~
                """#
        ),
    ]
}
