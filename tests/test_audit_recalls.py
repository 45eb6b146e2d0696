"""A figure that the words take up again."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("全年举办推介活动36场，上述26场推介活动促成签约。", [Verdict.INCONSISTENT]),
        ("全年举办推介活动36场，上述36场推介活动促成签约。", [Verdict.CONSISTENT]),
        ("受理复议案件372件。受理的37件复议案件中，均已听证。", [Verdict.INCONSISTENT]),
        ("兑现奖补资金3.6亿元。兑现的3.6万元资金已到账。", [Verdict.INCONSISTENT]),
        # of two figures before, the one whose name has more of the noun
        (
            "废止文件12件，报送规范性文件31件。上述13件规范性文件均合法。",
            [Verdict.INCONSISTENT],
        ),
        # of three that share the noun, the one that a slip makes of it
        (
            "受理案件1264件，其中刑事案件512件、民事案件752件。前述1246件案件均已办结。",
            [Verdict.INCONSISTENT],
        ),
        ("改造老旧小区47个。改造的12个老旧小区引入物业。", []),  # some of them
        ("整治老旧小区47个。改造的74个老旧小区引入物业。", []),  # others
        ("2022年改造老旧小区47个。2023年改造的74个老旧小区引入物业。", []),
        ("全年举办推介活动36场，上述26家企业参加。", []),
    ],
)
def test_a_figure_taken_up_again(text: str, verdicts: list[Verdict]) -> None:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    assert [each.verdict for each in findings if each.relation == "repeat"] == verdicts
