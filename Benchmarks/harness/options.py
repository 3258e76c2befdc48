"""The command line of `Benchmarks/run`; as a program, whether it is right."""

import argparse
import sys
from pathlib import Path

from .workloads import ALL

SERVERS = ["idiomatic", "tuned", "tuned-sql", "plumbline", "plumbline-es256"]
SECTIONS = ["cold-start", "workloads", "connections", "no-keep-alive", "chinook", "limits"]


def names_of(known: list[str]) -> "type":
    def parse(text: str) -> list[str]:
        names = [name.strip() for name in text.split(",") if name.strip()]
        unknown = [name for name in names if name not in known]
        if unknown or not names:
            raise argparse.ArgumentTypeError(f"{text!r} is no list of {', '.join(known)}")
        return [name for name in known if name in names]

    return parse  # type: ignore[return-value]


def numbers(text: str) -> list[int]:
    found = [int(number) for number in text.split(",")]
    if not all(1 <= number <= 10_000 for number in found):
        raise argparse.ArgumentTypeError("connections are between 1 and 10,000")
    return found


def of_caller() -> argparse.ArgumentParser:
    """The options that whoever calls the shell script around this may give."""
    parser = argparse.ArgumentParser(prog="Benchmarks/run", description=__doc__, allow_abbrev=False)
    workloads = [workload.name for workload in ALL]
    parser.add_argument("--workloads", type=names_of(workloads), default=workloads, metavar="W1,W2,…")
    parser.add_argument("--servers", type=names_of(SERVERS), default=SERVERS, metavar="tuned,plumbline,…")
    parser.add_argument("--sections", type=names_of(SECTIONS), default=SECTIONS, metavar="workloads,limits,…")
    parser.add_argument("--connections", type=numbers, default=[1, 16, 64, 256, 1024], metavar="1,16,…")
    parser.add_argument("--seconds", type=float, default=5, help="of one run")
    parser.add_argument("--rounds", type=int, default=3, help="of runs, servers in turn")
    parser.add_argument("--checks", type=int, default=30, help="random requests of each workload and server")
    parser.add_argument("--quick", action="store_true", help="one round of a second, few connections: does it work?")
    parser.add_argument("--chinook", type=Path, help=argparse.SUPPRESS)
    return parser


def options(arguments: list[str]) -> argparse.Namespace:
    """Those, and what the script has made."""
    parser = of_caller()
    for name in ("--binary", "--work", "--environments", "--output"):
        parser.add_argument(name, type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--database-url", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--postmaster", type=int, required=True, help=argparse.SUPPRESS)
    found = parser.parse_args(arguments)
    if found.quick:
        found.seconds, found.rounds, found.checks = 1, 1, 3
        found.connections = [number for number in found.connections if number <= 64]
    return found


if __name__ == "__main__":
    of_caller().parse_args(sys.argv[1:])
