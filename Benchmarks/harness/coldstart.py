"""How long a server takes from its start to its first answers, with the schema in step and a warm page cache."""

import json
import time
from pathlib import Path
from random import Random
from typing import Any

from .check import Client
from .inputs import Inputs
from .servers import Server
from .workloads import user


def cold_start(server: Server, inputs: Inputs, log: Path, seed: int) -> dict[str, Any]:
    """Milliseconds to the first answer of /health, and to that of a query that needs the database."""
    request = user(server, inputs.draw_user(Random(seed)))
    start = time.perf_counter()
    try:
        server.start(log)
        server.wait(log)
        health = time.perf_counter() - start
        status, answer = Client(server).send(request)
        first = time.perf_counter() - start
    finally:
        server.stop()
    if status != 200 or "errors" in answer:
        raise RuntimeError(f"{server.name} started wrongly: {status} {json.dumps(answer)[:400]}")
    return {"server": server.name, "health": health * 1000, "answer": first * 1000}
