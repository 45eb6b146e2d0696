"""The figure of a comparison: the same indicators from report to report."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.arguments import checked, of
from analysis.compare import Comparison, Series
from analysis.figures.canvas import (
    BLUE,
    WIDTH,
    bare,
    drawable,
    finish,
    house_style,
    label,
    nothing,
)
from analysis.figures.canvas import Figure as Canvas
from analysis.figures.metrics import SIGNS
from analysis.figures.wording import wording
from analysis.metrics import Metric

PANELS = 6  # indicators drawn when none are named
NAME_WIDTH = 13  # em of an indicator's name before it wraps


@checked(comparison=of(Comparison))
def indicators_over_reports(
    comparison: Comparison,
    indicators: Sequence[str] = (),
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Each indicator's value from report to report, a panel each, on a scale from 0.

    Without names, the indicators that most reports tell and whose names are surely the same.
    In a reader's ``ax`` only the first is drawn.

    Raises:
        KeyError: no report has an indicator of a given name.
    """
    words = wording(lang).of("indicators_over_reports")
    with house_style():
        series = choose_series(comparison, indicators)
        if not series:
            return nothing(ax, words("empty"))
        if ax is not None:
            panels = [ax]
        else:
            figure = Canvas(figsize=(WIDTH, 0.9 + 0.95 * len(series)))
            panels = list(figure.subplots(len(series), 1, sharex=True, squeeze=False)[:, 0])
        for panel, row in zip(panels, series, strict=False):
            _panel(panel, row, comparison.labels)
        drawn = series[: len(panels)]
        most = max(drawn, key=lambda row: abs(_growth(row)))
        (first, start), (last, end) = _ends(most, comparison.labels)
        title = words(
            "title", indicator=most.indicator, first=first, last=last,
            start=_printed(start), end=_printed(end),
        )  # fmt: skip
        if len(drawn) > 1:
            up, down = (sum(sign * _growth(row) > 0 for row in drawn) for sign in (1, -1))
            same = len(drawn) - up - down
            title = words("title_many", n=len(drawn), up=up, down=down, same=same, most=title)
        return finish(panels[0], title, source)


def choose_series(comparison: Comparison, indicators: Sequence[str] = ()) -> list[Series]:
    """The series of the given indicators, or else those that most reports tell.

    Raises:
        KeyError: no report has an indicator of a given name.
    """
    if indicators:
        by_name = {row.indicator: row for row in comparison.series}
        return [by_name[name] for name in indicators]
    shared = [row for row in comparison.shared if row.sure]
    return sorted(shared, key=lambda row: -sum(m is not None for m in row.metrics))[:PANELS]


def _ends(row: Series, labels: Sequence[str]) -> tuple[tuple[str, Metric], tuple[str, Metric]]:
    """The first and the last report that tell an indicator, with its metrics there."""
    pairs = zip(labels, row.metrics, strict=True)
    told = [(where, metric) for where, metric in pairs if metric is not None]
    return told[0], told[-1]


def _growth(row: Series) -> float:
    """By what share of its first value an indicator grew to its last; from 0 without end."""
    told = [float(metric.value) for metric in row.metrics if metric is not None]
    if told[0] == told[-1]:
        return 0.0
    return (told[-1] - told[0]) / abs(told[0]) if told[0] else math.copysign(math.inf, told[-1])


def _panel(ax: Axes, row: Series, labels: Sequence[str]) -> None:
    places = [x for x, metric in enumerate(row.metrics) if metric is not None]
    values = [float(metric.value) for metric in row.metrics if metric is not None]
    ax.plot(places, values, color=BLUE, marker="o", ms=6)
    for x, value, metric in zip(places, values, filter(None, row.metrics), strict=True):
        ax.annotate(
            _printed(metric), (x, value), xytext=(0, 7), textcoords="offset points",
            ha="center", fontsize=9,
        )  # fmt: skip
    ax.set_ylim(min(0, *values, 0), max(*values, 0, 1e-9) * 1.55)
    ax.set_xlim(-0.5, len(labels) - 0.5)
    ax.set_xticks(range(len(labels)), [drawable(name) for name in labels])
    name = label(row.indicator, NAME_WIDTH)
    ax.set_ylabel(
        name, rotation=0, ha="right", va="center", fontsize=10, color="#222222", labelpad=12
    )
    ax.tick_params(left=False, labelleft=False)
    bare(ax, keep="bottom")


def _printed(metric: Metric) -> str:
    return f"{SIGNS[metric.bound]}{metric.value:,f} {metric.unit}".strip()
