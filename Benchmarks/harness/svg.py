"""A drawing of shapes and texts whose colours follow the reader's light or dark theme."""

from html import escape

# Light and dark. The grounds are transparent, so that the page's own shows.
COLOURS = {
    "ink": ("#1f2328", "#e6edf3"),
    "faint": ("#656d76", "#9198a1"),
    "rule": ("#d1d9e0", "#3d444d"),
    "idiomatic": ("#b1bac4", "#656c76"),
    "tuned": ("#54aeff", "#388bfd"),
    "tuned-sql": ("#2da44e", "#3fb950"),
    "plumbline": ("#8250df", "#a371f7"),
    "limit": ("#cf222e", "#f85149"),
    "server": ("#8250df", "#a371f7"),
    "postgres": ("#54aeff", "#388bfd"),
    "client": ("#b1bac4", "#656c76"),
}


def style() -> str:
    def rules(theme: int) -> str:
        return "".join(
            f".{name}{{fill:{both[theme]}}}.{name}-line{{stroke:{both[theme]}}}" for name, both in COLOURS.items()
        )

    font = "text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif}.title{font-weight:600;font-size:13px}"
    lines = "polyline{fill:none;stroke-width:2;stroke-linejoin:round}line{stroke-width:1}"
    return f"<style>{font}{lines}{rules(0)}@media(prefers-color-scheme:dark){{{rules(1)}}}</style>"


class Drawing:
    def __init__(self, width: float, title: str) -> None:
        self.width = width
        self.title = title
        self.height = 0.0
        self.parts: list[str] = []

    def text(self, x: float, y: float, text: str, colour: str = "ink", anchor: str = "start", kind: str = "") -> None:
        self.reach(y + 6)
        names = f"{colour} {kind}".strip()
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{names}" text-anchor="{anchor}">{escape(text)}</text>')

    def bar(self, x: float, y: float, width: float, height: float, colour: str, hint: str = "") -> None:
        self.reach(y + height)
        inside = f"<title>{escape(hint)}</title>" if hint else ""
        size = f'width="{max(width, 0.5):.1f}" height="{height:.1f}"'
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" {size} class="{colour}">{inside}</rect>')

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = "rule") -> None:
        self.reach(max(y1, y2))
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{colour}-line"/>')

    def curve(self, points: list[tuple[float, float]], colour: str) -> None:
        self.reach(max(y for _, y in points))
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{path}" class="{colour}-line"/>')
        self.parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="{colour}"/>' for x, y in points]

    def legend(self, x: float, y: float, entries: list[tuple[str, str]]) -> None:
        """Names with their colours, in a row."""
        for colour, name in entries:
            self.bar(x, y - 9, 11, 11, colour)
            self.text(x + 16, y, name)
            x += 34 + 7 * len(name)

    def reach(self, y: float) -> None:
        self.height = max(self.height, y)

    def render(self) -> str:
        height = self.height + 8
        body = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {height:g}" width="{self.width:g}" '
            f'height="{height:g}" role="img" aria-label="{escape(self.title)}">\n<title>{escape(self.title)}</title>\n'
            f"{style()}\n{body}\n</svg>\n"
        )
