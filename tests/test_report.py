"""The structure and identity of reports."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from analysis.report import Report, SectionKind, read_report
from analysis.report.contents import find_contents

DATA = Path(__file__).parent.parent / "data"
CHIKAN = DATA / "reports" / "chikan-2020.txt"


@pytest.fixture(scope="module")
def chikan() -> Report:
    return read_report(CHIKAN)


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    path = DATA / "gold" / "chikan-2020.structure.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_heading_of_the_gold(chikan: Report, gold: list[dict[str, str]]) -> None:
    found = [
        (str(s.level), s.number, str(s.heading.start), str(s.heading.end), s.title)
        for s in chikan.sections
    ]
    assert found == [
        (row["level"], row["number"], row["start"], row["end"], row["title"])
        for row in gold
        if row["kind"] == "section"
    ]


def test_every_point_of_the_gold(chikan: Report, gold: list[dict[str, str]]) -> None:
    found = [(p.number, str(p.start), str(p.end), p.title) for p in chikan.points]
    assert found == [
        (row["number"], row["start"], row["end"], row["title"])
        for row in gold
        if row["kind"] == "point"
    ]


def test_the_identity_of_the_first_report(chikan: Report) -> None:
    assert chikan.id == "chikan-2020"
    assert chikan.title == "赤坎区2020年度法治政府建设工作报告"
    assert (chikan.place, chikan.level) == ("赤坎区", "county")
    assert (chikan.year, chikan.reviewed) == (2020, 2020)
    assert chikan.issuer == "区府办"
    assert chikan.published == datetime(2021, 1, 11, 11, 23, 29)
    assert {"title", "place", "year", "issuer", "published"} <= set(chikan.origins)


@pytest.mark.parametrize(
    ("source", "issuer"),
    [
        ("临江县人民政府办公室", "临江县人民政府办公室"),
        ("临江日报", None),
        ("临江新闻客户端", None),
    ],
)
def test_a_newspaper_issues_no_report(source: str, issuer: str | None) -> None:
    report = Report.from_text(
        f"临江县2024年政府工作报告\n来源：{source}\n各位代表：\n现在，我代表县人民政府报告工作。\n一、工作\n做好。"
    )
    assert report.issuer == issuer


def test_the_text_is_the_file(chikan: Report) -> None:
    assert chikan.text == CHIKAN.read_bytes().decode("utf-8")


def test_the_page_around_the_report_is_no_body(chikan: Report) -> None:
    preamble = chikan.text.index("2020年,是贯彻落实")
    assert [s.start for s in chikan.sentences[:2]] == [
        chikan.text.index(chikan.title or ""),
        preamble,
    ]
    assert chikan.sentences[-1].text == "6.建立科学的评估机制,加大政府法治建设考评力度。"
    assert chikan.sections[-1].end == chikan.sentences[-1].end
    assert len(chikan.source.dropped) == 14


def test_section_kinds(chikan: Report) -> None:
    assert [s.kind for s in chikan.sections if s.level == 1] == [
        SectionKind.ACHIEVEMENTS,
        SectionKind.PROBLEMS,
        SectionKind.PLAN,
    ]


@pytest.mark.parametrize(
    "text",
    ["主办:赤坎区人民政府办公室", "收到申请6件", "2020年法治政府建设工作报告", "首页 | 网站地图"],
)
def test_a_single_line_is_body_and_no_title(text: str) -> None:
    report = Report.from_text(text)
    assert report.title is None
    assert [s.text for s in report.sentences] == [text]
    assert report.source.dropped == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("增长5.6%,达到1.2万件。投诉率下降。", ["增长5.6%,达到1.2万件。", "投诉率下降。"]),
        ("他说：“要办好。”大家同意。", ["他说：“要办好。”", "大家同意。"]),
        ("开展“我为群众办实事！”活动3次。", ["开展“我为群众办实事！”活动3次。"]),
        ("印发通知（见附件。共3件），并公布。", ["印发通知（见附件。共3件），并公布。"]),
        ("收到6件;受理3件；办结3件", ["收到6件;受理3件；办结3件"]),
        ("首句“没有闭合。第二句。", ["首句“没有闭合。", "第二句。"]),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert [s.text for s in Report.from_text(text).sentences] == sentences


def outline(text: str) -> list[tuple[int, str, str]]:
    return [(s.level, s.number, s.title) for s in Report.from_text(text).sections]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("第一部分 概况\n一、职能\n略。", [(1, "第一部分", "概况"), (2, "一", "职能")]),
        ("（一）规范执法：全年检查3次。", [(1, "（一）", "规范执法")]),
        ("一、二、三产业增加值分别增长3%、4%、5%。", []),
        ("今年主要做了：工作A。一、抓落实。成效好。二、抓改革。推进快。",
         [(1, "一", "抓落实"), (1, "二", "抓改革")]),
        ("目 录\n一、情况\n二、问题\n一、情况\n好。\n二、问题\n有。",
         [(1, "一", "情况"), (1, "二", "问题")]),
        ("2023年工作回顾\n一年来很好。\n2024年工作安排\n继续努力。",
         [(1, "", "2023年工作回顾"), (1, "", "2024年工作安排")]),
    ],
)  # fmt: skip
def test_headings(text: str, sections: list[tuple[int, str, str]]) -> None:
    assert outline(text) == sections


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("做法如下：一是甲；二是乙；三是丙。", ["一是", "二是", "三是"]),
        ("1.甲1.2万件。\n2.乙。", ["1", "2"]),
        ("①甲。②乙。", ["①", "②"]),
        ("（1）甲。（2）乙。", ["（1）", "（2）"]),
        ("首先，甲。其次，乙。最后，丙。", ["首先", "其次", "最后"]),
        ("第一，甲。第二，乙。", ["第一", "第二"]),
        ("——甲。\n——乙。", ["——", "——"]),
        ("提出“一是学，二是干”的要求。", [""]),
        ("统一是关键。", [""]),
    ],
)
def test_points(body: str, numbers: list[str]) -> None:
    report = Report.from_text(f"一、工作\n{body}")
    assert [point.number for point in report.points] == numbers


@pytest.mark.parametrize(
    ("title", "place", "level", "year", "reviewed"),
    [
        ("2025年宁夏政府工作报告", "宁夏", "province", 2025, 2024),
        ("上海市2024年国民经济和社会发展统计公报", "上海市", "province", 2024, 2024),
        ("湛江市赤坎区2020年度法治政府建设工作报告", "赤坎区", "county", 2020, 2020),
        ("凉山彝族自治州2023年法治政府建设年度报告", "凉山彝族自治州", "city", 2023, 2023),
        ("昆山市2022年政府信息公开工作年度报告", "昆山市", "county", 2022, 2022),
        ("南兴镇2021年法治政府建设情况报告", "南兴镇", "town", 2021, 2021),
        ("湛江市司法局2023年度法治政府建设报告", "湛江市司法局", "department", 2023, 2023),
        ("关于临江县2023年预算执行情况和2024年预算草案的报告", "临江县", "county", 2024, 2023),
        ("二〇二〇年临江县工作总结", "临江县", "county", 2020, 2020),
    ],
)
def test_identity_of_titles(title: str, place: str, level: str, year: int, reviewed: int) -> None:
    report = Report.from_text(f"{title}\n全县上下深入贯彻落实党中央决策部署，各项工作取得新成效。")
    assert report.title == title
    assert (report.place, report.level) == (place, level)
    assert (report.year, report.reviewed) == (year, reviewed)


def test_a_spaced_title_and_the_session_below_it() -> None:
    report = Report.from_text(
        "政 府 工 作 报 告\n——2024年1月16日在湛江市第七届人民代表大会第六次会议上\n市长  王  明\n"
        "各位代表：\n现在，我代表市人民政府，向大会报告工作。\n一、2023年工作回顾\n很好。\n二、2024年工作安排\n努力。"
    )
    assert report.title == "政府工作报告"
    assert (report.place, report.level) == ("湛江市", "city")
    assert (report.year, report.reviewed) == (2024, 2023)


def test_a_signature_is_no_point() -> None:
    report = Report.from_text("一、工作\n做好。\n二、问题\n还有。\n临江县人民政府\n2024年1月18日")
    assert [point.text for point in report.points] == ["做好。", "还有。"]


def test_offices_in_charge_are_no_foot_of_a_page() -> None:
    text = (
        "一、实事\n新建道路3条。\n主办单位：县交通局\n二、实事\n新建学校1所。\n主办单位：县教育局"
    )
    assert Report.from_text(text).source.dropped == ()


def test_the_five_contents_of_the_rules(chikan: Report) -> None:
    contents = {content.key: content for content in find_contents(chikan)}
    assert [key for key, content in contents.items() if not content.present] == [
        "leaders",
        "other",
    ]
    assert [s.title for s in contents["shortcomings"].sections] == ["存在的问题和不足"]
