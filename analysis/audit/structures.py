"""Structures: shares printed as one ratio, 三次产业结构为13.2:40.1:46.8, which make 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import half_width
from analysis.audit.relations import check_complement
from analysis.passage import Passage
from analysis.quantities import Bound, Quantity
from analysis.report import Report

SHARE = r"\d{1,2}(?:\.\d+)?"
STRUCTURE = re.compile(rf"(?<![\d.:∶]){SHARE}(?:\s*[:∶]\s*{SHARE}){{2,}}(?![\d.:∶])")
NAMED = re.compile(r"(?:结构|比重|比例|占比)[^。;\n]{0,40}$")
LONGEST_NAME = 60


def find_structures(report: Report) -> Iterator[Finding]:
    """The last share of each printed structure against what the others leave of 100 %."""
    text = half_width(report.text)
    for structure in STRUCTURE.finditer(text):
        if not NAMED.search(text, max(0, structure.start() - LONGEST_NAME), structure.start()):
            continue
        shares = [
            _share(report, structure.start() + match.start(), structure.start() + match.end())
            for match in re.finditer(SHARE, structure[0])
        ]
        *others, last = (Passage(share.start, share.end, share.text) for share in shares)
        why = f"“{structure[0]}”各项合为整体"
        yield check_complement(shares).finding(Relation.SHARE, last, tuple(others), why)


def _share(report: Report, start: int, end: int) -> Quantity:
    value = Decimal(half_width(report.text[start:end]))
    exponent = value.as_tuple().exponent
    step = Decimal(1).scaleb(int(exponent))
    return Quantity(
        start, end, report.text[start:end], value, None, "%", Decimal(1), Bound.EXACT, step
    )
