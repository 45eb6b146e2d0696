"""Telling: what other parts of the package say in one language, in the reader's."""

import re
from collections.abc import Iterable, Mapping

from analysis.audit import Unchecked
from analysis.figures.wording import Words
from analysis.metrics import Metric

# why a derived figure was not checked, as analysis.audit says it
REASONS: Mapping[str, re.Pattern[str]] = {
    "no_earlier": re.compile("没有写明上期数"),
    "no_parts": re.compile("近处没有可作.*分子、分母的数"),
    "no_whole": re.compile("近处没有写明所占的整体"),
}
# what was left out of a report, as analysis.reading and analysis.report say it
LEFTOVERS: Mapping[str, re.Pattern[str]] = {
    "characters": re.compile(r"characters (\d+) to (\d+), no part of the report: (.*)", re.DOTALL),
    "before": re.compile(r"before the report: (.*)", re.DOTALL),
    "after": re.compile(r"after the report: (.*)", re.DOTALL),
    "inside": re.compile(r"inside the report: (.*)", re.DOTALL),
    "deleted": re.compile(r"deleted by a tracked change: (.*)", re.DOTALL),
    "furniture": re.compile(r"page furniture: (.*)", re.DOTALL),
    "page_number": re.compile(r"page number: (.*)", re.DOTALL),
    "note": re.compile(r"mark of \w+ (.*); its text stands at the end", re.DOTALL),
    "page_note": re.compile(r"page (\d+): mark of a note: (.*)", re.DOTALL),
    "page": re.compile(r"page (\d+): (.*)", re.DOTALL),
    "bytes": re.compile(r"(\d+) bytes that are not in the page's encoding, shown as (.)"),
}


def tell_leftover(dropped: str, words: Words) -> str:
    """What was left out of a report and where; a form that has no words stays as it is."""
    for name, form in LEFTOVERS.items():
        if match := form.fullmatch(dropped):
            return words.of("leftover")(name, parts=match.groups())
    return dropped


def group_unchecked(unchecked: Iterable[Unchecked], words: Words) -> dict[str, list[Metric]]:
    """The metrics that could not be checked, by the reason why, as the reasons first come."""
    groups: dict[str, list[Metric]] = {}
    for each in unchecked:
        groups.setdefault(_tell_reason(each.reason, words), []).append(each.metric)
    return groups


def _tell_reason(reason: str, words: Words) -> str:
    name = next((name for name, form in REASONS.items() if form.fullmatch(reason)), "")
    return words.name("reason", name) if name else reason
