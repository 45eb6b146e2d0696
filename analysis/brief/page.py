"""The page: one HTML file that needs nothing else, runs only its own script and asks no server."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.audit import Finding, Verdict
from analysis.brief.identity import file_name, identity
from analysis.brief.illustrations import Illustration
from analysis.brief.inline import inline_svg
from analysis.brief.sheets import Cell, name_of
from analysis.brief.source import phrase, plain, render_source, surroundings
from analysis.brief.telling import group_unchecked, tell_leftover
from analysis.brief.wording import brief_words, sum_up, sum_up_topics
from analysis.figures.metrics import SIGNS
from analysis.figures.wording import Words, wording
from analysis.metrics import Metric
from analysis.passage import Passage
from analysis.pipeline import Analysis
from analysis.report import Report
from analysis.summary import key_figures

HERE = Path(__file__).parent
KEY_FIGURES = 9
OPEN_FINDINGS = 12  # cards of a verdict that stand open; the others are a click away
OPEN_MEMBERS = 6  # points of a topic that stand open
MULTIPLES = {"亿": Decimal(10**8), "万": Decimal(10**4)}
CLOSE_UNITS = frozenset("%‰")  # printed right behind the number
CLAMPED = 24  # characters of a section's name that surely show in the table
VERDICTS = (Verdict.INCONSISTENT, Verdict.REVIEW, Verdict.CONSISTENT)


def render_page(analysis: Analysis, illustrations: Sequence[Illustration], lang: str = "zh") -> str:
    """The page's HTML.

    Every value passes Jinja's escaping; the policy in its head allows the one style and the
    one script by their hashes, and nothing from anywhere else.
    """
    words = brief_words(lang)
    style, script = _asset("brief.css"), _asset("brief.js")
    figures: dict[str, list[tuple[Illustration, Markup]]] = {}
    for illustration in illustrations:
        svg = inline_svg(illustration.figure, illustration.name, plain(illustration.title))
        figures.setdefault(illustration.section, []).append((illustration, svg))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return _environment().get_template("brief.html").render(
        analysis=analysis,
        report=analysis.report,
        lang={"zh": "zh-CN"}.get(lang, lang),
        zh="" if lang == "zh" else Markup(' lang="zh-CN"'),
        policy=policy,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        figures=figures,
        words=words,
        names=wording(lang),
        identity=identity(analysis.report, words),
        title=report_title(analysis.report, words),
        has_file=file_name(analysis.report) is not None,
        leftovers=[tell_leftover(each, words) for each in analysis.report.source.dropped],
        key_figures=key_figures(analysis.metrics, KEY_FIGURES),
        findings=group_findings(analysis.findings),
        verdict=sum_up(analysis, words),
        unchecked=group_unchecked(analysis.findings.coverage.unchecked, words),
        topics_lead=sum_up_topics(analysis.topics, words, lang),
        open_findings=OPEN_FINDINGS,
        open_members=OPEN_MEMBERS,
        clamped=CLAMPED,
        source=render_source(analysis, words("topic")),
        around=lambda passage: surroundings(analysis.report.text, passage),
        named=lambda passage: name_passage(passage, analysis.report.text),
        explain=lambda finding: finding.explain(lang),
        metric_numbers={(m.start, m.end): n for n, m in enumerate(analysis.metrics, start=1)},
        checked=checked_metrics(analysis.findings),
        options=filter_options(analysis.metrics, words("no_section")),
        printed=lambda metric: printed_value(metric, lang),
    )  # fmt: skip


def report_title(report: Report, words: Words) -> str:
    """The report's title, else the name of its file, else that it has none."""
    return report.title or (report.id if file_name(report) else words("untitled"))


def name_passage(passage: Passage, text: str) -> str:
    """What a figure of a finding is called: its indicator and value, or what it counts."""
    if isinstance(passage, Metric):
        return f"{passage.indicator} {passage.text}"
    return phrase(text, passage)


def group_findings(
    findings: Sequence[Finding],
) -> dict[Verdict, list[tuple[int, Finding]]]:
    """The findings with their numbers by verdict, what disagrees first and the gravest first."""
    groups: dict[Verdict, list[tuple[int, Finding]]] = {verdict: [] for verdict in VERDICTS}
    for n, finding in enumerate(findings, start=1):
        groups[finding.verdict].append((n, finding))
    return {v: sorted(group, key=lambda pair: -pair[1].severity) for v, group in groups.items()}


def checked_metrics(findings: Sequence[Finding]) -> dict[tuple[int, int], list[int]]:
    """For the span of each metric that took part in a check, the findings' numbers."""
    checked: dict[tuple[int, int], list[int]] = {}
    for n, finding in enumerate(findings, start=1):
        for passage in (finding.stated, *finding.evidence):
            checked.setdefault((passage.start, passage.end), []).append(n)
    return {span: list(dict.fromkeys(numbers)) for span, numbers in checked.items()}


def filter_options(
    metrics: Iterable[Metric], no_section: str
) -> dict[str, list[tuple[str, str, int]]]:
    """For section, dimension and role: value, name and number of metrics, as they first come."""
    sections: Counter[tuple[str, str]] = Counter()
    dimensions: Counter[tuple[str, str]] = Counter()
    roles: Counter[tuple[str, str]] = Counter()
    for metric in metrics:
        start = str(metric.section.start) if metric.section else ""
        sections[start, name_of(metric.section) or no_section] += 1
        dimensions[metric.dimension, metric.dimension] += 1
        roles[str(metric.role), str(metric.role)] += 1
    return {
        "section": [(*key, n) for key, n in sections.items()],
        "dimension": [(*key, n) for key, n in dimensions.most_common()],
        "role": [(*key, n) for key, n in roles.most_common()],
    }


def printed_value(metric: Metric, lang: str = "zh") -> str:
    """A metric's value with its bound's sign, thousands separators, range and unit.

    In Chinese it is told in 万 or 亿 where the report does so.
    """
    multiple = next((m for m in MULTIPLES if m in metric.text and m not in metric.unit), "")
    if lang != "zh":
        multiple = ""
    values = [metric.value] if metric.upper is None else [metric.value, metric.upper]
    told = "–".join(_grouped(value / MULTIPLES.get(multiple, 1)) for value in values)
    unit = multiple + metric.unit
    gap = "" if unit in CLOSE_UNITS else " "
    return f"{SIGNS[metric.bound]}{told}{gap}{unit}".strip()


def _grouped(value: Decimal) -> str:
    return f"{value:,f}"


def span(passage: Passage) -> Markup:
    """The attributes of a link to a passage: its first piece, and for the script its ends."""
    return Markup('href="#c{0}" data-span="{0}-{1}"').format(passage.start, passage.end)


def is_web_address(url: str | None) -> bool:
    """Whether a link to ``url`` can only fetch a page."""
    return bool(url) and str(url).lower().startswith(("https://", "http://"))


def _cell(value: Cell | Markup | object) -> object:
    """What a template prints: numbers and markup as they are, texts with nothing invisible."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_cell, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"section_name": name_of, "span": span}
    environment.tests["web_address"] = is_web_address
    return environment


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
