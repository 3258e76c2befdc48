"""Starts the servers, checks their answers, measures them in turn, and writes each figure as a line of JSON."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TextIO

from . import chinook, limits, servers
from .check import Client, check, check_answers
from .coldstart import cold_start
from .database import Database, forget_writes
from .inputs import Inputs
from .load import Bench
from .machine import machine
from .options import options
from .processes import memory
from .servers import Server
from .workloads import ALL, Workload

FIRST_PORT = 18800
WARM_UP = 1.0
# The connections sweep is of what is read most.
SWEPT = ["W2", "W3"]
CLOSED = ["W1", "W2"]
# ES256 differs from HS256 in the token alone.
OF_TOKENS = ["W2", "W5"]
STARTS = 5


class Run:
    """One measurement: its options, its servers, and the file that it writes."""

    def __init__(self, given: argparse.Namespace, output: TextIO) -> None:
        self.given = given
        self.output = output
        self.database = Database(given.database_url)
        self.bench = Bench(given.work, self.database, Inputs.read(self.database), given.postmaster)
        self.ports = iter(range(FIRST_PORT, FIRST_PORT + 100))
        self.servers = [self.server(name) for name in given.servers]
        self.workloads = [workload for workload in ALL if workload.name in given.workloads]

    def server(self, name: str) -> Server:
        given, port = self.given, next(self.ports)
        if name.startswith("plumbline"):
            algorithm = "ES256" if name.endswith("es256") else "HS256"
            spec = servers.HERE / "spec"
            return servers.plumbline(given.binary, given.work, given.database_url, port, algorithm, spec, name)
        folder, _, executor = name.partition("-")
        return servers.peer(name, folder, given.environments, given.database_url, port, executor)

    def log(self, server: Server) -> Path:
        return Path(self.given.work) / f"{server.name}.log"

    def write(self, kind: str, **figures: Any) -> None:
        print(json.dumps({"kind": kind, **figures}), file=self.output, flush=True)

    @contextmanager
    def started(self, chosen: list[Server]) -> Iterator[None]:
        # Each is stopped, whatever happens while another one is.
        with ExitStack() as stack:
            for server in chosen:
                stack.callback(server.stop)
                server.start(self.log(server))
            for server in chosen:
                server.wait(self.log(server))
            yield

    def everything(self) -> None:
        given = self.given
        self.write("machine", **machine(self.database), seconds=given.seconds, rounds=given.rounds, checks=given.checks)
        if "cold-start" in given.sections:
            self.cold_starts()
        with self.started(self.servers):
            self.remember_memory("rest")
            for server in self.servers:
                right = check(server, self.bench.inputs, self.database, self.workloads, given.checks)
                say(f"{server.name}: {right} answers are right")
                self.write("check", server=server.name, right=right)
            if "workloads" in given.sections:
                for workload in self.workloads:
                    self.measure("workloads", workload, workload.connections, given.rounds)
            if "connections" in given.sections:
                for workload in self.chosen(SWEPT):
                    for connections in given.connections:
                        if connections != workload.connections or "workloads" not in given.sections:
                            self.measure("connections", workload, connections, 1)
            if "no-keep-alive" in given.sections:
                for workload in self.chosen(CLOSED):
                    self.measure("no-keep-alive", workload, workload.connections, 1, keep_alive=False)
            self.remember_memory("load")
        if "chinook" in given.sections:
            self.chinook()
        if "limits" in given.sections:
            self.limits()

    def chosen(self, names: list[str]) -> list[Workload]:
        return [workload for workload in self.workloads if workload.name in names]

    def remember_memory(self, when: str) -> None:
        for server in self.servers:
            self.write("memory", server=server.name, when=when, mebibytes=memory([server.pid]))

    def cold_starts(self) -> None:
        """In turn, so that what else the machine does meets all alike."""
        of_one_schema = [server for server in self.servers if server.name != "plumbline-es256"]
        for seed in range(1 if self.given.quick else STARTS):
            for server in of_one_schema:
                self.write("start", **cold_start(server, self.bench.inputs, self.log(server), seed))

    def measure(self, section: str, workload: Workload, connections: int, rounds: int, keep_alive: bool = True) -> None:
        chosen = [
            server
            for server in self.servers
            if server.dialect in workload.dialects
            and (server.name != "plumbline-es256" or workload.name in OF_TOKENS and section == "workloads")
        ]
        self.rounds(section, self.bench, chosen, workload, connections, rounds, keep_alive)

    def rounds(
        self,
        section: str,
        bench: Bench,
        chosen: list[Server],
        workload: Workload,
        connections: int,
        rounds: int,
        keep_alive: bool = True,
    ) -> None:
        seconds = max(self.given.seconds, workload.least_seconds)
        # What comes after the table of workloads finds servers warm.
        for server in chosen if section in ("workloads", "chinook") else ():
            bench.run(server, workload, connections, WARM_UP, keep_alive, 0)
        for turn in range(1, rounds + 1):
            for server in chosen:
                figures = bench.run(server, workload, connections, seconds, keep_alive, turn)
                self.write("run", section=section, **figures)
                say(
                    f"{workload.name} {server.name} at {connections}: {figures['rate']:,.1f}/s, "
                    f"p99 {figures['p99'] / 1000:.2f} ms, server {figures['server_cpu']:,.1f} µs, "
                    f"PostgreSQL {figures['postgres_cpu']:,.1f} µs, errors {figures['errors']}"
                )
        bench.undo(workload)

    def chinook(self) -> None:
        given = self.given
        if given.chinook is None:
            say("Chinook is left out: PLUMBLINE_TEST_DATA names no folder with chinook.sql")
            return
        self.database.run("create database chinook;")
        database = self.database.named("chinook")
        chinook.load(database, str(given.work.parent / "chinook.schema.sql"), given.chinook)
        server = servers.plumbline(
            given.binary, given.work, database.url, next(self.ports), "HS256", chinook.SPEC, "chinook"
        )
        server.dialect = "chinook"
        bench = Bench(given.work, database, chinook.inputs(), given.postmaster)
        with self.started([server]):
            for workload in chinook.ALL:
                check_answers(Client(server), workload, bench.inputs, database, given.checks)
            for workload in chinook.ALL:
                self.rounds("chinook", bench, [server], workload, workload.connections, given.rounds)

    def limits(self) -> None:
        nginx = limits.nginx(self.given.work, next(self.ports))
        for name in limits.STATEMENTS:
            if name in self.given.workloads:
                for _ in range(self.given.rounds):
                    rate = limits.pgbench(self.bench, name, self.given.seconds)
                    self.write("limit", workload=name, rate=rate)
                    say(f"{name} pgbench: {rate:,.0f}/s")
        forget_writes(self.database)
        if nginx is None:
            say("The limit of W1 is left out: nginx is not installed")
        elif "W1" in self.given.workloads:
            with self.started([nginx]):
                for turn in range(self.given.rounds):
                    figures = self.bench.run(nginx, limits.HEALTH, 16, self.given.seconds, True, turn)
                    self.write("limit", workload="W1", rate=figures["rate"])
                    say(f"W1 nginx: {figures['rate']:,.0f}/s")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    servers.end_in_order()
    given = options(sys.argv[1:])
    # The results of the last run are replaced by whole ones alone.
    new = given.output.with_name(f"{given.output.name}.new")
    with open(new, "w") as output:
        Run(given, output).everything()
    new.replace(given.output)


main()
