"""A sheet to draw on: text that wraps, boxes, chips, arrows; kept as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from actions.authoring.wrapping import legible, width_of, wrap, wrap_list

PAPER = "#fbfaf6"
INK = "#20262e"
QUIET = "#565e69"
RULE = "#cfcabd"
GOOD = "#1d6b45"
WARM = "#9a5b00"
BAD = "#a63328"
DEED = "#17607d"
TOLD = "#6a4a8c"

LEADING = 1.5  # line height in ems
_RISE = 1.08  # ems from the top of a line to its baseline
_FONTS = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
# Printed, the whole sheet goes onto one page; a page that holds it in itself is left alone.
_ONE_PAGE = "@page{margin:8mm} @media print{svg:root{width:100vw;height:100vh}}"
_SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Style:
    """How words look; size in the sheet's unit, CSS pixels."""

    size: float
    ink: str = INK
    bold: bool = False


TITLE = Style(28, bold=True)
HEADING = Style(18, bold=True)
LABEL = Style(15, bold=True)
BODY = Style(13)
SMALL = Style(12, QUIET)


@dataclass(frozen=True)
class Chip:
    """A few words in a rounded frame of their colour."""

    words: str
    ink: str


class Canvas:
    """A sheet of a fixed width that grows downwards.

    Args:
        width: in CSS pixels; all coordinates below are too, from the upper left corner.
        margin: left and right, where no centred line goes.
    """

    def __init__(self, width: float, margin: float) -> None:
        self.width = width
        self.margin = margin
        self._root = ET.Element("g", {"font-family": _FONTS})

    def text(self, words: str, style: Style, x: float, y: float, width: float) -> float:
        """Writes words, broken into lines, below `y`; returns where they end."""
        return self._lines(wrap(words, style.size, width), style, x, y, "start")

    def words(self, words: Sequence[str], style: Style, x: float, y: float, width: float) -> float:
        """Writes words side by side, none of them parted, below `y`; returns where they end."""
        return self._lines(wrap_list(words, style.size, width), style, x, y, "start")

    def line_at(self, words: str, style: Style, x: float, y: float) -> None:
        """Writes one short line centred on `x`, or beside it where the margin is near."""
        half = self.margin + width_of(words, style.size) / 2
        centre = min(max(x, half), self.width - half)
        self._lines([words], style, centre, y, "middle")

    def box(
        self, x: float, y: float, width: float, ink: str, *, fill: str = "#ffffff"
    ) -> ET.Element:
        """A box whose height is set by `close` when its content is there."""
        return self._add(
            "rect", x=x, y=y, width=width, height=0, rx=8, fill=fill, stroke=ink, stroke_width=1.2
        )

    def close(self, box: ET.Element, bottom: float) -> float:
        """Ends a box at `bottom`; returns it."""
        box.set("height", _number(bottom - float(box.get("y", 0))))
        return bottom

    def bar(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        """A filled strip without a frame."""
        self._add("rect", x=x, y=y, width=width, height=height, rx=height / 2, fill=ink)

    def disc(self, words: str, x: float, y: float, radius: float, ink: str) -> None:
        """A filled circle around `x`, `y` with a few letters in it."""
        self._add("circle", cx=x, cy=y, r=radius, fill=ink)
        style = Style(radius * 1.1, PAPER, bold=True)
        self.line_at(words, style, x, y - style.size * (_RISE - 0.36))

    def chips(self, chips: Iterable[Chip], x: float, y: float, width: float) -> float:
        """Chips in rows below `y`; returns where they end."""
        size, pad, high, gap = BODY.size - 1, 8.0, 22.0, 6.0
        at, top = x, y
        for chip in chips:
            wide = width_of(chip.words, size) + 2 * pad
            if at > x and at + wide > x + width:
                at, top = x, top + high + gap
            self._add(
                "rect",
                x=at,
                y=top,
                width=wide,
                height=high,
                rx=high / 2,
                fill="none",
                stroke=chip.ink,
            )
            self._lines([chip.words], Style(size, chip.ink), at + pad, top + 2, "start")
            at += wide + gap
        return top + high if at > x else y

    def path(self, points: Sequence[tuple[float, float]], ink: str, *, arrow: bool = False) -> None:
        """A line through points; with an arrow's head at the last, reached along an axis."""
        steps = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._add("polyline", points=steps, fill="none", stroke=ink, stroke_width=1.6)
        if arrow:
            (x0, y0), (x, y) = points[-2:]
            right, down = (x > x0) - (x < x0), (y > y0) - (y < y0)
            tail = [
                (x - 8 * right + 4.5 * side * down, y - 8 * down + 4.5 * side * right)
                for side in (-1, 1)
            ]
            head = " ".join(f"{_number(a)},{_number(b)}" for a, b in [(x, y), *tail])
            self._add("polygon", points=head, fill=ink)

    def svg(self, height: float, title: str, about: str) -> str:
        """The sheet as an SVG file.

        Args:
            height: of the sheet.
            title: what it shows, for those who can't see it.
            about: what is on it, for them too.
        """
        size = {"width": _number(self.width), "height": _number(height)}
        root = ET.Element(
            "svg",
            {
                "xmlns": _SVG,
                **size,
                "viewBox": f"0 0 {size['width']} {size['height']}",
                "role": "img",
                "aria-labelledby": "title about",
                "lang": "zh-Hans",
            },
        )
        ET.SubElement(root, "title", {"id": "title"}).text = legible(title)
        ET.SubElement(root, "desc", {"id": "about"}).text = legible(about)
        ET.SubElement(root, "style").text = _ONE_PAGE
        # Paper of its own, so that it reads the same on dark pages.
        ET.SubElement(root, "rect", {**size, "fill": PAPER})
        root.append(self._root)
        ET.indent(root)
        return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"

    def _lines(self, lines: Sequence[str], style: Style, x: float, y: float, anchor: str) -> float:
        for line in lines:
            element = self._add(
                "text", x=x, y=y + style.size * _RISE, font_size=style.size, fill=style.ink
            )
            if anchor != "start":
                element.set("text-anchor", anchor)
            if style.bold:
                element.set("font-weight", "bold")
            element.text = line
            y += style.size * LEADING
        return y

    def _add(self, name: str, **attributes: float | str) -> ET.Element:
        named = {
            key.replace("_", "-"): value if isinstance(value, str) else _number(value)
            for key, value in attributes.items()
        }
        return ET.SubElement(self._root, name, named)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
