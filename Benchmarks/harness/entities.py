"""A server of a thousand entities and twenty roles: its start, its memory at rest and after every role has asked."""

import argparse
import time
import uuid
from pathlib import Path

from . import servers
from .check import Client
from .database import Database
from .processes import memory
from .workloads import Request

ADMIN = str(uuid.UUID(int=1))
ROLES = ["admin", "clerk", *(f"role_{number}" for number in range(3, 21))]
# How many entities each role asks for, all different.
ASKED = 50
STARTS = 3


def main() -> None:
    servers.end_in_order()
    parser = argparse.ArgumentParser()
    for name in ("--binary", "--spec", "--work"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--database-url", required=True)
    given = parser.parse_args()
    Database(given.database_url).run(
        f"insert into persons (id, email, role, password) values ('{ADMIN}', 'admin@example.org', 'admin', 'x')"
    )
    log = given.work / "entities.log"
    server = servers.plumbline(given.binary, given.work, given.database_url, 18990, "HS256", given.spec, "entities")
    started = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        try:
            server.start(log)
            server.wait(log, 120)
            started.append(time.perf_counter() - begun)
            rest = memory([server.pid])
            if len(started) == STARTS:
                ask(server)
                load = memory([server.pid])
        finally:
            server.stop()
    print(f"start to the first answer:                  {sorted(started)[STARTS // 2] * 1000:,.0f} ms")
    print(f"memory at rest:                             {rest:,.0f} MiB")
    print(f"memory after {ASKED} queries by each of {len(ROLES)} roles: {load:,.0f} MiB")


def ask(server: servers.Server) -> None:
    client = Client(server)
    for place, role in enumerate(ROLES):
        token = server.token(str(uuid.UUID(int=1 + place)), role)
        for number in range(place * ASKED, (place + 1) * ASKED):
            fields = "id label price owner { id } parent { id label }"
            query = f"{{ thing{number}s(first: 5) {{ nodes {{ {fields} }} }} }}"
            status, answer = client.send(Request("POST", "/graphql", f'{{"query": "{query}"}}', token))
            if status != 200 or "errors" in answer:
                raise RuntimeError(f"{role} asked for {query}: {status} {str(answer)[:400]}")


main()
