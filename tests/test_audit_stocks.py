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
        ("新增8824名农村学生，四个县共737名农村学生受益。", "8824名", WRONG),
        ("新增上市及过会企业100家，上市公司总数达到85家。", "100家", WRONG),
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
        "新建火力发电近600万千瓦、新增新能源发电超530万千瓦。",  # new ones of another kind
        "酒店新增7家，景区新增古商城、总数达到5家。",  # 总数 of the other kind
        "净增个体户3.2万户；达到2.8万户标准。",
    ],
)
def test_a_narrower_name_is_no_total(text: str) -> None:
    assert WRONG not in verdicts(text).values()


@pytest.mark.parametrize(
    ("text", "stated", "verdict"),
    [
        # what was there, and all that came, less all that went
        ("年初存有未结案件9件，新收83件，办结33件，截至年末尚有49件未结。", "49件", WRONG),
        ("上年滚存8亿元，收入12.5亿元，补助3.2亿元，支出13.5亿元，年末10.2亿元", "10.2亿元", HOLDS),
        ("上年滚存8亿元，收入12.5亿元，补助3.2亿元，支出13.5亿元，年末11.2亿元", "11.2亿元", WRONG),
        ("年初在册对象1200户，全年新增86户，退出143户，年末在册1153户。", "1153户", WRONG),
        ("上年末存栏12.5万头，出栏8.3万头，补栏9.1万头，年末存栏13.3万头。", "13.3万头", HOLDS),
        ("上年结转12件，本年受理150件，办结149件，未办结13件。", "13件", HOLDS),
        # of what was received and what was accepted, one went into the balance
        ("收到126件，受理112件；加上上年结转8件，审结109件，结转下年11件。", "11件", HOLDS),
        # nets
        ("全年出生人口0.53万人，死亡人口0.35万人，自然增长0.28万人。", "0.28万人", WRONG),
        ("新发放贷款82亿元，收回贷款35亿元，贷款净增47亿元。", "47亿元", HOLDS),
        # of what went more than came
        ("新纳入低保7315人，退出8842人，净减少1527人。", "1527人", HOLDS),
        ("新纳入低保7315人，退出8842人，净减少1257人。", "1257人", WRONG),
        # when there was what stood at first may be told in a clause of its own
        ("2023年初，在册对象1200户，全年新纳入86户、退出143户，年末在册1153户。", "1153户", WRONG),
        # the ways in which cases ended are what went
        (
            "新收申请268件，上年结转11件。办理结果方面，予以公开121件，部分公开34件，不予公开97件，"
            "不予处理9件，其他处理6件；结转下年度12件。",
            "12件",
            HOLDS,
        ),
        (
            "新收申请268件，上年结转11件。办理结果方面，予以公开121件，部分公开34件，不予公开97件，"
            "不予处理9件，其他处理6件；结转下年度14件。",
            "14件",
            WRONG,
        ),
    ],
)  # fmt: skip
def test_balances(text: str, stated: str, verdict: Verdict) -> None:
    assert verdicts(text)[stated] == verdict


@pytest.mark.parametrize(
    "text",
    [
        "年初有效企业1200户，新增86户，退出143户；年末个体户3153户。",  # another stock
        "年末常住人口86万人，出生0.8万人，死亡0.6万人，年初户籍人口95万人。",
        "上年结转12件，本年受理150件，移送20件，办结119件，结转下年23件。",  # 移送 may be either
        "新增企业320家，个体户850家，净增就业500人。",
    ],
)
def test_no_balance_is_asserted(text: str) -> None:
    assert WRONG not in verdicts(text).values()
