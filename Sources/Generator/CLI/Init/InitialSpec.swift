/// The specs that a new package begins with.
enum InitialSpec {
    /// One entity that everybody may use.
    static let open = """
        # yaml-language-server: $schema=../Sources/Generated/language.schema.json
        # What the service keeps, and who may do what. Each build makes Swift of it.

        entities:
          Task:
            doc: Something to do.
            traits: [timestamps, version]
            fields:
              title: { type: text, min_length: 1, max_length: 120 }
              is_done: { type: boolean, default: false }
              due_at: { type: timestamp, optional: true }
            access:
              read: everyone
              create: everyone
              update: everyone
              delete: everyone

        """

    /// Users who sign in, and what each keeps for itself.
    static let withSignIn = """
        # yaml-language-server: $schema=../Sources/Generated/language.schema.json
        # What the service keeps, and who may do what. Each build makes Swift of it.

        principal:
          entity: User
          sign_in: [email]
          password: password
          role: role

        enums:
          Role:
            doc: What somebody may do.
            values:
              admin: Everything.
              member: What is its own.

        entities:
          User:
            doc: Somebody who can sign in.
            traits: [timestamps, version]
            fields:
              email: { type: text, format: email, max_length: 254, unique: true }
              name: { type: text, min_length: 1, max_length: 120 }
              role: { type: Role, default: member, access: { write: role(admin) } }
              password: { type: password, min_length: 12, max_length: 128 }
            access:
              read: role(admin) or id = me
              create: role(admin)
              update: role(admin) or id = me
              delete: role(admin)

          Task:
            doc: Something to do.
            traits: [timestamps, version]
            fields:
              owner: { to: User, default: me, on_delete: cascade }
              title: { type: text, min_length: 1, max_length: 120 }
              is_done: { type: boolean, default: false }
              due_at: { type: timestamp, optional: true }
            indexes:
              - { fields: [owner, due_at] }
            access:
              read: role(admin) or owner = me
              create: owner = me
              update: role(admin) or owner = me
              delete: role(admin) or owner = me

        """
}
