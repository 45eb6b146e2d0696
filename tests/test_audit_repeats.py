"""One figure told twice, under one name or two."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.audit.repeats import bare_name
from analysis.metrics import extract_metrics
from analysis.report import Report


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("三、全年新建高标准农田", "新建高标准农田"),
        ("去年我市行政机关共发生一审应诉案件总数达", "一审应诉案件"),
        ("全市GDP", "地区生产总值"),
        ("规上工业增加值", "规模以上工业增加值"),
    ],
)
def test_bare_names(words: str, name: str) -> None:
    assert bare_name(words) == name


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("城镇新增就业1.36万人。全年新增城镇就业1.63万人。", [Verdict.INCONSISTENT]),
        ("新增经营主体3.26万户。全年新增经营主体32617户。", [Verdict.CONSISTENT]),
        ("年末户籍人口318.4万人；年末户籍人口381.4万人。", [Verdict.INCONSISTENT]),
        ("负责人出庭应诉率98.5%。出庭应诉率为95.8%。", [Verdict.INCONSISTENT]),
        ("负责人出庭应诉率98.5%。出庭应诉率为96.2%。", []),  # another rate, for all that is known
        (
            "起诉盗窃类犯罪87人。起诉诈骗类犯罪63人、盗窃类犯罪78人。",
            [Verdict.INCONSISTENT],
        ),
        ("去年受理仲裁案件52件。今年受理仲裁案件59件。", []),
        ("首批新建停车场12个。第二批新建停车场21个。", []),
        ("甲局受理复议案件76件，乙局受理复议案件67件。", []),
    ],
)
def test_a_figure_told_twice(text: str, verdicts: list[Verdict]) -> None:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    assert [each.verdict for each in findings if each.relation == "repeat"] == verdicts
