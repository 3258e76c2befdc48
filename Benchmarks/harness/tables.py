"""Markdown tables of the results."""

import functools
import textwrap
from dataclasses import dataclass

from . import chinook
from .results import BASE, OURS, Results
from .workloads import ALL

TITLES = {
    "idiomatic": "idiomatic",
    "tuned": "tuned",
    "tuned-sql": "tuned, SQL",
    "plumbline": "**Plumbline**",
    "plumbline-es256": "**Plumbline**, ES256",
}
WORKLOADS = {workload.name: workload.title for workload in ALL}
# What others publish of a query, or whose suite it is of.
PUBLISHED = {
    "first20": "PostGraphile: 3,250/s",
    "albums": "PostGraphile: 1,450/s; Hasura's suite has it",
    "deep": "PostGraphile: 550/s",
    "media": "of Hasura's suite",
    "collaboration": "of Hasura's suite",
    "artist": "of PostgREST's suite (`GETSingle`)",
}


def table(head: list[str], rows: list[list[str]]) -> str:
    """Names to the left, figures to the right."""
    aligned = ["---:" if all(map(is_figure, column)) else "---" for column in zip(*rows)]
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "|".join(aligned) + "|", *lines])


def is_figure(cell: str) -> bool:
    return cell in ("", "–") or cell.removeprefix("**")[:1].isdigit()


def number(value: float | None, digits: int | None = None) -> str:
    """Three figures or so: nobody believes more."""
    if value is None:
        return "–"
    if digits is None:
        digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}"


def milliseconds(microseconds: float | None) -> str:
    return number(None if microseconds is None else microseconds / 1000)


def machine(results: Results) -> str:
    facts = results.machine
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    right = sum(line["right"] for line in results.of_kind("check"))
    runs = results.of_kind("run")
    failed, sent = sum(run["errors"] for run in runs), sum(run["requests"] for run in runs)
    disturbed = max((run["foreign"] + run["stolen"] for run in runs), default=0)
    rounds = "1 round" if facts["rounds"] == 1 else f"{facts['rounds']} rounds"
    text = (
        f"{facts['date']}, commit `{facts['commit']}`: {facts['processors']} processors ({facts['processor']}), "
        f"{facts['memory_gib']} GiB, {facts['system']}; {versions}. {rounds} of {facts['seconds']:g} s, "
        f"`wrk -t1`. {right:,} answers were checked before; of {sent:,} requests {failed:,} failed. Other processes "
        f"and the host took at most {disturbed:.0%} of the machine in a run."
    )
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def workloads(results: Results) -> str:
    rows: list[list[str]] = []
    for name in results.workloads():
        title = f"{name} {WORKLOADS[name]}" if name[0] == "W" else WORKLOADS[name]
        for server in results.servers():
            if not results.runs(name, server):
                continue
            value = functools.partial(results.value, name, server)
            ratio = 1.0 if server == BASE else results.ratio(name, server)
            rows.append([
                title,
                TITLES[server],
                number(value("rate")),
                number(ratio),
                milliseconds(value("p50")),
                milliseconds(value("p99")),
                number(value("server_cpu")),
                number(value("postgres_cpu")) if value("postgres_cpu") else "–",
                number(value("client_cpu")),
            ])  # fmt: skip
            title = ""
    head = ["workload", "server", "req/s", "ratio", "p50 ms", "p99 ms", "server µs", "PostgreSQL µs", "client µs"]
    return table(head, rows)


def connections(results: Results) -> str:
    rows: list[list[str]] = []
    counts = sorted({run["connections"] for run in results.of_kind("run", section="connections")} | {16})
    for name in results.workloads("connections"):
        title = f"{name} {WORKLOADS[name]}"
        for server in results.servers("connections"):
            rates = results.at_connections(name, server, "rate")
            slowest = results.at_connections(name, server, "p99")
            cells = [
                f"{number(rates[count])} · {milliseconds(slowest[count])}" if count in rates else "–"
                for count in counts
            ]
            rows.append([title, TITLES[server], *cells])
            title = ""
    return table(["req/s · p99 ms, at connections", "", *map(str, counts)], rows)


def closed(results: Results) -> str:
    rows = []
    for name in results.workloads("no-keep-alive"):
        title = f"{name} {WORKLOADS[name]}"
        for server in results.servers("no-keep-alive"):
            value = functools.partial(results.value, name, server, section="no-keep-alive")
            rate, kept = value("rate"), results.value(name, server, "rate")
            share = f"{rate / kept:.0%}" if rate and kept else "–"
            rows.append([title, TITLES[server], number(rate), share, milliseconds(value("p99")),
                         number(value("server_cpu"))])  # fmt: skip
            title = ""
    return table(["a connection for each request", "server", "req/s", "of kept ones", "p99 ms", "server µs"], rows)


def resources(results: Results) -> str:
    rows = [
        [TITLES[server], number(results.memory(server, "rest"), 0), number(results.memory(server, "load"), 0),
         number(results.start(server, "health"), 0), number(results.start(server, "answer"), 0)]
        for server in dict.fromkeys(line["server"] for line in results.of_kind("memory"))
    ]  # fmt: skip
    return table(["server", "MiB at rest", "MiB after load", "ms to `/health`", "ms to a user by id"], rows)


def limits(results: Results) -> str:
    rows = []
    for name in ["W1", "W2", "W3", "W4"]:
        limit = results.limit(name)
        if limit is None:
            continue
        program = "nginx, a fixed text" if name == "W1" else "pgbench, the best statement"
        shares = [results.value(name, server, "rate") for server in (OURS, results.best_peer(name) or "", BASE)]
        parts = ["–" if rate is None else f"{rate / limit:.0%}" for rate in shares]
        rows.append([f"{name} {WORKLOADS[name]}", program, number(limit), *parts])
    return table(["", "limit", "per second", "Plumbline", "best peer", "idiomatic"], rows)


def chinook_queries(results: Results) -> str:
    rows = []
    for workload in chinook.ALL:
        value = functools.partial(results.value, workload.name, "chinook", section="chinook")
        if value("rate") is None:
            continue
        rows.append([workload.title, number(value("rate")), milliseconds(value("p99")), number(value("server_cpu")),
                     number(value("postgres_cpu")), PUBLISHED[workload.name]])  # fmt: skip
    return table(["query", "req/s", "p99 ms", "server µs", "PostgreSQL µs", "published"], rows)


@dataclass(frozen=True)
class Target:
    """What is aimed at: ratios to the idiomatic and the best peer, a share of the limit, the server's microseconds."""

    workload: str
    idiomatic: float
    best: float
    cpu: float | None = None
    share: float | None = None


TARGETS = [
    Target("W1", 4.5, 1.8, 15),
    Target("W2", 15, 2.8, 42),
    Target("W3", 10, 2.0, 90, 0.80),
    Target("W4", 10, 1.8, 80, 0.75),
    Target("W5", 10, 2.3, 38),
]


def verdict(value: float | None, aim: float, unit: str = "", most: bool = False) -> str:
    """The figure and what is aimed at; in bold where it is reached."""
    if value is None:
        return "–"
    reached = value <= aim if most else value >= aim
    shown = f"{value:.0%}" if unit == "%" else f"{number(value)}{unit}"
    wanted = f"{aim:.0%}" if unit == "%" else f"{aim:g}{unit}"
    return f"{f'**{shown}**' if reached else shown} ({'≤' if most else '≥'} {wanted})"


def targets(results: Results) -> str:
    rows = []
    for target in TARGETS:
        name = target.workload
        best, limit, rate = results.best_peer(name), results.limit(name), results.value(name, OURS, "rate")
        share = rate / limit if rate and limit else None
        rows.append([
            f"{name} {WORKLOADS[name]}",
            verdict(results.ratio(name, OURS), target.idiomatic, "x"),
            verdict(results.ratio(name, OURS, best) if best else None, target.best, "x"),
            verdict(results.value(name, OURS, "server_cpu"), target.cpu, " µs", most=True) if target.cpu else "",
            verdict(share, target.share, "%") if target.share else "",
        ])  # fmt: skip
    first = table(["", "to the idiomatic peer", "to the best peer", "server CPU", "of the limit"], rows)
    return f"{first}\n\n{other_targets(results)}"


def other_targets(results: Results) -> str:
    rows = [
        ["W6 sign-in by bcrypt, to the idiomatic peer", verdict(results.ratio("W6", OURS), 1.0, "x")],
        ["W3 as a client: CPU of server and PostgreSQL by that of W3", verdict(own(results), 1.3, "x", most=True)],
    ]
    for name in ("W2", "W3"):
        slowest = {server: results.at_connections(name, server, "p99").get(256) for server in results.servers()}
        peers = [value for server, value in slowest.items() if server in ("tuned", "tuned-sql") and value]
        ours = slowest.get(OURS)
        part = ours / min(peers) if ours and peers else None
        rows.append([f"{name} at 256 connections, p99 by the best peer's", verdict(part, 0.33, "x", most=True)])
    loads = [results.memory(server, "load") for server in ("tuned", "tuned-sql")]
    least, used = min((load for load in loads if load), default=None), results.memory(OURS, "load")
    part = used / least if used and least else None
    rows.append(["memory after load by the best peer's", verdict(part, 0.5, "x", most=True)])
    rows.append(["start to first answer", verdict(results.start(OURS, "answer"), 150, " ms", most=True)])
    return table(["", "measured (aim)"], rows)


def own(results: Results) -> float | None:
    def cost(name: str) -> float | None:
        parts = [results.value(name, OURS, member) for member in ("server_cpu", "postgres_cpu")]
        return None if None in parts else sum(part for part in parts if part is not None)

    of_own, of_all = cost("W3c"), cost("W3")
    return of_own / of_all if of_own and of_all else None
