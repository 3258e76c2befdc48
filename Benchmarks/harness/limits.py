"""The limits that no server can pass: PostgreSQL alone by pgbench, and HTTP alone by nginx."""

import re
import shutil
import subprocess
from pathlib import Path

from .database import forget_writes
from .load import Bench
from .servers import HERE, Server
from .workloads import ALL

STATEMENTS = ["W2", "W3", "W4"]


def pgbench(bench: Bench, name: str, seconds: float) -> float:
    """Transactions a second of the best statement for a workload: plain rows, prepared, 8 clients, 2 threads."""
    if name == "W4":
        forget_writes(bench.database)
    command = [
        "pgbench", "--no-vacuum", "--protocol=prepared", "--client=8", "--jobs=2", f"--time={max(1, round(seconds))}",
        "--define=made=0", f"--file={HERE / 'limits' / name}.sql", bench.database.url,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 120)
    return transactions(done.stdout + done.stderr)


def transactions(output: str) -> float:
    found = re.search(r"^tps = ([\d.]+)", output, re.MULTILINE)
    if not found or "aborted" in output:
        raise RuntimeError(f"pgbench failed: {output}")
    return float(found[1])


def nginx(work: Path, port: int) -> Server | None:
    """nginx as one more server, if it is installed; it answers /health as all else."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        return None
    configuration = work / "nginx.conf"
    configuration.write_text((HERE / "limits" / "nginx.conf").read_text().replace("@PORT@", str(port)))
    command = [program, "-p", str(work), "-e", "stderr", "-c", str(configuration)]
    return Server("nginx", "limit", command, work, {}, port)


HEALTH = next(workload for workload in ALL if workload.name == "W1")
