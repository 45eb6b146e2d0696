"""The canvas of every figure: house style, Chinese font, wrapped labels and stable files."""

import io
import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from math import ceil
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MatplotlibFigure

STYLE = Path(__file__).with_name("house.mplstyle")
FONT = "Noto Sans SC"
WIDTH = 7.2  # inches: what a notebook shows without scaling
LINE = 0.19  # inches that one line of a label takes at the style's font size
MOST_LINES = 6  # of a label: a paragraph taken for a heading must not fill the page
ON_COLOUR = "on-colour"  # gid of what stands on a colour: a dark page must not recolour it
MISSING = "〓"  # the typesetter's mark for a character that the font lacks
NO_LINE_START = "，。、；：！？）》」』”’…％%,.;:!?)]"
CLAUSE_ENDS = ("；;", "：，:")  # where a title is best broken, the better ones first
METADATA: Mapping[str, Mapping[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


class Cue(NamedTuple):
    """A colour of the Okabe-Ito palette with the cues that stand beside it."""

    colour: str
    hatch: str
    marker: str


CUES = (
    Cue("#0072B2", "", "o"),
    Cue("#E69F00", "////", "s"),
    Cue("#009E73", "----", "^"),
    Cue("#CC79A7", "\\\\\\\\", "D"),
    Cue("#56B4E9", "xxxx", "v"),
    Cue("#D55E00", "++++", "P"),
    Cue("#F0E442", "||||", "X"),
    Cue("#555555", "//--", "*"),
)
BLUE, ORANGE, GREEN, VERMILION, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#888888"
QUIET = "#555555"


class Figure(MatplotlibFigure):
    """A matplotlib figure that a notebook shows without any plotting state."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        width, height = (round(inches * 100) for inches in self.get_size_inches())
        return to_bytes(self, "png"), {"width": width, "height": height}


@contextmanager
def house_style() -> Iterator[None]:
    """The house style and its font, for as long as the block runs."""
    register_font()
    with mpl.rc_context(fname=STYLE):
        yield


@cache
def register_font() -> frozenset[int]:
    """The code points that the figures' font can draw; makes it known to matplotlib once.

    Raises:
        ModuleNotFoundError: neither package with Noto Sans SC is installed.
    """
    from matplotlib.ft2font import FT2Font

    path = font_path()
    font_manager.fontManager.addfont(path)
    return frozenset(FT2Font(path).get_charmap())


def font_path() -> str:
    """The file of Noto Sans SC that comes with a package."""
    import pylopdf_fonts_zh_cn

    return str(pylopdf_fonts_zh_cn.sans_path())


@contextmanager
def glyphs_required() -> Iterator[None]:
    """A missing glyph is an error while the block draws, never a box in a figure."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=r"Glyph .* missing")
        yield


def label(text: str, width: float) -> str:
    """``text`` as the font can draw it, broken into even lines of at most ``width`` em.

    Breaks between any two Chinese characters but before closing punctuation, and Latin
    text at spaces only, unless a word alone is wider than a line. What takes more than
    ``MOST_LINES`` is cut.
    """
    text = shortened(text, MOST_LINES * width)
    n_lines = max(1, ceil(em(text) / width))
    return next(
        (
            even
            for share in (em(text) / n_lines + 1, em(text) / n_lines + 2)
            if share < width and (even := _broken(text, share)).count("\n") < n_lines
        ),
        _broken(text, width),
    )


def _broken(text: str, width: float) -> str:
    """``text`` in lines as full as they get."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        closing = piece[0] in NO_LINE_START
        if line and em(line) + em(piece) > width and not (closing and em(line) <= width):
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while em(line) > width + 1:
            cut = next(n for n in range(len(line), 0, -1) if em(line[:n]) <= width or n == 1)
            lines.append(line[:cut])
            line = line[cut:]
    return "\n".join([*lines, line.rstrip()]) if line.strip() else "\n".join(lines)


def shortened(text: str, width: float) -> str:
    """``text`` on one line of at most ``width`` em, with … where it was cut."""
    text = drawable(text)
    if em(text) <= width:
        return text
    cut = next((n for n in range(len(text), 0, -1) if em(text[:n]) <= width - 1), 0)
    return text[:cut] + "…"


def drawable(text: str) -> str:
    """``text`` on one line, with a mark where the font has no glyph.

    Characters that show nothing, such as those that turn the direction of text, are left out.
    """
    glyphs = register_font()
    shown = (
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"}
    )
    return "".join(char if ord(char) in glyphs else MISSING for char in shown).strip()


def em(text: str) -> float:
    """The width of ``text`` in em: 1 for a Chinese character, 0.58 for another."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def _pieces(text: str) -> Iterator[str]:
    """The runs of ``text`` that no line break may part."""
    piece = ""
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WFA"
        if piece and (wide or char == " "):
            yield piece
            piece = ""
        piece += char
        if wide:
            yield piece
            piece = ""
    if piece:
        yield piece


def axes(ax: Axes | None, height: float, width: float = WIDTH) -> Axes:
    """The axes to draw in: ``ax``, or those of a new figure of ``height`` inches."""
    return ax if ax is not None else Figure(figsize=(width, height)).add_subplot()


def finish(ax: Axes, title: str, source: str | None = None) -> MatplotlibFigure:
    """The figure of ``ax`` with its title and source line set.

    In a figure of our own both start at the left edge; in a reader's axes the title is
    the axes' and the source line is left out, since other axes may stand below.

    Raises:
        ValueError: the axes are in no figure any more.
    """
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("ax belongs to no figure")
    if not isinstance(figure, Figure):
        ax.set_title(label(title, 38))
        return figure
    figure.suptitle(heading(title, 42), x=0.01, ha="left", fontsize=12)
    if source:
        figure.supxlabel(label(source, 66), x=0.01, ha="left", fontsize=8, color=QUIET)
    return figure


def heading(title: str, width: float) -> str:
    """A title of two lines, the first ending with a clause where both then fit."""
    title = drawable(title)
    fitting = (
        end
        for marks in CLAUSE_ENDS
        for end in range(len(title), 0, -1)
        if title[end - 1] in marks and 0 < em(title) - width <= em(title[:end]) <= width
    )
    end = next(fitting, None)
    return f"{title[:end]}\n{title[end:].lstrip()}" if end else label(title, width)


def bare(ax: Axes, *, keep: str = "") -> None:
    """Takes away the spines but those named, and the ticks with them."""
    for side, spine in ax.spines.items():
        spine.set_visible(side in keep.split())
    if "bottom" not in keep:
        ax.tick_params(bottom=False)


def to_bytes(figure: MatplotlibFigure, kind: str) -> bytes:
    """The figure as ``png``, ``svg`` or ``pdf``: the same bytes within a matplotlib version.

    Raises:
        ValueError: another kind.
    """
    if f".{kind}" not in METADATA:
        raise ValueError(f"figures are written as png, svg or pdf, not {kind!r}")
    buffer = io.BytesIO()
    with house_style(), glyphs_required():
        figure.savefig(buffer, format=kind, metadata=dict(METADATA[f".{kind}"]))
    return buffer.getvalue()


def save(figure: MatplotlibFigure, path: str | Path) -> Path:
    """The path of the file written, in the format of its suffix: .png, .svg or .pdf."""
    path = Path(path)
    path.write_bytes(to_bytes(figure, path.suffix.lstrip(".").lower()))
    return path


def name_rows(ax: Axes, names: Sequence[str], ys: Sequence[float] | None = None) -> None:
    """Names the rows of a horizontal chart, the first at the top."""
    ys = range(len(names)) if ys is None else ys
    ax.set_yticks(ys, names, fontfamily=FONT, parse_math=False)
    ax.set_ylim(max(ys) + 0.6, min(ys) - 0.6)


def nothing(ax: Axes | None, words: str) -> MatplotlibFigure:
    """The figure of an empty result: one line that says so."""
    ax = axes(ax, 1.0)
    ax.set_axis_off()
    ax.text(0.5, 0.5, words, ha="center", va="center", color=QUIET, transform=ax.transAxes)
    return finish(ax, "")
