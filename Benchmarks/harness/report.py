"""Rewrites the marked parts of docs/performance.md, and the plots beside it, from the results of a run."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from . import plots, tables
from .results import Results
from .servers import HERE

PAGE = HERE.parent / "docs" / "performance.md"
PARTS: dict[str, Callable[[Results], str]] = {
    "machine": tables.machine,
    "targets": tables.targets,
    "workloads": tables.workloads,
    "connections": tables.connections,
    "no-keep-alive": tables.closed,
    "resources": tables.resources,
    "limits": tables.limits,
    "chinook": tables.chinook_queries,
}
PLOTS = {"ratios": plots.ratios, "cpu": plots.processor_time, "p99": plots.slowest}
MARK = re.compile(r"(<!-- benchmark: ([a-z-]+) -->\n).*?(<!-- benchmark ends -->)", re.DOTALL)


def rewritten(page: str, parts: dict[str, str]) -> str:
    """The page with new texts between the marks; a mark without a part is a mistake."""

    def replaced(found: re.Match[str]) -> str:
        if found[2] not in parts:
            raise SystemExit(f"{PAGE}: there is no part {found[2]!r}; the parts are {', '.join(parts)}")
        return f"{found[1]}\n{parts[found[2]]}\n\n{found[3]}"

    return MARK.sub(replaced, page)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="Benchmarks/report", description=__doc__)
    default = HERE.parent / ".plumbline" / "benchmarks" / "results.jsonl"
    parser.add_argument("results", type=Path, nargs="?", default=default, help="the lines of Benchmarks/run")
    results = Results.read(parser.parse_args(arguments).results)
    PAGE.write_text(rewritten(PAGE.read_text(), {name: part(results) for name, part in PARTS.items()}))
    folder = PAGE.with_suffix("")
    folder.mkdir(exist_ok=True)
    for name, plot in PLOTS.items():
        (folder / f"{name}.svg").write_text(plot(results).render())
