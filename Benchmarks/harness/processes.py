"""What processes use, from /proc: CPU time and memory."""

import os
from collections import defaultdict
from collections.abc import Iterable

TICK = os.sysconf("SC_CLK_TCK")


def statistics(pid: int) -> list[str]:
    """The members of /proc/PID/stat after the name, which may hold anything: state, parent, …"""
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()


def family(roots: Iterable[int]) -> set[int]:
    """The processes and all that they have started."""
    children: dict[int, list[int]] = defaultdict(list)
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            children[int(statistics(int(name))[1])].append(int(name))
        except (OSError, IndexError):
            continue
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children[pid]
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of the processes and all that they have started, those included that have ended and been
    waited for."""
    ticks = 0
    for pid in family(roots):
        try:
            ticks += sum(map(int, statistics(pid)[11:15]))
        except (OSError, IndexError):
            continue
    return ticks / TICK


def memory(roots: Iterable[int]) -> float:
    """The proportional set size in MiB: pages that several processes share count once."""
    kibibytes = 0
    for pid in family(roots):
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                kibibytes += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            continue
    return kibibytes / 1024


def machine_seconds() -> tuple[float, float]:
    """The time that all processors were busy, without interrupts, and the time that the host took from them."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, _, _, stolen = map(int, file.readline().split()[1:9])
    return (user + nice + system) / TICK, stolen / TICK
