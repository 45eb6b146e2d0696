"""Figures of metrics: how many by section, rates with their denominators, key figures."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.arguments import checked, many, of
from analysis.audit import Finding, Relation, Verdict
from analysis.figures.audit import rounded_expected
from analysis.figures.canvas import (
    BLUE,
    CUES,
    LINE,
    QUIET,
    VERMILION,
    Cue,
    axes,
    bare,
    finish,
    house_style,
    label,
    name_rows,
    nothing,
    shortened,
)
from analysis.figures.wording import Words, section_name, wording
from analysis.metrics import Metric, Metrics, Role
from analysis.quantities import Bound
from analysis.report import Section

NAME_WIDTH = 17  # em of a label before it wraps
SECTIONS = 24  # rows of sections at most; a longer report is shown at a higher level
RATES = 30  # rows of rates at most
DIMENSIONS = 4  # dimensions told apart; the others are one
REST = Cue("#C8CDD2", "", "o")
PERCENT_SCALES = {"%": Decimal(1), "‰": Decimal("0.1"), "成": Decimal(10)}
SIGNS = {Bound.EXACT: "", Bound.AT_LEAST: "≥", Bound.AT_MOST: "≤", Bound.ABOUT: "≈"}


@checked(metrics=of(Metrics))
def metrics_by_section(
    metrics: Metrics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Bars as wide as the number of metrics in each section, parted by dimension."""
    words, common = wording(lang).of("metrics_by_section"), wording(lang)
    with house_style():
        if not metrics:
            return nothing(ax, words("empty"))
        rows = count_by_section(metrics)
        names = [
            label(section_name(section) if section else words("outside"), NAME_WIDTH)
            for section in rows
        ]
        totals = [counts.total() for counts in rows.values()]
        lines = [name.count("\n") + 1 for name in names]
        ax = axes(ax, 1.5 + len(names) * (LINE * max(lines) + 0.1))
        shown = [name for name, _ in Counter(m.dimension for m in metrics).most_common(DIMENSIONS)]
        lefts = [0] * len(rows)
        for dimension, cue in zip([*shown, None], [*CUES[: len(shown)], REST], strict=True):
            widths = [
                counts[dimension]
                if dimension is not None
                else sum(n for name, n in counts.items() if name not in shown)
                for counts in rows.values()
            ]
            if any(widths):
                ax.barh(
                    range(len(rows)), widths, left=lefts, height=0.62, color=cue.colour,
                    hatch=cue.hatch, edgecolor="white", linewidth=0.5,
                    label=common.name("dimension", dimension) if dimension else words("rest"),
                )  # fmt: skip
            lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
        for y, total in enumerate(totals):
            ax.annotate(
                str(total), (total, y), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=9, color=QUIET,
            )  # fmt: skip
        name_rows(ax, names)
        ax.set_xlim(0, max(totals) * 1.06)
        ax.set_xlabel(words("axis"))
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=5, handlelength=1.4,
            columnspacing=1.2, borderaxespad=0.2,
        )  # fmt: skip
        bare(ax, keep="bottom")
        most = max(range(len(totals)), key=totals.__getitem__)
        title = words(
            "title", n=len(metrics), share=round(100 * totals[most] / len(metrics)),
            section=shortened(names[most].replace("\n", ""), 24),
        )  # fmt: skip
        return finish(ax, title, source or _source(metrics, common))


def count_by_section(metrics: Metrics) -> dict[Section | None, Counter[str]]:
    """For each section with metrics, in the report's order, how many of each dimension.

    Counted at the deepest level that gives at most ``SECTIONS`` rows.
    """
    sections = metrics.report.sections
    levels = sorted({section.level for section in sections}, reverse=True) or [0]
    for level in levels:
        upper = [section for section in sections if section.level <= level]
        rows: dict[Section | None, Counter[str]] = {}
        for metric in metrics:
            holders = [s for s in upper if s.start <= metric.start < s.end]
            lowest = max(holders, key=lambda s: s.level, default=None)
            rows.setdefault(lowest, Counter())[metric.dimension] += 1
        if len(rows) <= SECTIONS:
            break
    return rows


@checked(metrics=of(Metrics), findings=many(Finding))
def rates(
    metrics: Metrics,
    findings: Sequence[Finding] = (),
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Bars as wide as each rate in percent, with numerator and denominator where stated.

    The fraction is that of the rate's check among ``findings``; where the two disagree a
    diamond stands at the recomputed rate.
    """
    words, common = wording(lang).of("rates"), wording(lang)
    checks = {f.stated: f for f in findings if f.relation is Relation.RATE}
    every = [m for m in metrics if m.role is Role.RATE and m.unit in PERCENT_SCALES]
    # those with a denominator are never the ones left out
    kept = sorted(every, key=lambda m: m not in checks)[:RATES]
    drawn = [metric for metric in every if metric in kept]
    with house_style():
        if not drawn:
            return nothing(ax, words("empty"))
        names = [label(metric.indicator, NAME_WIDTH) for metric in drawn]
        lines = max(name.count("\n") + 1 for name in names)
        ax = axes(ax, 1.2 + len(names) * (LINE * lines + 0.12))
        values = [percent(metric) for metric in drawn]
        wrong = [
            metric in checks and checks[metric].verdict is Verdict.INCONSISTENT for metric in drawn
        ]
        bars = ax.barh(range(len(drawn)), values, height=0.62, color=BLUE)
        for y, (metric, bar) in enumerate(zip(drawn, bars, strict=True)):
            check = checks.get(metric)
            # where no rate has a denominator the title says so once
            note = _fraction(check, words) if check else words("alone") if checks else ""
            reach = values[y]
            if check and check.expected is not None and wrong[y]:
                bar.set(color=VERMILION, hatch="////", edgecolor="white", linewidth=0)
                expected = float(check.expected * PERCENT_SCALES[metric.unit])
                ax.plot(expected, y, marker="D", color="white", mec=VERMILION, mew=1.6, ms=7)
                reach = max(reach, expected + 1.5)
                note += "  " + words("expected", value=f"{rounded_expected(check)}{metric.unit}")
            ax.annotate(
                f"{SIGNS[metric.bound]}{metric.value}{metric.unit}  {note}".rstrip(), (reach, y),
                xytext=(10 if wrong[y] else 6, 0), textcoords="offset points", va="center",
                fontsize=9,
                color=VERMILION if wrong[y] else QUIET if not check else "#222222",
            )  # fmt: skip
        name_rows(ax, names)
        # the room that the longest note needs beside a full bar
        ax.set_xlim(0, max(100.0, *values) * 1.55)
        ax.set_xticks(range(0, 101, 20), [f"{tick}%" for tick in range(0, 101, 20)])
        bare(ax, keep="bottom")
        ax.spines["bottom"].set_bounds(0, 100)
        checked = sum(metric in checks for metric in every)
        key = "title_wrong" if any(wrong) else "title" if checked else "title_alone"
        title = words(key, n=len(every), checked=checked, wrong=sum(wrong))
        left_out = [common("more", n=len(every) - len(drawn))] if len(every) > len(drawn) else []
        return finish(
            ax, common("join").join([title, *left_out]), source or _source(metrics, common)
        )


def percent(metric: Metric) -> float:
    """A rate's value in percent, whether printed in %, ‰ or 成."""
    return float(metric.value * PERCENT_SCALES[metric.unit])


def _fraction(check: Finding, words: Words) -> str:
    parts = [passage for passage in check.evidence if isinstance(passage, Metric)]
    if len(parts) != 2:
        return ""
    return words("fraction", a=parts[0].value, b=parts[1].value)


@checked(metrics=many(Metric))
def key_figures(
    metrics: Sequence[Metric],
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """The given metrics as large numbers over their indicators, three to a row."""
    words = wording(lang).of("key_figures")
    with house_style():
        if not metrics:
            return nothing(ax, words("empty"))
        n_rows = -(-len(metrics) // 3)
        ax = axes(ax, 0.5 + 0.95 * n_rows)
        for index, metric in enumerate(metrics):
            row, column = divmod(index, 3)
            number = f"{SIGNS[metric.bound]}{metric.value:,}"
            ax.annotate(
                number, (column, -row), fontsize=22, color=BLUE, ha="left", va="bottom",
                xytext=(0, 2), textcoords="offset points",
            )  # fmt: skip
            unit = words("name", indicator=metric.indicator, unit=metric.unit)
            name = unit if metric.unit else metric.indicator
            ax.annotate(
                label(name, 14),
                (column, -row), fontsize=9.5, color=QUIET, ha="left", va="top", xytext=(0, -3),
                textcoords="offset points",
            )  # fmt: skip
        ax.set(xlim=(0, 3), ylim=(-n_rows + 0.45, 0.55))
        ax.set_axis_off()
        return finish(ax, words("title", n=len(metrics)), source)


def _source(metrics: Metrics, common: Words) -> str | None:
    title = metrics.report.title
    return common("source", title=title) if title else None
