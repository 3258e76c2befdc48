"""What both executors share besides pages: the row of a user, the statistics, the insert."""

from typing import Any

import asyncpg

from . import database
from .schema import refusal
from .selection import caller_id, sees_all
from .tokens import Claims

STATISTICS = """
select upper(status) as status, count(*), min(starts_at) as earliest, max(starts_at) as latest
from appointments where provider_id = $1 and ($2::uuid is null or client_id = $2)
group by appointments.status order by appointments.status"""

# The end comes from the service, which is the provider's or no row.
INSERT = """
insert into appointments (provider_id, service_id, client_id, starts_at, ends_at, notes)
select provider_id, id, $3, $4::timestamptz, $4::timestamptz + make_interval(mins => duration_minutes), $5
from services where (provider_id, id) = ($1, $2)
returning id, starts_at as "startsAt", ends_at as "endsAt", notes, upper(status) as status"""
INSERTED = "providerId", "serviceId", "clientId", "startsAt", "notes"
# What a constraint forbids, by its kind.
FORBIDDEN: dict[type[Exception], tuple[str, str]] = {
    asyncpg.ExclusionViolationError: ("That time is already taken", "SLOT_TAKEN"),
    asyncpg.ForeignKeyViolationError: ("There is no such client", "BAD_USER_INPUT"),
}


def may_see_user(claims: Claims, user_id: Any) -> bool:
    return sees_all(claims) or caller_id(claims) == user_id


async def statistics(claims: Claims, provider_id: Any) -> dict[str, Any]:
    rows = await database.pool.fetch(STATISTICS, provider_id, None if sees_all(claims) else caller_id(claims))
    return {
        "count": sum(row["count"] for row in rows),
        "earliest": min((row["earliest"] for row in rows), default=None),
        "latest": max((row["latest"] for row in rows), default=None),
        "byStatus": [{"status": row["status"], "count": row["count"]} for row in rows],
    }


async def create_appointment(claims: Claims, wanted: dict[str, Any]) -> dict[str, Any]:
    if not may_see_user(claims, wanted["clientId"]):
        raise refusal("You may book for yourself only", "FORBIDDEN")
    try:
        created = await database.pool.fetch(INSERT, *map(wanted.get, INSERTED))
    except tuple(FORBIDDEN) as error:
        raise refusal(*FORBIDDEN[type(error)]) from None
    if not created:
        raise refusal("The service is not one of this provider's", "BAD_USER_INPUT")
    return dict(created[0])
