"""The workloads: what a request asks, with which values, and what the database says is the answer."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from .inputs import Inputs
from .servers import HERE, Server

Values = dict[str, str]
PASSWORD = "plumbline-demo"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: str = ""
    token: str | None = None
    content_type: str = "application/json"

    def wire(self, port: int, keep_alive: bool = True) -> bytes:
        """The request as it is sent (RFC 9112)."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: application/json"]
        if self.token:
            lines.append(f"Authorization: Bearer {self.token}")
        body = self.body.encode()
        if body:
            lines += [f"Content-Type: {self.content_type}", f"Content-Length: {len(body)}"]
        if not keep_alive:
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    # The values of one request. `caller` and `role` say whose token it carries.
    draw: Callable[[Inputs, Random], Values]
    request: Callable[[Server, Values], Request]
    # SQL of the answer as JSON, in the order of the selection; nothing where there is none.
    answer: str | None = None
    connections: int = 16
    # How many different requests are prepared.
    variety: int = 20_000
    writes: bool = False
    # A run of fewer seconds would have too few answers to tell anything.
    least_seconds: float = 1
    dialects: tuple[str, ...] = ("plumbline", "peers")


@functools.cache
def document(dialect: str, name: str) -> str:
    return " ".join((HERE / "documents" / dialect / f"{name}.graphql").read_text().split())


def graphql(name: str, variables: Callable[[Values], Any]) -> Callable[[Server, Values], Request]:
    def request(server: Server, values: Values) -> Request:
        body = json.dumps({"query": document(server.dialect, name), "variables": variables(values)})
        token = server.token(values["caller"], values["role"]) if "caller" in values else None
        return Request("POST", "/graphql", body, token)

    return request


def only(*names: str) -> Callable[[Values], Any]:
    return lambda values: {name: values[name] for name in names}


def me(server: Server, values: Values) -> Request:
    return Request("GET", "/api/v1/users/me", token=server.token(values["caller"], values["role"]))


def sign_in(_: Server, values: Values) -> Request:
    form = urlencode({"grant_type": "password", "username": values["username"], "password": PASSWORD})
    return Request("POST", "/api/v1/token", form, content_type="application/x-www-form-urlencoded")


APPOINTMENT = """json_build_object('id', a.id, 'startsAt', a.starts_at, 'endsAt', a.ends_at, 'status', a.status,
    'client', json_build_array(u.id, u.full_name), 'service', json_build_array(s.name, s.duration_minutes),
    'provider', json_build_array(p.name, p.time_zone))"""
RELATIONS = """appointments a join users u on u.id = a.client_id join services s on s.id = a.service_id
    join providers p on p.id = a.provider_id"""


def page_of(condition: str) -> str:
    return f"""select json_agg(row) from (select {APPOINTMENT} as row from {RELATIONS}
        where {condition} and starts_at >= :'from' order by starts_at, a.id limit 20) page"""


NESTED = """
select json_agg(json_build_array(name, (
    select json_agg(json_build_array(name, (
        select json_agg(json_build_array(a.id, starts_at, status, full_name) order by starts_at)
        from (select * from appointments where service_id = s.id and starts_at >= :'from' order by starts_at limit 5) a
            join users u on u.id = client_id)) order by name)
    from (select * from services where provider_id = p.id order by name limit 5) s)) order by name)
from (select * from providers where speciality = :'speciality' order by name limit 5) p"""

ROWS = """
select json_agg(json_build_array(name, (
    select json_agg(json_build_array(a.id, starts_at, status, notes, full_name, s.name) order by starts_at)
    from (select * from appointments where provider_id = p.id order by starts_at limit 100) a
        join users u on u.id = client_id join services s on s.id = service_id)) order by name)
from (select * from providers order by name limit 100) p"""

AGGREGATES = """
select json_build_array(count(*), min(starts_at), max(starts_at), (
    select json_agg(json_build_array(status, count) order by status) from (
        select status, count(*) from appointments where provider_id = :'provider' group by status) groups))
from appointments where provider_id = :'provider'"""

CREATED = """select json_build_array(id, starts_at, ends_at, status) from appointments
    where provider_id = :'providerId' and starts_at = :'startsAt' and client_id = :'clientId' and notes = :'notes'"""

user = graphql("user", lambda values: {"id": values["user"]})
page = graphql("page", only("provider", "from"))
create = graphql(
    "create",
    lambda values: {"input": only("providerId", "serviceId", "clientId", "startsAt", "notes")(values)},
)


def mixed(server: Server, values: Values) -> Request:
    return {"user": user, "page": page, "create": create}[values["kind"]](server, values)


ALL = [
    Workload("W1", "health", lambda inputs, random: {}, lambda server, values: Request("GET", "/health"), variety=1),
    Workload(
        "W2",
        "user by id",
        Inputs.draw_user,
        user,
        "select json_build_array(id, username, email, full_name, role) from users where id = :'user'",
    ),
    Workload("W3", "page of 20, three relations", Inputs.draw_page, page, page_of("a.provider_id = :'provider'")),
    Workload(
        "W3c",
        "the same, a client's own",
        Inputs.draw_own,
        graphql("own", only("from")),
        page_of("a.client_id = :'caller'"),
    ),
    Workload(
        "W3s",
        "one page for all, 256 connections",
        Inputs.draw_page,
        page,
        page_of("a.provider_id = :'provider'"),
        connections=256,
        variety=1,
    ),
    Workload("W4", "create", Inputs.draw_create, create, CREATED, writes=True),
    Workload(
        "W5",
        "`users/me`",
        Inputs.draw_me,
        me,
        "select json_build_array(id, username, email, full_name, role, is_active, created_at, updated_at) "
        "from users where id = :'caller'",
    ),
    Workload("W6", "sign-in, bcrypt 12", Inputs.draw_bcrypt, sign_in, connections=4, least_seconds=6),
    Workload("W6a", "sign-in, Argon2id", Inputs.draw_argon2, sign_in, connections=4, dialects=("plumbline",)),
    Workload(
        "nested",
        "three levels of lists, 125 rows",
        Inputs.draw_nested,
        graphql("nested", only("speciality", "from")),
        NESTED,
        variety=2_000,
    ),
    Workload(
        "rows",
        "10,000 rows",
        Inputs.draw_admin,
        graphql("rows", only()),
        ROWS,
        connections=4,
        least_seconds=4,
        variety=1,
    ),
    Workload(
        "aggregates",
        "count, min, max, groups of 2,500 rows",
        Inputs.draw_page,
        graphql("aggregates", only("provider")),
        AGGREGATES,
        variety=2_000,
    ),
    Workload("mixed", "mixed: W2, W3, W4 as 80:15:5", Inputs.draw_mixed, mixed, writes=True),
]
