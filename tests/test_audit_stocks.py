"""What came and went against what there was, is and is left."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report

HOLDS, WRONG = Verdict.CONSISTENT, Verdict.INCONSISTENT


def verdicts(text: str) -> dict[str, Verdict]:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return {each.stated.text: each.verdict for each in findings}


@pytest.mark.parametrize(
    ("text", "stated", "verdict"),
    [
        # the noun behind the figure, or before the total
        ("新增3个产业集群、总数达13个，新增350家龙头企业、总数达270家。", "350家", WRONG),
        ("13家实验室获批建设，总数达到8家。", "13家", WRONG),
        ("新建绿道3200公里、累计近2000公里。", "3200公里", WRONG),
        ("新建公园35个、全市公园总数达11个。", "35个", WRONG),
        # several kinds told in one order
        ("法规、管理措施分别新增40部、10部，累计分别达到22部、31部。", "40部", WRONG),
        ("法规、管理措施分别新增4部、10部，累计分别达到22部、31部。", "10部", HOLDS),
        ("新增中心19家、平台222家，总数分别达到239家、129家。", "222家", WRONG),
        ("“品牌”、“标准”分别新增110个和27项，累计分别达到52个和204项。", "110个", WRONG),
        ("新开通公交线路15条，目前全市公交线路达9条。", "15条", WRONG),
    ],
)
def test_what_is_new_is_part_of_all_there_is(text: str, stated: str, verdict: Verdict) -> None:
    assert verdicts(text)[stated] == verdict


@pytest.mark.parametrize(
    "text",
    [
        "培育规上工业企业30家，产值10亿级工业企业达到2家。",  # fewer are so large
        "城镇新增就业6万人，来扬就业大学生超2.5万人。",
        "新增承诺单位超1.5万家，退货承诺店超4500家。",
        "新增专利授权120件，发明专利拥有量达到90件。",
        "新增床位300张，建成养老院达到12家。",
        "新增投资12亿元，占全省的8%，总规模达到9亿元。",
        "净增个体户3.2万户；达到2.8万户标准。",
    ],
)
def test_a_narrower_name_is_no_total(text: str) -> None:
    assert WRONG not in verdicts(text).values()
