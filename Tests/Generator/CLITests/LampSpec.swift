/// Persons who sign in, for a spec whose other entities follow.
enum LampSpec {
    static let people = """
        principal: { entity: Person, sign_in: [email], password: secret, role: role }
        enums:
          Role: { values: { keeper: Keeps the lamps., guest: Looks at them. } }
        entities:
          Person:
            fields:
              email: { type: text, max_length: 80, unique: true }
              secret: password
              role: Role
            access: { read: id = me }

        """
}
