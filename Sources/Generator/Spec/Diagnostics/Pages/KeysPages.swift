extension DiagnosticPage {
    /// Keys and many-to-many relations: PL0620 to PL0622.
    static let keys: [DiagnosticPage] = [
        DiagnosticPage(
            .wrongKey,
            "A key that cannot identify rows",
            """
            A key is one or more required fields whose values have one text each: texts, whole numbers, UUIDs, dates,
            enums and relations. A field called `id` is the whole key or not there, because every API calls the key so.
            Whoever may read a row sees its key, so that no rule of a field can hide it.
            Without `key` the server gives each row a UUID.
            """,
            wrong: """
                entities:
                  Country:
                    key: code
                    fields:
                      code: { type: text, optional: true }
                """,
            right: """
                entities:
                  Country:
                    key: code
                    fields:
                      code: text
                """
        ),
        DiagnosticPage(
            .keyOfSeveral,
            "A relation to a key of several fields",
            """
            A relation is kept in one column, so that what it points at needs a key of one field. Fields that
            identify a row together can be kept unique by a rule instead.
            """,
            wrong: """
                entities:
                  Seat:
                    key: [row, number]
                    fields:
                      row: text
                      number: integer
                  Ticket:
                    fields:
                      seat: { to: Seat }
                """,
            right: """
                entities:
                  Seat:
                    fields:
                      row: text
                      number: integer
                    rules:
                      place_is_unique: { unique: [row, number], message: There is such a seat already. }
                  Ticket:
                    fields:
                      seat: { to: Seat }
                """
        ),
        DiagnosticPage(
            .wrongManyToMany,
            "A many-to-many relation without two ends",
            """
            A many-to-many relation leads through an entity that has a relation to either side. Where that entity
            has several to one side, `near` names the one that points here and `far` the one that leads on.
            """,
            wrong: """
                entities:
                  Person:
                    fields:
                      name: text
                    many_to_many:
                      friends: { to: Person, through: Friendship }
                  Friendship:
                    key: [person, friend]
                    fields:
                      person: { to: Person, inverse: friendships }
                      friend: { to: Person, inverse: friendships_of_others }
                """,
            right: """
                entities:
                  Person:
                    fields:
                      name: text
                    many_to_many:
                      friends: { to: Person, through: Friendship, near: person, far: friend }
                  Friendship:
                    key: [person, friend]
                    fields:
                      person: { to: Person, inverse: friendships }
                      friend: { to: Person, inverse: friendships_of_others }
                """
        ),
    ]
}
