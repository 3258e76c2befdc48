"""What is made of the figures: medians, ratios, tables, plots."""

import unittest
import xml.etree.ElementTree as xml
from typing import Any

from harness import plots, report, tables
from harness.limits import transactions
from harness.load import parsed
from harness.results import Results


def run(server: str, rate: float, seed: int = 1, workload: str = "W2", **members: Any) -> dict[str, Any]:
    figures = {"p50": 900, "p99": 4_000, "server_cpu": 50.0, "postgres_cpu": 30.0, "client_cpu": 9.0, "errors": 0}
    return {
        "kind": "run", "section": "workloads", "server": server, "workload": workload, "connections": 16, "seed": seed,
        "rate": rate, "requests": 100, "foreign": 0.0, "stolen": 0.0, **figures, **members,
    }  # fmt: skip


def results(*runs: dict[str, Any]) -> Results:
    machine = {
        "kind": "machine", "date": "today", "commit": "abc", "processors": 2, "processor": "some", "memory_gib": 8,
        "system": "Debian", "versions": {"wrk": "4"}, "rounds": 2, "seconds": 5,
    }  # fmt: skip
    return Results.of([machine, *runs])


ROUNDS = [
    run("idiomatic", 100, 1), run("plumbline", 1_000, 1), run("tuned", 300, 1),
    run("idiomatic", 50, 2), run("plumbline", 600, 2), run("tuned", 200, 2),
    run("idiomatic", 60, section="connections", connections=256, p99=90_000),
    run("plumbline", 900, section="connections", connections=256, p99=9_000),
]  # fmt: skip


class Report(unittest.TestCase):
    def test_ratios_are_those_of_the_rounds(self) -> None:
        self.assertEqual(results(*ROUNDS).ratio("W2", "plumbline"), 11)
        self.assertEqual(results(*ROUNDS).value("W2", "plumbline", "rate"), 800)
        self.assertEqual(results(*ROUNDS).best_peer("W2"), "tuned")

    def test_what_was_not_measured_is_a_dash(self) -> None:
        self.assertIsNone(results().ratio("W2", "plumbline"))
        self.assertEqual(tables.number(None), "–")
        self.assertEqual(tables.verdict(None, 2), "–")

    def test_a_figure_that_reaches_its_aim_is_bold(self) -> None:
        self.assertEqual(tables.verdict(16.2, 15, "x"), "**16.2x** (≥ 15x)")
        self.assertEqual(tables.verdict(50, 42, " µs", most=True), "50.0 µs (≤ 42 µs)")
        self.assertEqual(tables.verdict(0.5, 0.8, "%"), "50% (≥ 80%)")

    def test_every_part_can_be_made_of_few_runs(self) -> None:
        for part in report.PARTS.values():
            self.assertTrue(part(results(*ROUNDS)))

    def test_plots_are_well_formed_and_know_both_themes(self) -> None:
        for plot in report.PLOTS.values():
            text = plot(results(*ROUNDS)).render()
            xml.fromstring(text)
            self.assertIn("prefers-color-scheme:dark", text)

    def test_powers_of_ten_are_shown_with_their_unit(self) -> None:
        values = [plots.shown(value) for value in (10, 1_000, 100_000, 1_000_000)]
        self.assertEqual(values, ["10 µs", "1 ms", "100 ms", "1 s"])

    def test_only_what_is_between_the_marks_changes(self) -> None:
        page = "a\n<!-- benchmark: limits -->\nold\n<!-- benchmark ends -->\nb\n"
        new = report.rewritten(page, {"limits": "new"})
        self.assertEqual(new, "a\n<!-- benchmark: limits -->\n\nnew\n\n<!-- benchmark ends -->\nb\n")
        self.assertEqual(report.rewritten(new, {"limits": "new"}), new)
        with self.assertRaises(SystemExit):
            report.rewritten(page, {})

    def test_the_page_has_every_part_once(self) -> None:
        marks = [found[1] for found in report.MARK.findall(report.PAGE.read_text())]
        self.assertEqual(sorted(marks), sorted(report.PARTS))

    def test_programs_that_fail_are_no_figures(self) -> None:
        self.assertEqual(transactions("tps = 12.5 (without initial connection time)\n"), 12.5)
        with self.assertRaises(RuntimeError):
            transactions("client 1 aborted\ntps = 12.5\n")
        with self.assertRaises(RuntimeError):
            parsed("unable to connect")
        self.assertEqual(parsed('RESULT {"requests": 3, "errors": {"read": 1, "status": 2}}\n')["errors"], 3)


if __name__ == "__main__":
    unittest.main()
