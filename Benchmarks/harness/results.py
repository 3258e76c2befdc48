"""The lines of JSON that a run has written, and medians and ratios of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

BASE = "idiomatic"
PEERS = ["tuned", "tuned-sql"]
OURS = "plumbline"
Line = dict[str, Any]


@dataclass
class Results:
    machine: Line
    lines: list[Line] = field(default_factory=list)

    @staticmethod
    def read(path: Path) -> "Results":
        return Results.of(json.loads(line) for line in path.read_text().splitlines())

    @staticmethod
    def of(lines: Iterable[Line]) -> "Results":
        found = list(lines)
        machine = next((line for line in found if line["kind"] == "machine"), {})
        return Results(machine, found)

    def of_kind(self, kind: str, **members: Any) -> list[Line]:
        return [
            line
            for line in self.lines
            if line["kind"] == kind and all(line.get(name) == value for name, value in members.items())
        ]

    def runs(self, workload: str, server: str, section: str = "workloads", **members: Any) -> list[Line]:
        return self.of_kind("run", section=section, workload=workload, server=server, **members)

    def value(
        self, workload: str, server: str, member: str, section: str = "workloads", **members: Any
    ) -> float | None:
        """The median over the rounds; nothing where the workload was not measured."""
        runs = self.runs(workload, server, section, **members)
        return median(run[member] for run in runs) if runs else None

    def ratio(self, workload: str, server: str, base: str = BASE, **members: Any) -> float | None:
        """The median over the rounds of the rate by that of the other server in the same round: the machine's speed
        drifts, and meets all servers of a round alike."""
        others = {run["seed"]: run["rate"] for run in self.runs(workload, base, **members)}
        ratios = [
            run["rate"] / others[run["seed"]]
            for run in self.runs(workload, server, **members)
            if others.get(run["seed"])
        ]
        return median(ratios) if ratios else None

    def best_peer(self, workload: str) -> str | None:
        """The tuned peer that answers most requests."""
        rates = {peer: self.value(workload, peer, "rate") for peer in PEERS}
        known = {peer: rate for peer, rate in rates.items() if rate is not None}
        return max(known, key=lambda peer: known[peer]) if known else None

    def limit(self, workload: str) -> float | None:
        found = self.of_kind("limit", workload=workload)
        return median(line["rate"] for line in found) if found else None

    def memory(self, server: str, when: str) -> float | None:
        found = self.of_kind("memory", server=server, when=when)
        return found[0]["mebibytes"] if found else None

    def start(self, server: str, member: str) -> float | None:
        found = self.of_kind("start", server=server)
        return median(line[member] for line in found) if found else None

    def workloads(self, section: str = "workloads") -> list[str]:
        return list(dict.fromkeys(line["workload"] for line in self.of_kind("run", section=section)))

    def servers(self, section: str = "workloads") -> list[str]:
        return list(dict.fromkeys(line["server"] for line in self.of_kind("run", section=section)))

    def at_connections(self, workload: str, server: str, member: str) -> dict[int, float]:
        """By the number of connections, that of the table of workloads included."""
        runs = self.runs(workload, server) + self.runs(workload, server, "connections")
        found: dict[int, list[float]] = {}
        for run in runs:
            found.setdefault(run["connections"], []).append(run[member])
        return {connections: median(values) for connections, values in sorted(found.items())}
