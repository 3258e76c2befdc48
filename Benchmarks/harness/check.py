"""Are a server's answers right? Random requests of each workload against the database, and what must be refused."""

import http.client
import json
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

from . import tokens
from .database import Database, forget_new_hashes, forget_writes
from .inputs import Inputs
from .servers import SECRET, Server
from .workloads import ALL, Request, Workload, create, me, page, sign_in, user

SEED = 7
# The workloads that the mixed one consists of.
KINDS = {"user": "W2", "page": "W3", "create": "W4"}


class WrongAnswer(Exception):
    """A server's answer differs from what the database says, or what must be refused was not."""


def leaves(value: Any) -> Iterator[Any]:
    """The values of an answer in their order, so that servers may name and nest them as they like."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for element in value:
            yield from leaves(element)
    else:
        yield comparable(value)


def comparable(value: Any) -> Any:
    """Times by their instant, whatever the offset; enums in either case."""
    if not isinstance(value, str):
        return value
    if len(value) >= 19 and value[4] == value[7] == "-" and value[10] in "T ":
        time = datetime.fromisoformat(value)
        return time.timestamp() if time.tzinfo else f"{value} without an offset"
    return value.lower()


class Client:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def send(self, request: Request) -> tuple[int, Any]:
        headers = {"Content-Type": request.content_type, "Accept": "application/json"}
        if request.token:
            headers["Authorization"] = f"Bearer {request.token}"
        self.connection.request(request.method, request.path, request.body.encode() or None, headers)
        response = self.connection.getresponse()
        content = response.read()
        try:
            return response.status, json.loads(content)
        except ValueError:
            return response.status, content.decode(errors="replace")


def check(server: Server, inputs: Inputs, database: Database, workloads: list[Workload], count: int) -> int:
    """How many answers were right; raises at the first that is not."""
    forget_writes(database)
    forget_new_hashes(database)
    client = Client(server)
    right = sum(check_answers(client, workload, inputs, database, count) for workload in workloads)
    for what, request in refusals(server, inputs, Random(SEED)):
        status, answer = client.send(request)
        if not refused(status, answer):
            raise WrongAnswer(f"{server.name}, {what}: {status} {str(answer)[:400]}")
        right += 1
    right += check_conflict(client, inputs, database)
    forget_writes(database)
    forget_new_hashes(database)
    return right


def check_answers(client: Client, workload: Workload, inputs: Inputs, database: Database, count: int) -> int:
    if client.server.dialect not in workload.dialects:
        return 0
    random = Random(SEED)
    # A sign-in takes a quarter of a second.
    times = min(count, workload.variety if workload.answer else 2)
    for _ in range(times):
        check_one(client, workload, workload.draw(inputs, random), database)
    return times


def check_one(client: Client, workload: Workload, values: dict[str, str], database: Database) -> None:
    if kind := values.get("kind"):
        workload = next(other for other in ALL if other.name == KINDS[kind])
    status, answer = client.send(workload.request(client.server, values))
    place = f"{client.server.name}, {workload.name}, {values}"
    if not 200 <= status < 300 or not isinstance(answer, dict) or "errors" in answer:
        raise WrongAnswer(f"{place}: {status} {str(answer)[:400]}")
    if workload.answer is None:
        return
    expected = list(leaves(database.json(workload.answer, values)))
    given = list(leaves(answer))
    if not expected or given != expected:
        raise WrongAnswer(f"{place}:\n{str(given)[:1000]}\nis not\n{str(expected)[:1000]}")


def refused(status: int, answer: Any) -> bool:
    if status in (400, 401, 403):
        return True
    given = answer.get("data") if isinstance(answer, dict) else answer
    return status == 200 and "errors" in answer and all(leaf is None for leaf in leaves(given))


def refusals(server: Server, inputs: Inputs, random: Random) -> Iterator[tuple[str, Request]]:
    admin = server.token(inputs.admin, "admin")
    header, payload, signature = admin.split(".")
    forged = tokens.message("HS256", {**tokens.claims(inputs.admin, "admin"), "more": True}).split(".")[1]
    over = tokens.claims(inputs.admin, "admin", -60)
    wrong = {
        "no token": None,
        "a forged token": f"{header}.{forged}.{signature}",
        "an unsigned token": tokens.message("none", tokens.claims(inputs.admin, "admin")) + ".",
        "a token by another key": tokens.hs256("x" * 40, tokens.claims(inputs.admin, "admin")),
        "a token that is over": tokens.es256(server.key_file, over) if server.key_file else tokens.hs256(SECRET, over),
    }
    asked = {
        "a user": user(server, inputs.draw_user(random)),
        "a page": page(server, inputs.draw_page(random)),
        "a create": create(server, inputs.draw_create(random)),
        "me": me(server, inputs.draw_me(random)),
    }
    for how, token in wrong.items():
        for what, request in asked.items():
            yield f"{what} with {how}", Request(request.method, request.path, request.body, token)
    known = sign_in(server, inputs.draw_bcrypt(random))
    yield "a wrong password", Request("POST", known.path, known.body + "x", content_type=known.content_type)


def check_conflict(client: Client, inputs: Inputs, database: Database) -> int:
    """An appointment of another provider's service, one that overlaps, and a client's of somebody else."""
    server = client.server
    values = inputs.draw_create(Random(SEED))
    other = next(provider for provider in inputs.providers if provider != values["providerId"])
    client_id = next(id for id, _, role in inputs.callers if role == "client" and id != values["clientId"])
    status, answer = client.send(create(server, values))
    if status != 200 or "errors" in answer:
        raise WrongAnswer(f"{server.name}, create: {status} {answer}")
    for what, change in {
        "an overlap": {},
        "another provider's service": {"serviceId": inputs.services[other][0], "startsAt": "2190-01-01T00:00:00Z"},
        "somebody else's client": {"caller": client_id, "role": "client", "startsAt": "2190-01-02T00:00:00Z"},
    }.items():
        status, answer = client.send(create(server, {**values, **change}))
        if not refused(status, answer):
            raise WrongAnswer(f"{server.name}, {what}: {status} {answer}")
    if int(database.run("select count(*) from appointments where starts_at >= '2190-01-01Z'")):
        raise WrongAnswer(f"{server.name} made an appointment that it refused")
    status, answer = client.send(user(server, {"caller": client_id, "role": "client", "user": inputs.admin}))
    if any(leaf is not None for leaf in leaves(answer.get("data"))):
        raise WrongAnswer(f"{server.name} shows a client somebody else: {answer}")
    return 5
