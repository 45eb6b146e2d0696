"""Arbitration: parts that add up to another whole of their sentence are not held against one."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report

INTAKE = "受理投诉60件，办结55件，办结率91.7%；按内容分，收费{}件、合同20件、审批17件、其他10件。"
JOINED = "对9个县、42个部门开展评估，其中90分以上{}个、80分以上31个、80分以下7个。"
TOTALLED = "共有干部86人、消防员274人，合计360人；专职队员{}人、文员64人。"


@pytest.mark.parametrize(
    ("passage", "wrong"),
    [
        (INTAKE.format(13), False),  # of those that came in
        (INTAKE.format(31), True),  # of no figure
        (JOINED.format(13), False),  # of both kinds together
        (TOTALLED.format(318), False),  # the total is of those before it
        ("收入118亿元，完成预算119亿元的99%，其中税收74亿元；非税收入44亿元。", False),
    ],
)
def test_parts_of_another_whole(passage: str, wrong: bool) -> None:
    findings = audit_metrics(extract_metrics(Report.from_text(passage)))
    assert any(each.verdict == Verdict.INCONSISTENT for each in findings) is wrong
