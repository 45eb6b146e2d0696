"""Zeros: what is said not to have happened, and the count of it that follows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import Group, Mention, any_of, cues, half_width, passages
from analysis.passage import Passage
from analysis.report import Report

FARTHEST = 300  # characters from a claim to the count that denies it, in its own paragraph


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["zero"]
    return {
        "claim": re.compile(
            rf"[“\"](?P<zero>零)(?P<quoted>\w{{2,6}})[”\"]"
            rf"|(?P<none>{any_of(words['none'])})(?P<event>\w{{2,12}})"
        ),
        "suffix": re.compile(rf"{any_of(words['suffix'])}$"),
        "happened": re.compile(rf"{any_of(words['happened'])}(?P<what>\w{{2,16}})$"),
    }


def find_zeros(groups: Sequence[Group], report: Report) -> Iterator[Finding]:
    """“零上访”, then 发生上访2批: each claim of none against the counts in its paragraph.

    The claim is stated, without a metric, as it is no figure.
    """
    text = half_width(report.text)
    starts = [group.start for group in groups]
    for claim in _patterns()["claim"].finditer(text):
        place = "zero" if claim["zero"] else "none"
        stated = Passage(
            claim.start(place), claim.end(place), report.text[claim.start(place) : claim.end(place)]
        )
        event = _patterns()["suffix"].sub("", claim["quoted"] or claim["event"])
        end = text.find("\n", claim.end(), claim.end() + FARTHEST)
        end = claim.end() + FARTHEST if end < 0 else end
        for group in groups[max(0, bisect_left(starts, claim.start()) - 1) :]:
            if group.start > end:
                break
            for mention in group.mentions:
                if mention.metric.start > claim.end() and _happened(mention, event):
                    why = f"“{claim[0]}”之后又有“{mention.label}”"
                    yield Finding(
                        Relation.STATUS,
                        Verdict.INCONSISTENT,
                        1.0,
                        stated,
                        None,
                        passages(mention),
                        why,
                    )


def _happened(mention: Mention, event: str) -> bool:
    """Whether a count tells that an event happened, by its name or by what it consists in."""
    match = _patterns()["happened"].search(mention.label) if mention.is_level else None
    if match is None or not mention.metric.value or len(event) < 2:
        return False
    names = cues()["zero"]["kinds"].get(event, [])
    return any(match["what"].endswith(name) for name in [event, *names])
