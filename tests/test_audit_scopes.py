"""Which figures the words put under which whole."""

import pytest

from analysis.audit.scopes import read_scoped_groups
from analysis.metrics import extract_metrics
from analysis.report import Report


def scopes(text: str) -> list[str]:
    """Each scope of a text as whole = part + part."""
    groups = read_scoped_groups(extract_metrics(Report.from_text(text)))
    return [
        f"{scope.whole.metric.text} = {' + '.join(each.metric.text for each in scope.parts)}"
        for group in groups
        for scope in group.scopes
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each measure under its own whole
        (
            "新签约项目147个、总投资1000亿元，其中产业项目115个、总投资654亿元。",
            ["147个 = 115个", "1000亿元 = 654亿元"],
        ),
        (
            "签约项目166个，协议投资额574亿元。其中，甲地项目11个，协议投资额115亿元。",
            ["166个 = 11个", "574亿元 = 115亿元"],
        ),
        ("完成总投资1000亿元，其中50个片区完成投资800亿元。", ["1000亿元 = 800亿元"]),
        # things counted with other classifiers under one name
        ("改造服务站点1500家以上，其中不打烊站点800个。", ["1500家以上 = 800个"]),
        # what was added, of what was added
        ("新增企业465家，累计达2866家。其中，工业企业增加186户。", ["465家 = 186户"]),
        # 左右的 tells no size, as 亿元的 does
        ("选择1万个左右的村，把其中1000个左右的中心村建成示范村。", ["1万个左右 = 1000个左右"]),
        # dealt out, or named again
        ("争取债券86亿元，分别投向交通38亿元、水利48亿元。", ["86亿元 = 38亿元 + 48亿元"]),
        ("办理案件316件，其中未成年人案件74件，而未成年人案件中不起诉的有9件。",
         ["316件 = 74件", "74件 = 9件"]),
        # what else is done, and whose figure is named behind it, is no part
        ("引进项目656个，其中工业项目423个，推动628个项目开工。", ["656个 = 423个"]),
        ("经营主体37户，其中民营企业9户，11户入围榜单。", ["37户 = 9户"]),
        # another view is of the same whole, not of the last part
        (
            "受理58件。其中电话51件；网络7件。按类型分，咨询31件，求助27件。",
            ["58件 = 51件 + 7件", "58件 = 31件 + 27件"],
        ),
        # neither is it of a mean, nor of what some of the parts make up
        (
            "受理58件，日均2件。其中电话51件；网络7件。从性质看，咨询31件、求助20件、投诉7件。"
            "咨询、求助两类合计51件。从方式看，直接解答40件、派单18件。",
            ["58件 = 51件 + 7件", "58件 = 31件 + 20件 + 7件"],
        ),
        # what is listed with one of last year is so too, and a part is no whole of others
        (
            "发生事故39起、死亡22人、受伤31人。其中，较大事故1起、死亡3人，上年同期2起、死亡7人；"
            "分行业看，交通18起、死亡9人。",
            ["39起 = 1起", "22人 = 3人", "39起 = 18起", "22人 = 9人"],
        ),
        # parts told with one verb
        (
            "债券收入12.86亿元，其中：新增一般债券2亿元，新增专项债券6.86亿元，再融资4亿元。",
            ["12.86亿元 = 2亿元 + 6.86亿元 + 4亿元"],
        ),
    ],
)  # fmt: skip
def test_parts_are_put_under_their_whole(text: str, expected: list[str]) -> None:
    assert scopes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "建设养老中心100个，村级互助院300个。",
        "发生事故39起、死亡22人、受伤31人（上年同期发生48起、死亡27人、受伤38人）。",
        "审结759件，其余68件结转下年。其中，市本级新收287件，审结243件。",
        "新增贷款186亿元；其中制造业贷款余额412亿元。",  # all there is, and what is new
        "新招引科技型企业700家，科技型中小企业突破3000家。",
        "超范围列支56.3万元，2个部门违规采购，涉及金额118.6万元。",
        "每秒进行一万次（10000次）运算。",  # says it again
        "受理案件120件、办结80件，分别完成任务的100%、70%。",
        "工业增加值突破500亿元，其中规上增长14.2%；甲企业营业收入突破1000亿元。",
    ],
)
def test_other_figures_are_no_parts(text: str) -> None:
    assert scopes(text) == []
