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

INSERT = """
insert into appointments (client_id, provider_id, service_id, starts_at, ends_at, notes)
select $1, provider_id, id, $4::timestamptz, $4::timestamptz + duration_minutes * interval '1 minute', $5
from services where id = $3 and provider_id = $2
returning id, starts_at as "startsAt", ends_at as "endsAt", upper(status) as status, notes"""


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


async def create_appointment(claims: Claims, given: dict[str, Any]) -> dict[str, Any]:
    client = given["clientId"]
    if not may_see_user(claims, client):
        raise refusal("You may book for yourself only", "FORBIDDEN")
    values = client, given["providerId"], given["serviceId"], given["startsAt"], given.get("notes")
    try:
        row = await database.pool.fetchrow(INSERT, *values)
    except asyncpg.ExclusionViolationError:
        raise refusal("That time is already taken", "SLOT_TAKEN") from None
    except asyncpg.ForeignKeyViolationError:
        raise refusal("There is no such client", "BAD_USER_INPUT") from None
    if row is None:
        raise refusal("The service is not one of this provider's", "BAD_USER_INPUT")
    return dict(row)
