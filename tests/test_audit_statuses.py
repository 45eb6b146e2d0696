"""Cases that are open among those that the words call done."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report


def statuses(text: str) -> dict[str, str]:
    """The verdicts of a text's statuses by the figures that they state."""
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return {each.stated.text: each.verdict.value for each in findings if each.relation == "status"}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("依法受理仲裁申请312件，其中调解174件，裁决119件，不予受理19件。", "312件"),
        ("全年受理援助申请512件，其中指派律师494件，审查后未予受理18件。", "512件"),
        ("办结赔偿案件26件，包括达成协议14件、驳回9件、拟于2024年办结3件。", "26件"),
        ("通车公路项目27个，其中已通车21个、在建6个。", "27个"),
        ("17个乡镇已全部建成养老中心。针对2个乡镇至今未建成的短板，明年安排资金。", "17个"),
        ("收到申请72件，已全部依法答复。年末结转下年度继续办理的5件。", "72件"),
        ("11件立法项目全部如期完成。《管理办法》等1件因条件不成熟未提请审议。", "11件"),
        # what is left is of the figure of its noun
        ("96个问题均已整改到位，完善制度43个。其中，涉及资金闲置的7个问题尚在整改。", "96个"),
        # what was fixed at the beginning of the year is no figure of before
        ("年初确定的25个项目已全部竣工，投资4亿元。其中，甲园等3个项目尚处于施工阶段。", "25个"),
        ("排查的186处隐患已全部整改销号，其中治理141处、搬迁32处、仍在治理13处。", "186处"),
        ("全部12个项目均已开工，受资金影响，2个项目未能开工。", "12个"),
    ],
)
def test_what_is_open_contradicts_what_is_done(text: str, stated: str) -> None:
    assert statuses(text)[stated] == Verdict.INCONSISTENT


@pytest.mark.parametrize(
    "text",
    [
        "上年结转的118件线索已全部办结；今年新受理的线索中，尚有7件正在调查。",
        "已实现就业8460人，其中此前未就业、经培训后上岗210人。",
        "共受理复议申请6件，其中受理3件、不予受理3件。",  # the whole is what came in
        "收到信息公开申请58件，其中予以公开38件，不予公开20件。",
        "办结依申请公开52件，其中予以公开44件，不予公开8件。",
        "完成投资120亿元，其中在建项目86亿元、新开工项目34亿元。",
        "46件申请全部按期答复。征求意见3件未获同意，依法区分处理后答复。",
        "已办结事项320件，其中未成年人事项12件、不动产登记86件。",
        "整改任务86项，其中已完成80项，正在推进6项。",
        "上线事项320项，其中全程网办280项、不见面审批40项。",
    ],
)
def test_no_contradiction(text: str) -> None:
    assert Verdict.INCONSISTENT not in statuses(text).values()


def test_kinds_that_fit_a_neutral_whole_are_told() -> None:
    assert statuses("调解纠纷560件，其中成功545件，不成功15件。") == {"560件": "consistent"}
