"""The values that requests are made of: drawn from the database's rows, by a seed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from .database import Database

Values = dict[str, str]
FIRST_DAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
CREATED_FROM = datetime(2100, 1, 1, tzinfo=UTC)
HOURS_OF_TWENTY_YEARS = 20 * 365 * 24
SPECIALITIES = ["dentistry", "dermatology", "cardiology", "optometry", "physiotherapy"]


def text(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Inputs:
    """`users` are ids, names and roles; `callers` those of them with tokens; `services` stand by their providers."""

    admin: str
    users: list[tuple[str, str, str]]
    callers: list[tuple[str, str, str]]
    clients: list[str]
    services: dict[str, list[str]]
    providers: list[str]
    # How many appointments were made: each has a time of its own, so that no two overlap.
    created: int = 0

    @staticmethod
    def read(database: Database) -> "Inputs":
        def rows(sql: str) -> list[Any]:
            return [tuple(row) for row in database.json(f"select json_agg(row) from ({sql}) rows")]

        users = rows("select json_build_array(id, username, role) as row from users order by substr(username, 5)::int")
        services: dict[str, list[str]] = defaultdict(list)
        for id, provider in rows("select json_build_array(id, provider_id) as row from services order by id"):
            services[provider].append(id)
        return Inputs(
            admin=users[0][0],
            users=users,
            # An ES256 token takes a process of openssl to sign.
            callers=Random(1).sample(users, 500),
            clients=[id for id, _, role in users if role == "client"],
            services=services,
            providers=sorted(services),
        )

    def draw_admin(self, _: Random) -> Values:
        return {"caller": self.admin, "role": "admin"}

    def draw_user(self, random: Random) -> Values:
        return {**self.draw_admin(random), "user": random.choice(self.users)[0]}

    def draw_page(self, random: Random) -> Values:
        """A provider and a time after which it has twenty appointments."""
        slot = random.randrange(2_470)
        time = FIRST_DAY + timedelta(days=slot // 10, hours=slot % 10, seconds=-random.randrange(2))
        return {**self.draw_admin(random), "provider": random.choice(self.providers), "from": text(time)}

    def draw_own(self, random: Random) -> Values:
        """A client, who has about ten appointments."""
        while (client := random.choice(self.callers))[2] != "client":
            continue
        return {"caller": client[0], "role": "client", "from": text(FIRST_DAY)}

    def draw_me(self, random: Random) -> Values:
        id, _, role = random.choice(self.callers)
        return {"caller": id, "role": role}

    def draw_create(self, random: Random) -> Values:
        self.created += 1
        # Steps that have no factor in common with the number of providers and hours visit each pair once.
        place = self.created * 7_919 % (len(self.providers) * HOURS_OF_TWENTY_YEARS)
        provider = self.providers[place % len(self.providers)]
        time = CREATED_FROM + timedelta(hours=place // len(self.providers))
        return {
            **self.draw_admin(random),
            "providerId": provider,
            "serviceId": random.choice(self.services[provider]),
            "clientId": random.choice(self.clients),
            "startsAt": text(time),
            "notes": 'Bring "papers" – café',
        }

    def draw_bcrypt(self, random: Random) -> Values:
        return {"username": self.users[random.randrange(210, 48_000)][1]}

    def draw_argon2(self, random: Random) -> Values:
        return {"username": self.users[random.randrange(49_000, 50_000)][1]}

    def draw_nested(self, random: Random) -> Values:
        values = self.draw_page(random)
        return {**values, "speciality": random.choice(SPECIALITIES)}

    def draw_mixed(self, random: Random) -> Values:
        kind = random.choices(["user", "page", "create"], [80, 15, 5])[0]
        draw = {"user": self.draw_user, "page": self.draw_page, "create": self.draw_create}[kind]
        return {**draw(random), "kind": kind}
