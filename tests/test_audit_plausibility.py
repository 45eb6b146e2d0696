"""Plausibility: disagreements too large for a slip are no findings, those of one slip are."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.audit.plausibility import is_one_slip
from analysis.metrics import extract_metrics
from analysis.report import Report


@pytest.mark.parametrize(
    ("passage", "wrong"),
    [
        ("受理案件100件，办结80件，办结率85%。", True),
        ("受理案件100件，办结80件，办结率8%。", True),  # the point is elsewhere
        ("受理案件100件，办结93件，办结率39%。", True),  # two digits change places
        ("受理案件100件，办结80件，办结率31%。", False),  # of other counts
        # a digit is lost from the part, 18652.37, or from the whole, 20081.84
        ("收入20081.84万元，其中甲类收入1852.37万元，占总收入的92.88%。", True),
        ("收入2081.84万元，其中甲类收入1429.47万元，占总收入的7.12%。", True),
        ("收入20081.84万元，其中甲类收入4321.55万元，占总收入的92.88%。", False),
    ],
)
def test_how_far_a_slip_goes(passage: str, wrong: bool) -> None:
    findings = audit_metrics(extract_metrics(Report.from_text(passage)))
    assert any(each.verdict == Verdict.INCONSISTENT for each in findings) is wrong


@pytest.mark.parametrize(
    ("told", "due", "slip"),
    [
        ("939", "399", True),  # neighbours change places
        ("1936", "936", True),  # one put in
        ("36", "936", True),  # one lost
        ("326", "826", True),  # one changed
        ("32", "82", False),
        ("8", "8", True),  # the point alone
        ("8", "3", False),  # all of it
        ("131", "986", False),
        ("393", "939", False),
    ],
)
def test_slips_of_one_digit(told: str, due: str, slip: bool) -> None:
    assert is_one_slip(told, due) is slip
