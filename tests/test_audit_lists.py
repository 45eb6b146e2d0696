"""Announced numbers of items against the items that follow."""

import pytest

from analysis.audit.finding import Verdict
from analysis.audit.items import number_of
from analysis.audit.lists import find_lists
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
        ("从三方面发力：首先，建制度；其次，抓培训；最后，严问责。", "三", 3, Verdict.CONSISTENT),
        ("主要困难有三：一是缺人；二是缺钱。", "三", 2, Verdict.INCONSISTENT),
        ("弘扬“四有”作风：有理想、有本领、有担当。", "四", 3, Verdict.INCONSISTENT),
        ("实现三个转变：由慢向快转变，由重向轻转变，由一向多转变。", "三", 3, Verdict.CONSISTENT),
        ("抓好四件事：修路、架桥、种树和治水。", "四", 4, Verdict.CONSISTENT),
        ("抓好四件事：修路；架桥；种树。", "四", 3, Verdict.INCONSISTENT),
        ("聚焦“三个更优”，更优规划，更优服务。", "三", 2, Verdict.INCONSISTENT),
        ("围绕教育、医疗、养老四大领域施策。", "四", 3, Verdict.INCONSISTENT),
        ("推进甲镇、乙镇和丙镇三个乡镇试点。", "三", 3, Verdict.CONSISTENT),
        ("完善制度、推进甲、乙、丙三项改革。", "三", 3, Verdict.CONSISTENT),
        ("印发《办法》《细则》《规定》两个文件。", "两", 3, Verdict.INCONSISTENT),
        ("公布“红灯、黄灯、绿灯”四张清单。", "四", 3, Verdict.INCONSISTENT),
        ("健全市、县、乡四级网络。", "四", 3, Verdict.INCONSISTENT),
        ("召集甲局、乙局、丙局等两个部门会商。", "两", 3, Verdict.INCONSISTENT),
        # a count that looks back to numbered items
        ("一是修路；二是建桥。通过以上三项措施，出行更便。", "三", 2, Verdict.INCONSISTENT),
        ("一是修路；二是建桥。以上两项工作已完成。", "两", 2, Verdict.CONSISTENT),
        # a slogan whose word opens the numbered items
        (
            "聚焦“四个强化”提升水平。（一）强化制度。修订3项。（二）强化培训。（三）强化监督。",
            "四",
            3,
            Verdict.INCONSISTENT,
        ),
        # dashes number items, too
        (
            "实现以下四个目标。——经济更强。增长6%。——城乡更融。——生态更美。",
            "四",
            3,
            Verdict.INCONSISTENT,
        ),
        (
            "实现以下三个目标：\n——经济更强。\n——城乡更融。\n——生态更美。\n此外，修路。",
            "三",
            3,
            Verdict.CONSISTENT,
        ),
        ("办好三件实事，具体包括：①修路；②建桥。", "三", 2, Verdict.INCONSISTENT),
        ("残疾人“三项补贴”：生活补贴和护理补贴。", "三", 2, Verdict.INCONSISTENT),
        (
            "“四大行动”：《方案》明确，实施节能行动、降碳行动、增绿行动。",
            "四",
            3,
            Verdict.INCONSISTENT,
        ),
        ("3．四种金属：铜、铅、锌。", "四", 3, Verdict.INCONSISTENT),
        ("2025年三件民生实事：修建学校、改造老旧小区。", "三", 2, Verdict.INCONSISTENT),
        ("东岭、西川3县通铁路。", "3", 2, Verdict.INCONSISTENT),
        ("实施企业参与、银发经济、老年扩面四大行动。", "四", 3, Verdict.INCONSISTENT),
        ("实行定人、定岗、定责的“四定”机制。", "四", 3, Verdict.INCONSISTENT),
        ("构建党委领导、政府负责、公众参与“四位一体”格局。", "四", 3, Verdict.INCONSISTENT),
        ("把握好四对关系：发展和安全、当前和长远、整体和局部。", "四", 3, Verdict.INCONSISTENT),
        ("获奖项4项：鲁班奖、国优奖、詹天佑奖。", "4", 3, Verdict.INCONSISTENT),
        (
            "有四点体会：必须坚持党建，必须坚持依法行政，必须坚持为民。",
            "四",
            3,
            Verdict.INCONSISTENT,
        ),
        ("做到三个到位。一是领导到位。二是宣传到位。", "三", 2, Verdict.INCONSISTENT),
        ("做了以下三个方面的工作\n一、抓党建\n二、抓发展\n", "三", 2, Verdict.INCONSISTENT),
        (
            "实现“四个转变”，由慢向快转变，由重向轻转变，由旧向新转变。",
            "四",
            3,
            Verdict.INCONSISTENT,
        ),
        ("召开四场发布会，主题分别为：稳就业、促消费、保安全。", "四", 3, Verdict.INCONSISTENT),
        ("这四项制度分别是公示制度、记录制度和审核制度。", "四", 3, Verdict.INCONSISTENT),
        ("围绕五大领域，即：食品、生态、安全、劳动，开展执法。", "五", 4, Verdict.INCONSISTENT),
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
        "召集甲局、乙局等8个部门会商。",
        "建成丁市水库、二级公路、三级公路。",
        "甲、乙援助丙县建设4个园区。",
        "抓好三个方面9项工作：一是修路。二是建桥。",
        "争创“四好农村路”，新改建农村公路，养护农村公路。",
        "推进“十大活动”，在城区开展换新活动，在景区开展促销活动，打造新业态。",  # two of them
        "“两级三类”：构建市、县、乡、村贯通，含有总则、细则的规划。",
        "慈善、科协、红十字等事业发展。",
        "产量占全省、沿江两县的31%、52%。",
        "甲乡、乙乡、丙乡5所学校建成。",  # not the townships are counted
        "辖五个县：甲县30万人、乙县40万人，其余三县均不足20万人。",
        "一是修路，二是建桥。以上三类人员不参加。",  # people are no numbered items
        "八大工程全面启动，省级5个、市级3个，推动“十四五”规划，收官。",
        "3个县（市、区）建成示范县。",
        "下辖五个镇（甲镇、乙镇、丙镇等），人口十万。",
    ],
)
def test_no_list_is_read_into_other_counts(text: str) -> None:
    assert not list(find_lists(Report.from_text(text)))
