"""The figure of findings: how far each stated figure lies from the recomputed one."""

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.arguments import checked, many
from analysis.audit import Finding, Verdict
from analysis.figures.canvas import (
    BLUE,
    LINE,
    ORANGE,
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
from analysis.figures.wording import wording
from analysis.metrics import Metric
from analysis.numerals import read_numeral
from analysis.passage import Passage

ROWS = 24  # findings drawn at most, the gravest first
NAME_WIDTH = 18  # em of a label before it wraps
TOLD_WIDTH = 30  # em of what is told beside a row
CUES = {
    Verdict.INCONSISTENT: Cue(VERMILION, "", "D"),
    Verdict.REVIEW: Cue(ORANGE, "", "s"),
    Verdict.CONSISTENT: Cue(BLUE, "", "o"),
}


@checked(findings=many(Finding))
def findings(
    findings: Sequence[Finding],
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """How far each stated figure lies outside what its evidence allows, in percent of that."""
    words, common = wording(lang).of("findings"), wording(lang)
    with house_style():
        if not findings:
            return nothing(ax, words("empty"))
        order = list(CUES)
        drawn = sorted(findings, key=lambda f: (order.index(f.verdict), -f.severity))[:ROWS]
        names = [
            label(
                words("name", relation=common.name("relation", f.relation), name=_name(f)),
                NAME_WIDTH,
            )
            for f in drawn
        ]
        lines = max(name.count("\n") + 1 for name in names)
        ax = axes(ax, 1.3 + len(names) * (LINE * lines + 0.1))
        ax.axvline(0, color=QUIET, linewidth=0.8, zorder=1)
        gaps = [gap_percent(finding) for finding in drawn]
        for y, (finding, gap) in enumerate(zip(drawn, gaps, strict=True)):
            cue = CUES[finding.verdict]
            if gap:
                ax.plot([0, gap], [y, y], color=cue.colour, linewidth=2.2, zorder=2)
            if gap is not None:
                ax.plot(gap, y, marker=cue.marker, color=cue.colour, ms=7, zorder=3, clip_on=False)
            verdict = common.name("verdict", finding.verdict)
            told = words(
                "nothing" if finding.expected is None else "stated",
                stated=finding.stated.text.strip(),
                expected=f"{rounded_expected(finding)}{_unit(finding)}",
            )
            ax.annotate(
                shortened(f"{verdict}  {told}", TOLD_WIDTH), (1, y),
                xycoords=("axes fraction", "data"), xytext=(8, 0),
                textcoords="offset points", va="center", fontsize=9, annotation_clip=False,
                color=cue.colour if finding.verdict is Verdict.INCONSISTENT else QUIET,
            )  # fmt: skip
        name_rows(ax, names)
        reach = max([1.0, *(abs(gap) for gap in gaps if gap is not None)]) * 1.15
        ax.set_xlim(-reach, reach)
        ax.set_xlabel(words("axis"))
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:+g}%" if x else "0")
        bare(ax, keep="bottom")
        counts = {verdict.value: sum(f.verdict is verdict for f in findings) for verdict in Verdict}
        title = words("title", n=len(findings), **counts)
        if len(findings) > len(drawn):
            title += common("join") + common("more", n=len(findings) - len(drawn))
        return finish(ax, title, source)


def gap_percent(finding: Finding) -> float | None:
    """Its severity in percent, negative where the stated figure is too low.

    0 where the stated figure agrees with its evidence; None where they differ in something
    else than a figure.
    """
    if finding.verdict is Verdict.CONSISTENT:
        return 0.0
    value = _value(finding.stated)
    if finding.allowed is not None:
        low = value < finding.allowed.low
    elif finding.expected is not None:
        low = value < finding.expected
    else:
        return None
    return 100 * finding.severity * (-1 if low else 1)


def rounded_expected(finding: Finding) -> Decimal | None:
    """The recomputed value with one decimal more than the stated figure prints."""
    expected = finding.expected
    if expected is None or not isinstance(finding.stated, Metric):
        return expected
    step = finding.stated.quantity.step.scaleb(-1)
    return expected if expected == expected.quantize(step) else expected.quantize(step)


def _value(stated: Passage) -> Decimal:
    return stated.value if isinstance(stated, Metric) else read_numeral(stated.text).value


def _name(finding: Finding) -> str:
    stated = finding.stated
    return stated.indicator if isinstance(stated, Metric) else stated.text


def _unit(finding: Finding) -> str:
    return finding.stated.unit if isinstance(finding.stated, Metric) else ""
