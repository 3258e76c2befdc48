import uuid
from datetime import datetime
from typing import Any

from graphql import GraphQLError, GraphQLScalarType, build_schema

MOST_ROWS = 100

schema = build_schema("""
scalar UUID
scalar DateTime

enum UserRole { ADMIN STAFF CLIENT }
enum AppointmentStatus { PENDING CONFIRMED COMPLETED CANCELLED }

type User { id: UUID! username: String! email: String! fullName: String! role: UserRole! isActive: Boolean! }

type Provider {
  id: UUID! name: String! speciality: String! timeZone: String!
  services(first: Int! = 20): [Service!]!
  appointments(first: Int! = 20, startsAtGte: DateTime): [Appointment!]!
}

type Service {
  id: UUID! name: String! durationMinutes: Int! priceCents: Int!
  appointments(first: Int! = 20, startsAtGte: DateTime): [Appointment!]!
}

type Appointment {
  id: UUID! startsAt: DateTime! endsAt: DateTime! status: AppointmentStatus! notes: String
  client: User! service: Service! provider: Provider!
}

type StatusCount { status: AppointmentStatus! count: Int! }
type AppointmentStatistics { count: Int! earliest: DateTime latest: DateTime byStatus: [StatusCount!]! }

input AppointmentFilter { providerId: UUID clientId: UUID startsAtGte: DateTime }

type Query {
  user(id: UUID!): User
  appointments(first: Int! = 20, filter: AppointmentFilter): [Appointment!]!
  providers(first: Int! = 20, speciality: String): [Provider!]!
  appointmentStatistics(providerId: UUID!): AppointmentStatistics!
}

input CreateAppointmentInput { providerId: UUID! serviceId: UUID! clientId: UUID! startsAt: DateTime! notes: String }
type CreatedAppointment { id: UUID! startsAt: DateTime! endsAt: DateTime! status: AppointmentStatus! notes: String }
type Mutation { createAppointment(input: CreateAppointmentInput!): CreatedAppointment! }
""")


def refusal(message: str, code: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def parse_uuid(value: Any) -> str:
    try:
        return str(uuid.UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise GraphQLError(f"UUID cannot represent value: {value!r}") from None


def parse_time(value: Any) -> datetime:
    try:
        time = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise GraphQLError(f"DateTime cannot represent value: {value!r}") from None
    if time.tzinfo is None:
        raise GraphQLError("DateTime needs an offset")
    return time


def scalar(name: str, parse: Any) -> None:
    kind: GraphQLScalarType = schema.type_map[name]  # type: ignore[assignment]
    kind.parse_value = parse
    # orjson writes times itself.
    kind.serialize = lambda value: value


scalar("UUID", parse_uuid)
scalar("DateTime", parse_time)
for enumeration in ("UserRole", "AppointmentStatus"):
    # The database gives the names.
    schema.type_map[enumeration].serialize = lambda value: value  # type: ignore[union-attr]
