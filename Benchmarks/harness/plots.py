"""The plots of docs/performance.md."""

import math

from .results import BASE, OURS, PEERS, Results
from .svg import Drawing
from .tables import WORKLOADS, number

WIDTH = 760.0
LEFT = 205.0
ALL = [BASE, *PEERS, OURS]
NAMES = {
    "idiomatic": "idiomatic Python",
    "tuned": "tuned Python",
    "tuned-sql": "tuned Python, SQL",
    "plumbline": "Plumbline",
}
PLOTTED = ["W1", "W2", "W3", "W3c", "W4", "W5", "mixed"]


def label(name: str) -> str:
    return f"{name} {WORKLOADS[name]}".replace("`", "") if name[0] == "W" else WORKLOADS[name]


def ratios(results: Results) -> Drawing:
    """Requests a second as a multiple of the idiomatic peer's."""
    drawing = Drawing(WIDTH, "Requests per second, as a multiple of the idiomatic Python server's")
    drawing.text(0, 16, drawing.title, kind="title")
    drawing.legend(0, 38, [(name, NAMES[name]) for name in ALL])
    found = {
        name: {server: 1.0 if server == BASE else results.ratio(name, server) or 0 for server in ALL}
        for name in PLOTTED
        if results.value(name, BASE, "rate")
    }
    most = max((ratio for ratios in found.values() for ratio in ratios.values()), default=1)
    y = 58.0
    for name, ratios_of in found.items():
        drawing.text(LEFT - 12, y + 31, label(name), anchor="end")
        for server in ALL:
            width = ratios_of[server] / most * (WIDTH - LEFT - 60)
            drawing.bar(LEFT, y, width, 11, server, f"{NAMES[server]}: {number(ratios_of[server])}x")
            drawing.text(LEFT + width + 6, y + 10, f"{number(ratios_of[server])}x", "faint")
            y += 14
        y += 12
    return drawing


def processor_time(results: Results) -> Drawing:
    """Where a request's CPU time goes. Each workload has a scale of its own."""
    drawing = Drawing(WIDTH, "CPU time of a request in microseconds")
    drawing.text(0, 16, drawing.title, kind="title")
    parts = [("server", "server"), ("postgres", "PostgreSQL"), ("client", "client (wrk)")]
    drawing.legend(0, 38, parts)
    y = 66.0
    for name in PLOTTED:
        times = {
            server: [results.value(name, server, f"{part}_cpu") or 0 for part, _ in parts]
            for server in ALL
            if results.value(name, server, "rate")
        }
        if not times:
            continue
        most = max(sum(values) for values in times.values())
        drawing.text(0, y, label(name), kind="title")
        y += 8
        for server, values in times.items():
            drawing.text(LEFT - 12, y + 11, NAMES[server], anchor="end")
            x = LEFT
            for (part, title), value in zip(parts, values):
                width = value / most * (WIDTH - LEFT - 70)
                drawing.bar(x, y, width, 13, part, f"{title}: {number(value)} µs")
                x += width
            drawing.text(x + 6, y + 11, number(sum(values)), "faint")
            y += 16
        y += 22
    return drawing


def slowest(results: Results) -> Drawing:
    """The 99th percentile by the number of connections, both on scales of powers."""
    drawing = Drawing(WIDTH, "99th percentile of the time to an answer, by connections")
    drawing.text(0, 16, drawing.title, kind="title")
    drawing.legend(0, 38, [(name, NAMES[name]) for name in ALL])
    names = results.workloads("connections")
    width = (WIDTH - 60 * len(names)) / max(len(names), 1)
    for place, name in enumerate(names):
        panel(drawing, results, name, 55 + place * (width + 60), 80, width - 10, 220)
    return drawing


def panel(drawing: Drawing, results: Results, name: str, x: float, y: float, width: float, height: float) -> None:
    curves = {server: results.at_connections(name, server, "p99") for server in ALL}
    curves = {server: {at: p99 for at, p99 in points.items() if p99 > 0} for server, points in curves.items()}
    values = [p99 for points in curves.values() for p99 in points.values()]
    counts = sorted({at for points in curves.values() for at in points})
    if not values:
        return
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    high = max(high, low + 1)

    def across(count: int) -> float:
        return x + width * math.log(count / counts[0]) / (math.log(counts[-1] / counts[0]) or 1)

    def up(microseconds: float) -> float:
        return y + height * (1 - (math.log10(microseconds) - low) / (high - low))

    drawing.text(x, y - 16, label(name), kind="title")
    for power in range(low, high + 1):
        drawing.line(x, up(10**power), x + width, up(10**power))
        drawing.text(x - 6, up(10**power) + 4, shown(10**power), "faint", "end")
    for count in counts:
        drawing.text(across(count), y + height + 18, str(count), "faint", "middle")
    for server, points in curves.items():
        if points:
            drawing.curve([(across(at), up(p99)) for at, p99 in points.items()], server)


def shown(microseconds: float) -> str:
    for factor, unit in ((1e6, "s"), (1e3, "ms")):
        if microseconds >= factor:
            return f"{microseconds / factor:g} {unit}"
    return f"{microseconds:g} µs"
