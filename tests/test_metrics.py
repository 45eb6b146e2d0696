"""Metrics: spans, values, indicators, roles; and what is no metric."""

import csv
import pickle
from decimal import Decimal
from pathlib import Path

import pytest

from analysis.metrics import LONGEST_STRETCH, Metrics, Role, extract_metrics, find_figures
from analysis.metrics.naming import Figure
from analysis.quantities import half_width
from analysis.report import Report, read_report

ROOT = Path(__file__).parents[1]


def metrics_of(text: str) -> Metrics:
    return extract_metrics(Report.from_text(text))


@pytest.fixture(scope="module")
def chikan() -> Metrics:
    return extract_metrics(read_report(ROOT / "data/reports/chikan-2020.txt"))


@pytest.fixture(scope="module")
def gold() -> dict[tuple[int, int], dict[str, str]]:
    with (ROOT / "data/gold/chikan-2020.metrics.csv").open(encoding="utf-8", newline="") as file:
        return {(int(row["start"]), int(row["end"])): row for row in csv.DictReader(file)}


def test_the_first_report_gives_its_135_metrics_and_no_others(
    chikan: Metrics, gold: dict[tuple[int, int], dict[str, str]]
) -> None:
    assert [(m.start, m.end) for m in chikan] == sorted(gold)
    for metric in chikan:
        row = gold[metric.start, metric.end]
        assert metric.text == row["text"]
        assert (metric.value, metric.unit, metric.bound) == (
            Decimal(row["value"]),
            row["unit"],
            row["bound"],
        )


def test_indicators_and_roles_of_the_first_report(
    chikan: Metrics, gold: dict[tuple[int, int], dict[str, str]]
) -> None:
    named = [m for m in chikan if gold[m.start, m.end]["indicator_key"] in m.indicator]
    played = [m for m in chikan if gold[m.start, m.end]["role"] == m.role]
    assert len(named) >= 133
    assert len(played) >= 129


def test_names_are_short_and_built_from_the_source(chikan: Metrics) -> None:
    for metric in chikan:
        assert 0 < len(metric.indicator) <= 24
        assert not set("。，；：！？,;:!?\n") & set(metric.indicator)
        printed = "".join("".join(part.text.split()) for part in metric.indicator_at)
        assert printed == metric.indicator
        for part in (metric, metric.quantity, *metric.indicator_at):
            assert chikan.report.text[part.start : part.end] == part.text


@pytest.mark.parametrize("text", ["受理3件", "共受理行政复议申请6件。", "12%", "3"])
def test_a_bare_fragment_is_read(text: str) -> None:
    found = metrics_of(text)
    assert found.report.text == text
    assert len(found) == (0 if text == "3" else 1)
    assert all(m.indicator and m.point is None for m in found)


def told(text: str) -> list[tuple[str, str, str]]:
    return [(m.text, m.indicator, str(m.role)) for m in metrics_of(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the counted noun after the unit, with the verb before it
        ("录入22260条行政许可信息。", [("22260条", "录入行政许可信息", "count")]),
        ("发出5份整改通知书。", [("5份", "发出整改通知书", "count")]),
        # the verb and object before the number
        ("组织培训共480人。", [("480人", "组织培训", "total")]),
        ("查处违法行为300起。", [("300起", "查处违法行为", "count")]),
        ("开展审计12次。", [("12次", "开展审计", "count")]),
        # the rate's own name
        ("行政许可网上可办率达100%。", [("100%", "行政许可网上可办率", "rate")]),
        ("企业投诉率为0。", [("0", "企业投诉率", "rate")]),
        ("群众满意度达96.8分。", [("96.8分", "群众满意度", "count")]),
        # the head that an earlier clause gives
        (
            "建有国家级民主法治示范村1个、省级6个。",
            [
                ("1个", "建有国家级民主法治示范村", "count"),
                ("6个", "省级民主法治示范村", "count"),
            ],
        ),
        (
            "新增示范村8个，累计达到56个。",
            [("8个", "新增示范村", "count"), ("56个", "示范村", "count")],
        ),
        # a comparison goes to what grew
        (
            "各类市场主体35304户，比上年增长7.1%。",
            [("35304户", "各类市场主体", "count"), ("7.1%", "各类市场主体", "change")],
        ),
        (
            "生产总值5000亿元、增长5%，总量居全省第3位。",
            [("5000亿元", "生产总值", "total"), ("5%", "生产总值", "change")],
        ),
        # 分别 and lists of names
        (
            "城镇、农村居民人均可支配收入分别增长5%、6.5%。",
            [
                ("5%", "城镇人均可支配收入", "change"),
                ("6.5%", "农村居民人均可支配收入", "change"),
            ],
        ),
        (
            "工业、农业分别新评定60家和30家，累计分别达到100家和80家。",
            [
                ("60家", "工业", "count"),
                ("30家", "农业", "count"),
                ("100家", "工业", "count"),
                ("80家", "农业", "count"),
            ],
        ),
        # 其中 and what became of what was received
        (
            "共收到申请56件，其中自然人申请50件，法人申请6件。",
            [
                ("56件", "收到申请", "total"),
                ("50件", "自然人申请", "part"),
                ("6件", "法人申请", "part"),
            ],
        ),
        (
            "受理业务31宗，办结30宗。",
            [("31宗", "受理业务", "total"), ("30宗", "办结业务", "part")],
        ),
        (
            "项目总投资3.5亿元（其中中央资金1.2亿元）。",
            [("3.5亿元", "项目总投资", "total"), ("1.2亿元", "中央资金", "part")],
        ),
        # shares
        (
            "持证人员512人，占全部人员的90.9%。",
            [("512人", "持证人员", "count"), ("90.9%", "持证人员占全部人员", "rate")],
        ),
        ("近八成的群众表示满意。", [("八成", "群众表示满意", "rate")]),
        # per head and per unit
        ("人均可支配收入8.8万元。", [("8.8万元", "人均可支配收入", "rate")]),
        ("每万人拥有律师3.2名。", [("3.2名", "每万人拥有律师", "rate")]),
        # changes and counts
        ("新增城镇就业5.6万人。", [("5.6万人", "新增城镇就业", "count")]),
        ("新增1万个公办学位。", [("1万个", "新增公办学位", "count")]),
        ("精简申请材料40%。", [("40%", "精简申请材料", "change")]),
        ("外贸总额翻一番。", [("一番", "外贸总额", "change")]),
        # what is of several figures
        (
            "7.8万户、22.9万人稳定脱贫。",
            [("7.8万户", "稳定脱贫", "count"), ("22.9万人", "稳定脱贫", "count")],
        ),
        # what was done to all of a whole, in parts of it
        (
            "清理文件46件，其中继续有效31件、修改9件。",
            [
                ("46件", "清理文件", "total"),
                ("31件", "继续有效文件", "part"),
                ("9件", "修改文件", "part"),
            ],
        ),
        (
            "调解成功3件，其中达成口头协议2件。",
            [("3件", "调解成功", "total"), ("2件", "达成口头协议", "part")],
        ),
        # each of the kinds of one whole
        (
            "从来源看，投诉举报占46%，检查发现占54%。",
            [("46%", "投诉举报", "rate"), ("54%", "检查发现", "rate")],
        ),
        # how much of it each has
        (
            "罚没款434万元，件均3500元。",
            [("434万元", "罚没款", "count"), ("3500元", "件均罚没款", "rate")],
        ),
        # aims outside of a plan
        ("力争覆盖率达到90%以上。", [("90%以上", "覆盖率", "target")]),
    ],
)
def test_names_and_roles(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "direction", "base"),
    [
        ("市场主体比去年同期增长7.1%。", "up", "上年"),
        ("案件同比下降12.3%。", "down", "上年"),
        ("成交额环比增长5%。", "up", "上期"),
        ("案件数较2019年增长46%。", "up", "2019年"),
        ("贷款余额比年初增加850亿元。", "up", "年初"),
        ("生产总值增速高于全国1.2个百分点。", "up", "全国"),
        ("与2020年相比，收入增加10.5万元。", "up", "2020年"),
    ],
)
def test_direction_and_base_of_a_change(sentence: str, direction: str, base: str) -> None:
    metric = metrics_of(sentence)[-1]
    assert metric.role is Role.CHANGE
    assert (metric.direction, metric.base) == (direction, base)


def test_a_level_that_was_reached_has_the_one_before_as_its_base() -> None:
    before, after = metrics_of("持证率由85%提高到98.5%。")
    assert (before.role, before.text) == (Role.RATE, "85%")
    assert (after.role, after.direction, after.base) == (Role.CHANGE, "up", "85%")


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("排放量由2020年的1.52万吨下降到2023年的1.28万吨。", ["1.52万吨", "1.28万吨"]),
        ("用电量45亿千瓦时，较上年40亿千瓦时增长12.5%。", ["45亿千瓦时", "40亿千瓦时", "12.5%"]),
        ("通江30万千瓦提升改造项目开工。", []),
        ("城乡收入比由2022年的2.03:1缩小到2023年的1.97:1。", ["2.03:1", "1.97:1"]),
    ],
)
def test_a_figure_that_went_on_to_another_is_no_size(sentence: str, figures: list[str]) -> None:
    assert [m.text for m in metrics_of(sentence)] == figures


def test_a_number_of_places_before_school_is_no_rank() -> None:
    text = "新增学位3520个，其中学前900个、高中1000个，全省前10名。"
    assert [each.text for each in metrics_of(text)] == ["3520个", "900个", "1000个"]


def test_more_than_last_year_bounds_nothing() -> None:
    (metric,) = metrics_of("案件比上年多12件。")
    assert (metric.bound, metric.role, metric.direction) == ("=", Role.CHANGE, "up")


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("2021年办结3件。", "2021"),
        ("截至2021年12月底，办结3件。", "/2021-12"),
        ("2021年1—9月，办结3件。", "2021-01/2021-09"),
        ("2016-2020年，办结3件。", "2016/2020"),
        ("“十三五”期间，办结3件。", "2016/2020"),
        ("2021年第一季度办结3件。", "2021-Q1"),
        ("2021年上半年办结3件。", "2021-H1"),
        ("办结3件。", None),
    ],
)
def test_period(sentence: str, period: str | None) -> None:
    assert metrics_of(sentence)[-1].period == period


def test_subject_and_scope() -> None:
    (metric,) = metrics_of("市司法局共办理全市行政复议案件12件。")
    assert (metric.subject, metric.scope) == ("市司法局", "全市")
    assert metric.indicator == "办理全市行政复议案件"


def test_money_without_its_unit_is_inferred() -> None:
    (metric,) = metrics_of("完成投资2.3亿。")
    assert (metric.text, metric.unit, metric.inferred) == ("2.3亿", "亿元", True)
    assert not metrics_of("完成投资2.3亿元。")[0].inferred


def test_a_unit_cut_short_in_a_list_is_completed() -> None:
    assert [m.unit for m in metrics_of("增速分别高2.4个、0.4个百分点。")] == ["个百分点"] * 2


@pytest.mark.parametrize(
    "sentence",
    [
        "2020年12月31日召开。",
        "2019年—2021年。",
        "上世纪90年代。",
        "五年来，连续13年获评优秀。",
        "24小时值班，建设15分钟生活圈。",
        "荣获第二届全国优秀奖。",
        "位列全省第3名。",
        "排名提升5位。",
        "前10名。",
        "《条例》第三十七条第2款规定。",
        "国发〔2020〕15号文件。",
        "（国务院令第711号）",
        "联系电话：0759-8208063，邮编524000。",
        "拨打12345热线。",
        "建设5G基站，治理PM2.5，开通G15高速。",
        "升级2.0版，贯通207国道，开工3号线。",
        "获评5A级景区、500强企业、百强县。",
        "“十四五”规划。",
        "坚持四个全面、两个维护。",
        "推进“双随机、一公开”，实现“一件事一次办”。",
        "实施“1+4+N”行动。",
        "出台“民营经济20条”。",
        "500万元以上项目。",
        "亿元以上项目。",
        "30户以上自然村。",
        "3岁以下婴幼儿。",
        "一方面，一批项目一次性通过。",
        "三大攻坚战、十大行动、八项规定。",
        "深入推进三项制度，健全四张清单。",
        "市委十四届七次全会部署。",
        "抓好六方面工作：1.推进改革。",
        "十分重要，万众一心，百分之百落实。",
        "通江27万千瓦风电场开工。",
        "扩容清单[1]。",
        "新建500千伏变电站。",
        "编号0123件。",
        "浏览1000,000次。",
    ],
)
def test_what_is_no_metric(sentence: str) -> None:
    for text in (sentence, half_width(sentence)):
        assert [m.text for m in metrics_of(text)] == []


def test_figures_of_a_plan_are_targets() -> None:
    text = (
        "某市政府工作报告\n\n一、2023年工作回顾\n\n办结案件3件。\n\n"
        "二、2024年工作安排\n\n新建学校5所，增长6%，覆盖率达到90%。\n"
    )
    roles = [str(metric.role) for metric in metrics_of(text)]
    assert roles == ["count", "target", "target", "target"]


PAGE = """<html><body><h1>某区2021年度工作报告</h1><p>一、收支情况</p><p>办结3件。</p>
<table><caption>收支表（单位：万元）</caption>
<tr><th>项目</th><th>2020年</th><th>2021年</th><th>增长（%）</th></tr>
<tr><td>其中：税收收入</td><td>900</td><td>1,234.5</td><td>-5.6</td></tr>
</table></body></html>"""


def test_cells_of_a_table_are_named_by_their_headers() -> None:
    report = read_report(PAGE.encode())
    cells = extract_metrics(report)[1:]
    assert [(m.text, m.indicator, m.unit, m.period, str(m.role)) for m in cells] == [
        ("900", "税收收入", "万元", "2020", "count"),
        ("1,234.5", "税收收入", "万元", "2021", "count"),
        ("-5.6", "税收收入增长", "%", "2021", "change"),
    ]
    for metric in cells:
        assert report.text[metric.start : metric.end] == metric.text
        assert "".join(part.text for part in metric.indicator_at) == metric.indicator


def test_no_figures_gives_an_empty_table_with_its_report() -> None:
    found = metrics_of("没有数字。")
    assert len(found) == 0
    assert found.report.text == "没有数字。"
    assert "indicator" in found.to_pandas().columns
    assert found.where(lambda metric: True).report is found.report


@pytest.mark.parametrize("piece", ["1", ",", "万", "1,", "一万", "（", "《1", "比上年", "三分之"])
def test_a_page_of_one_character_is_read(piece: str) -> None:
    assert len(metrics_of(piece * (100_000 // len(piece)))) < 2000


def test_a_negative_part_is_read() -> None:
    found = metrics_of("实现利润12万元，其中本部15万元、子公司-3万元。")
    assert [metric.value for metric in found] == [12, 15, -3]


def test_a_number_beyond_all_measure_is_read() -> None:
    (metric,) = metrics_of("共一亿亿亿亿亿亿件。")
    assert metric.value == 10**48
    assert "件" in repr(metric)


def test_metrics_survive_pickling() -> None:
    found = metrics_of("受理3件。")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


@pytest.mark.parametrize("text", ["新建郑和学院”3所。", "（建成平台3个。", "打造“样板3个。"])
def test_marks_in_a_name_come_in_pairs(text: str) -> None:
    (metric,) = metrics_of(text)
    assert not set("“”（）") & set(metric.indicator)


def test_a_clause_without_a_name_stands_for_it() -> None:
    (metric,) = metrics_of("一季度增长3%。")
    assert (metric.indicator, metric.indicator_sure, metric.period) == ("一季度增长", False, "Q1")


def test_a_very_long_sentence_is_read_to_its_end() -> None:
    found = metrics_of("受理业务3件，" * 2000)
    assert len(found) == 2000
    assert {m.indicator for m in found} == {"受理业务"}


@pytest.mark.parametrize(
    ("piece", "opening"),
    [("甲类3件、", "办理案件900件，其中"), ("共办理案件3件，", ""), ("（其中3件", "办理案件9件")],
)
def test_work_grows_no_faster_than_the_text(
    piece: str, opening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest stretch that is looked at does not grow with the sentence."""
    longest = 0

    def watch(text: str) -> list[Figure]:
        nonlocal longest
        longest = max(longest, len(text))
        return find_figures(text)

    monkeypatch.setattr("analysis.metrics.find_figures", watch)
    assert len(metrics_of(opening + piece * 1000)) >= 1000
    assert longest <= LONGEST_STRETCH
