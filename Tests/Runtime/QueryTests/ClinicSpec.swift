import PlumblineSchema
import PlumblineSpec
import Testing

/// The schema that these tests run on: a clinic with rules of ownership, defaults across relations, and an entity of
/// every type of field.
enum ClinicSpec {
    static let schema: Schema = {
        let result = SpecReader.read([SpecFile(path: "spec/clinic.yaml", text: text)], name: "clinic")
        guard let schema = result.schema else {
            Issue.record("The spec of the tests is broken: \(result.diagnostics)")
            return Schema(name: "broken", enums: [], entities: [], principal: nil)
        }
        return schema
    }()

    private static let text = """
        principal: { entity: User, sign_in: [username], password: password, role: role, active: is_active }

        enums:
          Role:
            values: { admin: All., staff: Much., client: Its own. }
          Status:
            values: { requested: Asked for., checked_in: Here., cancelled: Off. }

        entities:
          User:
            traits: [timestamps, version]
            fields:
              username: { type: text, min_length: 3, max_length: 40, unique: true }
              email: { type: text, optional: true, access: { read: "role(admin) or id = me" } }
              role: { type: Role, default: client, access: { write: role(admin) } }
              is_active: { type: boolean, default: true }
              password: { type: password, min_length: 4 }
            access:
              read: role(admin, staff) or id = me
              create: role(admin)
              update: role(admin) or id = me
              delete: role(admin)

          Provider:
            fields:
              user: { to: User, unique: true, inverse: provider, on_delete: restrict }
              name: { type: text, min_length: 1 }
            access: { read: everyone, create: role(admin), update: role(admin), delete: role(admin) }

          Service:
            fields:
              provider: { to: Provider, on_delete: cascade }
              name: text
              minutes: { type: integer, min: 5, max: 600 }
            search: { fields: [name] }
            access: { read: everyone, create: role(admin), update: role(admin), delete: role(admin) }

          Appointment:
            traits: [timestamps, version]
            fields:
              client: { to: User, on_delete: restrict }
              provider: { to: Provider, on_delete: restrict }
              service: { to: Service, on_delete: restrict }
              starts_at: timestamp
              ends_at: { type: timestamp, default: starts_at + minutes(service.minutes) }
              reminds_at: { type: timestamp, default: ends_at - hours(2) }
              status: { type: Status, default: requested }
              notes: { type: text, optional: true, max_length: 20 }
            rules:
              ends_after_it_starts:
                check: ends_at > starts_at
                message: An appointment ends after it starts.
              service_is_the_providers:
                check: service.provider = provider
                message: The service is not one of this provider's.
              no_double_booking:
                no_overlap: [starts_at, ends_at]
                per: [provider]
                when: status in [requested, checked_in]
                message: That time is already taken.
                code: SLOT_TAKEN
            indexes:
              - { fields: [client, starts_at] }
              - { fields: [provider, starts_at] }
            access:
              read: role(admin, staff) or client = me or provider.user = me
              create: role(admin, staff) or client = me
              update: role(admin, staff) or client = me or provider.user = me
              delete: role(admin)

          Sample:
            fields:
              label: { type: text, optional: true }
              rank: integer
              grade: { type: integer, optional: true }
              hidden_rank: { type: integer, default: 0, access: { read: "owner = me" } }
              owner: { to: User, optional: true, on_delete: set_null }
              total: { type: bigint, default: 0 }
              price: { type: decimal, precision: 12, scale: 2, default: 0 }
              ratio: { type: float, optional: true }
              flag: { type: boolean, default: false }
              day: { type: date, optional: true }
              clock: { type: time, optional: true }
              moment: { type: timestamp, optional: true }
              extra: { type: json, optional: true }
              status: { type: Status, optional: true }
            access: { read: everyone, create: everyone, update: everyone, delete: everyone }
        """
}
