"""Announced numbers of items against the items that follow."""

import pytest

from analysis.audit.finding import Verdict
from analysis.audit.lists import find_lists, number_of
from analysis.report import Report


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("3", 3), ("12", 12), ("两", 2), ("九", 9), ("十", 10), ("十二", 12), ("二十", 20), ("⑪", 11)],
)
def test_numerals_of_lists(numeral: str, number: int) -> None:
    assert number_of(numeral) == number


@pytest.mark.parametrize(
    ("text", "announced", "items", "verdict"),
    [
        ("存在以下三方面问题：一是甲；二是乙；三是丙。", "三", 3, Verdict.CONSISTENT),
        ("存在以下四点不足：一是甲；二是乙；三是丙。", "四", 3, Verdict.INCONSISTENT),
        ("今后抓好3项工作。1.修路。2.建桥。3.种树。", "3", 3, Verdict.CONSISTENT),
        ("主要有两个问题：①钱少；②人少；③地少。", "两", 3, Verdict.INCONSISTENT),
        (
            "重点做好两方面工作：\n（一）修路\n一是铺砂。二是铺油。\n（二）建桥\n",
            "两",
            2,
            Verdict.CONSISTENT,
        ),
        ("落实三项制度(公示制度、记录制度、审核制度)。", "三", 3, Verdict.CONSISTENT),
        ("落实四项制度(公示制度、记录制度、审核制度)。", "四", 3, Verdict.INCONSISTENT),
        (
            "开展“五个一”活动：一次培训、一场讲座、一本手册、一张海报。",
            "五",
            4,
            Verdict.INCONSISTENT,
        ),
        ("推行“两个优先”：优先就业，优先就学，群众满意。", "两", 2, Verdict.CONSISTENT),
        ("编制“三张清单”，即收费清单、权力清单和责任清单，成效明显。", "三", 3, Verdict.CONSISTENT),
    ],
)
def test_announced_and_listed(text: str, announced: str, items: int, verdict: Verdict) -> None:
    (finding,) = find_lists(Report.from_text(text))
    assert (finding.stated.text, len(finding.evidence)) == (announced, items)
    assert finding.verdict == verdict
    places = (finding.stated, *finding.evidence)
    assert all(text[place.start : place.end] == place.text for place in places)


@pytest.mark.parametrize(
    "text",
    [
        "在七个街道开展试点，一是放权，二是增人，三是添车。",  # the streets are not the measures
        "建成三个园区。一是钱不够的问题仍然存在。",  # one item is no list
        "“十大集群”加快成型，锂电、光伏、食品三个集群产值过百亿。",
        "3个县（市、区）建成示范县。",
        "下辖五个镇（甲镇、乙镇、丙镇等），人口十万。",
    ],
)
def test_no_list_is_read_into_other_counts(text: str) -> None:
    assert not list(find_lists(Report.from_text(text)))
