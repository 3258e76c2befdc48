"""What processes use, from /proc: CPU time and memory."""

import os
from collections.abc import Iterable
from typing import NamedTuple

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Process(NamedTuple):
    parent: int
    # User and system time, with that of the children which have ended and been waited for.
    ticks: int


def running() -> dict[int, Process]:
    """All processes by their number, as /proc/PID/stat (proc(5)) shows them at this moment."""
    found: dict[int, Process] = {}
    for entry in os.scandir("/proc"):
        if not entry.name.isdecimal():
            continue
        try:
            with open(f"{entry.path}/stat") as file:
                text = file.read()
        except OSError:
            # It has ended meanwhile.
            continue
        # The name may hold anything, parentheses too; the state and numbers come after it.
        _, parent, *numbers = text[text.rindex(")") + 1 :].split()
        found[int(entry.name)] = Process(int(parent), sum(int(ticks) for ticks in numbers[9:13]))
    return found


def family(roots: Iterable[int], processes: dict[int, Process] | None = None) -> set[int]:
    """Those of the processes that are roots or descend from one."""
    processes = running() if processes is None else processes
    members = set(roots) & processes.keys()
    generation = members
    while generation:
        generation = {pid for pid, process in processes.items() if process.parent in generation} - members
        members |= generation
    return members


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of the processes and all that they have started, those included that have ended and been
    waited for."""
    processes = running()
    return sum(processes[pid].ticks for pid in family(roots, processes)) / TICKS_PER_SECOND


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
    return (user + nice + system) / TICKS_PER_SECOND, stolen / TICKS_PER_SECOND
