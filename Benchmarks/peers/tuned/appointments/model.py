"""What GraphQL's types are in the database: columns, to-one relations, lists, and the arguments of lists."""

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Table:
    """A table under its alias. Expressions hold `{0}` where the alias goes."""

    name: str
    typename: str
    columns: dict[str, str]
    order: str
    # Field: the key of the other table, and the column here.
    to_one: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Field: the key of the other table, and the column there.
    to_many: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Argument: the condition, with `{1}` for the parameter.
    filters: dict[str, str] = field(default_factory=dict)
    # What a caller with the role `client` sees, with `{1}` for its id.
    own: str | None = None


TABLES = {
    "user": Table(
        "users",
        "User",
        {
            "id": "{0}.id",
            "username": "{0}.username",
            "email": "{0}.email",
            "fullName": "{0}.full_name",
            "role": "upper({0}.role)",
            "isActive": "{0}.is_active",
        },
        order="{0}.id",
    ),
    "provider": Table(
        "providers",
        "Provider",
        {"id": "{0}.id", "name": "{0}.name", "speciality": "{0}.speciality", "timeZone": "{0}.time_zone"},
        order="{0}.name, {0}.id",
        to_many={"services": ("service", "provider_id"), "appointments": ("appointment", "provider_id")},
        filters={"speciality": "{0}.speciality = {1}"},
    ),
    "service": Table(
        "services",
        "Service",
        {
            "id": "{0}.id",
            "name": "{0}.name",
            "durationMinutes": "{0}.duration_minutes",
            "priceCents": "{0}.price_cents",
        },
        order="{0}.name, {0}.id",
        to_many={"appointments": ("appointment", "service_id")},
    ),
    "appointment": Table(
        "appointments",
        "Appointment",
        {
            "id": "{0}.id",
            "startsAt": "{0}.starts_at",
            "endsAt": "{0}.ends_at",
            "status": "upper({0}.status)",
            "notes": "{0}.notes",
        },
        order="{0}.starts_at, {0}.id",
        to_one={
            "client": ("user", "client_id"),
            "provider": ("provider", "provider_id"),
            "service": ("service", "service_id"),
        },
        filters={
            "providerId": "{0}.provider_id = {1}",
            "clientId": "{0}.client_id = {1}",
            "startsAtGte": "{0}.starts_at >= {1}",
        },
        own="{0}.client_id = {1}",
    ),
}
