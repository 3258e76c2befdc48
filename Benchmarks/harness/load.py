"""One run of wrk against one server, with the CPU time of all who took part."""

import json
import os
import re
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from .database import Database, created, forget_new_hashes, forget_writes
from .inputs import Inputs
from .processes import cpu_seconds, machine_seconds
from .servers import HERE, Server
from .workloads import Workload

# More than any server creates in a second.
CREATES_PER_SECOND = 9_000


@dataclass
class Bench:
    """What all runs share."""

    work: Path
    database: Database
    inputs: Inputs
    postmaster: int

    def requests(self, server: Server, workload: Workload, seconds: float, keep_alive: bool, seed: int) -> Path:
        """The file of requests for wrk; only that of a workload that writes is made anew for each run."""
        kind = "kept" if keep_alive else "closed"
        file = self.work / f"{server.name}-{workload.name}-{kind}.requests"
        if file.exists() and not workload.writes:
            return file
        count = workload.variety
        if workload.writes:
            count = max(int(seconds * CREATES_PER_SECOND), 1_000)
        random = Random(seed if workload.writes else 1)
        with open(file, "wb") as output:
            for _ in range(count):
                wire = workload.request(server, workload.draw(self.inputs, random)).wire(server.port, keep_alive)
                output.write(b"%d\n%b" % (len(wire), wire))
        return file

    def undo(self, workload: Workload) -> None:
        if workload.writes:
            forget_writes(self.database)
        elif workload.name == "W6":
            forget_new_hashes(self.database)

    def run(
        self, server: Server, workload: Workload, connections: int, seconds: float, keep_alive: bool, seed: int
    ) -> dict[str, Any]:
        """The measured figures of a run; times in microseconds, shares of all processors' time."""
        self.undo(workload)
        file = self.requests(server, workload, seconds, keep_alive, seed)
        after = Random(seed).randrange(workload.variety) if not workload.writes else 0
        environment = {**os.environ, "REQUESTS": str(file), "AFTER": str(after)}
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s",
            "-s", str(HERE / "replay.lua"), f"http://127.0.0.1:{server.port}",
        ]  # fmt: skip
        roots = [server.pid], [self.postmaster]
        before = [cpu_seconds(root) for root in roots], client_seconds(), machine_seconds(), time.monotonic()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + 120)
        ended = [cpu_seconds(root) for root in roots], client_seconds(), machine_seconds(), time.monotonic()
        figures = parsed(done.stdout, done.stderr)
        if workload.name == "W4":
            # A create that is refused is an answer with the status 200.
            figures["errors"] += max(0, figures["requests"] - created(self.database))
        requests = max(figures["requests"], 1)
        server_cpu, postgres_cpu = (end - start for start, end in zip(before[0], ended[0]))
        client_cpu = ended[1] - before[1]
        whole = (ended[3] - before[3]) * (os.cpu_count() or 1)
        busy, stolen = (end - start for start, end in zip(before[2], ended[2]))
        ours = server_cpu + postgres_cpu + client_cpu
        return {
            "server": server.name,
            "workload": workload.name,
            "connections": connections,
            "keep_alive": keep_alive,
            "seed": seed,
            "seconds": seconds,
            "rate": figures["requests"] / (figures.pop("microseconds") / 1e6),
            "server_cpu": server_cpu * 1e6 / requests,
            "postgres_cpu": postgres_cpu * 1e6 / requests,
            "client_cpu": client_cpu * 1e6 / requests,
            "foreign": max(0.0, (busy - ours) / whole),
            "stolen": stolen / whole,
            **figures,
        }


def client_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def parsed(output: str, errors: str = "") -> dict[str, Any]:
    """The line that replay.lua prints; its errors as one number."""
    found = re.search(r"^RESULT (\{.*\})$", output, re.MULTILINE)
    if not found:
        raise RuntimeError(f"wrk gave no result: {output}{errors}")
    figures: dict[str, Any] = json.loads(found[1])
    figures["errors"] = sum(figures["errors"].values())
    return figures
