"""The machine and the versions that figures hold for."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .database import Database
from .servers import HERE


def machine(database: Database) -> dict[str, Any]:
    processors = Path("/proc/cpuinfo").read_text()
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    model = re.search(r"model name\s*: (.*)", processors)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processors": len(os.sched_getaffinity(0)),
        "processor": model[1] if model else platform.machine(),
        "memory_gib": round(int(memory[1]) / 1024**2) if memory else None,
        "system": f"{system[1] if system else platform.system()}, Linux {platform.release()}",
        "commit": first_line(["git", "-C", str(HERE), "describe", "--always", "--dirty"]),
        "versions": {
            "PostgreSQL": database.run("show server_version").split()[0],
            "wrk": first_line(["wrk", "--version"]).removeprefix("wrk ").split(" ")[0],
        },
    }


def first_line(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        return "unknown"
    return (done.stdout or done.stderr).strip().split("\n")[0] or "unknown"
