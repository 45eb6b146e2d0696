"""The brief's files: what they say, that they are whole, and that nothing in them can run."""

import base64
import csv
import hashlib
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from annotated import DATA, annotated, with_report
from hostile import hostile
from lxml import html

from analysis import Report, analyse, audit_metrics, extract_metrics, read_report
from analysis.audit import Unchecked, Verdict
from analysis.brief import page, write_brief
from analysis.brief.sheets import Sheet, can_run, make_sheets, to_csv
from analysis.brief.source import find_marks, phrase, plain, render_source, surroundings
from analysis.brief.telling import group_unchecked, tell_leftover
from analysis.brief.wording import brief_words
from analysis.passage import Passage
from analysis.table import Table


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_brief(annotated(), tmp_path_factory.mktemp("brief") / "chikan").parent


@pytest.fixture(scope="module")
def tree(folder: Path) -> html.HtmlElement:
    return parse((folder / "brief.html").read_text(encoding="utf-8"))


def parse(content: str) -> html.HtmlElement:
    return cast("html.HtmlElement", html.document_fromstring(content))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))


def test_every_file_is_there(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    tables = {f"{name}.csv" for name in ("metrics", "keywords", "topics", "findings")}
    assert names == {"brief.html", "text.txt", "workbook.xlsx", "figures", *tables}
    drawn = {path.suffix for path in (folder / "figures").iterdir()}
    assert drawn == {".png", ".svg"}
    assert not [path for path in folder.parent.iterdir() if path != folder]


def test_the_text_is_the_reports(folder: Path) -> None:
    assert (folder / "text.txt").read_bytes().decode() == annotated().report.text


def test_tables_hold_every_record(folder: Path) -> None:
    a = annotated()
    metrics = rows(folder / "metrics.csv")
    assert len(metrics) == len(a.metrics) == 135
    assert [(int(m["start"]), int(m["end"])) for m in metrics] == [
        (m.start, m.end) for m in a.metrics
    ]
    assert [m["value"] for m in metrics if m["id"] == "m75"] == [str(a.metrics[74].value)]
    assert len(rows(folder / "keywords.csv")) == len(a.keywords)
    assert len(rows(folder / "topics.csv")) == len(a.topics.topics)
    assert len(rows(folder / "findings.csv")) == len(a.findings)
    for sheet in ("metrics", "keywords", "topics", "findings"):
        assert (folder / f"{sheet}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_same_report_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = write_brief(annotated(), tmp_path / "again").parent
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        assert (again / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "brief.html").write_text("before", encoding="utf-8")
    (target / "notes.md").write_text("mine", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("analysis.brief.render_page", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_brief(annotated(), target)
    assert sorted(path.name for path in target.iterdir()) == ["brief.html", "notes.md"]
    assert (target / "brief.html").read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    write_brief(annotated(), target)
    assert (target / "notes.md").read_text(encoding="utf-8") == "mine"
    assert "赤坎区" in (target / "brief.html").read_text(encoding="utf-8")


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zh or en"):
        write_brief(annotated(), tmp_path / "out", lang="fr")
    assert not list(tmp_path.iterdir())


def test_every_result_links_to_its_characters(tree: html.HtmlElement) -> None:
    a = annotated()
    links = {link.get("data-span") for link in tree.iter("a") if link.get("data-span")}
    wanted = {(m.passage.start, m.passage.end) for m in find_marks(a)}
    assert {f"{start}-{end}" for start, end in wanted} <= links
    text = tree.get_element_by_id("text")
    pieces = {int(p.get("id")[1:]): p.text_content() for p in text.iter("a", "span") if p.get("id")}
    for start, end in wanted:
        inside = "".join(piece for at, piece in pieces.items() if start <= at < end)
        assert inside == a.report.text[start:end].replace("\n", "")


def test_the_text_links_back_to_every_result(tree: html.HtmlElement) -> None:
    a = annotated()
    linked: set[str] = set()
    for link in tree.get_element_by_id("text").iter("a"):
        linked |= set((link.get("data-refs") or link.get("href").removeprefix("#")).split())
    wanted = {f"m{n}" for n in range(1, len(a.metrics) + 1)}
    wanted |= {f"f{n}" for n in range(1, len(a.findings) + 1)}
    wanted |= {f"k{n}" for n in range(1, len(a.keywords) + 1)}
    wanted |= {f"t{n}" for n in range(1, len(a.topics.topics) + 1)}
    assert linked == wanted


def test_no_link_leads_nowhere(tree: html.HtmlElement) -> None:
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {
        a.get("href")[1:] for a in tree.iter("a", "use") if a.get("href", "").startswith("#")
    }
    assert targets <= set(ids)


def test_the_page_shows_the_text_unchanged(tree: html.HtmlElement) -> None:
    lines = [p.text_content() for p in tree.get_element_by_id("text").iter("p")]
    assert "\n".join(lines) == annotated().report.text


def test_findings_come_first_and_the_gravest_first(tree: html.HtmlElement) -> None:
    sections = [s.get("id") for s in tree.iter("section")]
    assert sections[0] == "findings"
    verdicts = [
        a.get("class").split()[1] for a in tree.iter("article") if "finding" in a.get("class")
    ]
    assert verdicts == ["inconsistent"] * 2 + ["review"] * 2 + ["consistent"] * 8
    lead = tree.get_element_by_id("findings").find_class("lead")[0].text_content()
    assert lead == "用报告自己的数字做了 12 项复算：2 项对不上，2 项待人工核对，8 项对得上。"


def test_each_figure_has_a_text_alternative_and_its_data(tree: html.HtmlElement) -> None:
    drawn = list(tree.iter("figure"))
    assert len(drawn) >= 7
    for figure in drawn:
        (svg,) = figure.iter("svg")
        assert svg.get("role") == "img"
        assert svg[0].tag == "title"
        assert svg[0].text
        assert list(figure.iter("td"))


def test_numbers_on_a_coloured_field_keep_their_colour(tree: html.HtmlElement) -> None:
    """The page's light ink on a light blue field could not be read in the dark."""
    figure = tree.get_element_by_id("figure-topic_section_matrix")
    numbers = {
        group.text_content().strip(): group.xpath(".//text/@fill")
        for group in figure.xpath(".//g[contains(@id, 'on-colour')]")
    }
    counts = {int(cell.text) for cell in figure.xpath(".//td[@class='number']")}
    assert set(map(int, numbers)) == counts
    assert {fill for fills in numbers.values() for fill in fills} <= {"#222222", "#ffffff"}
    assert numbers[str(max(counts))] == ["#ffffff"]


def policy_of(content: str) -> str:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.+?)"', content)
    return str(policy)


def test_the_policy_allows_the_two_inline_blocks_alone(folder: Path) -> None:
    content = (folder / "brief.html").read_text(encoding="utf-8")
    policy = policy_of(content).replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (block,) = re.findall(rf"<{tag}>(.*?)</{tag}>", content, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_in_the_page_points_outside(tree: html.HtmlElement) -> None:
    for element in tree.iter():
        for name, value in element.items():
            assert name not in {"src", "style", "srcset", "action", "ping"}, (element.tag, name)
            assert not name.startswith("on"), (element.tag, name)
            assert name != "href" or value.startswith("#"), value


def test_an_address_is_a_link_only_if_it_is_of_the_web() -> None:
    for url, links in [
        ("https://example.gov.cn/a?b=1&c=2", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" javascript:alert(1)", False),
        ("file:///etc/passwd", False),
    ]:
        content = page.render_page(with_report(annotated(), url=url), ())
        targets = [a.get("href", "") for a in parse(content).iter("a")]
        assert [t for t in targets if not t.startswith("#")] == ([url] if links else [])


def test_a_hostile_report_stays_text(tmp_path: Path) -> None:
    written = write_brief(hostile(), tmp_path / "hostile")
    content = written.read_text(encoding="utf-8")
    tree = parse(content)
    assert len(list(tree.iter("script"))) == 1
    assert not list(tree.iter("img"))
    assert "{{ 7 * 7 }}" in tree.find_class("identity")[0].getparent().text_content()
    for element in tree.iter():
        for name, value in element.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name != "href" or value.startswith("#"), value
    # what turns the direction of text stands named outside the source, held in inside it
    outside = content[: content.index('<div id="text">')]
    assert "\u202e" not in outside
    assert "⟨U+202E⟩" in outside
    source = tree.get_element_by_id("text")
    assert all(
        bidi.getparent() is not None
        for bidi in source.iter("bdi")
        if bidi.text_content() == "\u202e"
    )
    held = [bdi.text_content() for bdi in source.iter("bdi")]
    assert held.count("\u202e") == source.text_content().count("\u202e") == 1


def shape(tree: html.HtmlElement) -> set[str]:
    """Every tag, and every attribute with its tag."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return {e.tag for e in elements} | {f"{e.tag} {name}" for e in elements for name in e.attrib}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hostile_report_adds_no_tag_and_no_attribute(
    lang: str, tree: html.HtmlElement, tmp_path: Path
) -> None:
    written = write_brief(hostile(), tmp_path / "hostile", lang=lang)
    added = shape(parse(written.read_text(encoding="utf-8"))) - shape(tree)
    assert added <= {
        "bdi", "bdi class", "bdi data-code", "h1 lang", "article data-name", "abbr", "abbr title",
        "h3 lang", "span lang", "dt lang", "dd lang", "a lang", "ol lang", "ul lang", "li lang",
        "svg class",
    }  # fmt: skip


def test_nothing_invisible_leaves_the_source(tmp_path: Path) -> None:
    """Outside the source it stands named; in it, where the text has it, marked."""
    content = write_brief(hostile(), tmp_path / "hostile").read_text(encoding="utf-8")
    before, inside = content.split('<div id="text">')
    assert not re.search("[\u200b\u2060\xad\ufeff\u202e\u2066\U000e0041\x1b]", before)
    for code in ("U+200B", "U+2060", "U+00AD", "U+FEFF", "U+E0041", "U+202E", "U+001B"):
        assert f"⟨{code}⟩" in before
        assert f'data-code="{code}"' in inside


def test_the_signature_of_a_file_is_not_shown() -> None:
    a = annotated()
    tree = parse(str(render_source(with_report(a, text="\ufeff" + a.report.text[1:]), "主题")))
    assert not list(tree.iter("bdi"))


def test_hostile_cells_cannot_run(tmp_path: Path) -> None:
    write_brief(hostile(), tmp_path / "hostile")
    for path in (tmp_path / "hostile").glob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)):
            for cell in row:
                number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                assert number or not can_run(cell), cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),  # a text, not a number
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", '"\'\t=1"' if False else "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("\u200b=1", "'\u200b=1"),
        (Decimal("-3.50"), "-3.50"),
        (Decimal("1E+8"), "100000000"),
        (-4, "-4"),
        ("甲,乙", '"甲,乙"'),
        ("80%", "80%"),
        (None, ""),
        (True, "True"),
    ],
)
def test_cells(cell: str | int | Decimal | None, written: str) -> None:
    sheet = Sheet("t", ("a", "b"), ((cell, "x"),))
    assert to_csv(sheet).decode("utf-8-sig") == f"a,b\r\n{written},x\r\n"


def test_marks_may_overlap_anyhow() -> None:
    a = annotated()
    source = parse(str(render_source(a, "主题")))
    # 成功调解125宗 is the stated figure of one check and evidence of three others
    (piece,) = [p for p in source.iter("a") if p.get("id") == "c3263"]
    assert piece.text_content() == "125宗"
    refs = piece.get("data-refs", "").split()
    assert [ref[0] for ref in refs] == sorted((ref[0] for ref in refs), key="fmk".index)
    assert sum(ref.startswith("f") for ref in refs) == 4 - 1


def test_each_place_of_a_keyword_stands_in_context(tree: html.HtmlElement) -> None:
    n = next(n for n, k in enumerate(annotated().keywords, start=1) if k.term == "法律顾问")
    places = tree.get_element_by_id(f"k{n}").find_class("places")[1]
    assert [place.text_content() for place in places.iter("li")][:2] == [
        "管理办法》。三是法律顾问参谋助手作用发挥",
        "市赤坎区人民政府法律顾问工作规定》,推行",
    ]


def test_a_context_stays_on_its_line() -> None:
    text = "甲乙\n　丙丁戊己\r\n庚"
    assert surroundings(text, Passage(5, 6, "丁")) == ("丙", "戊己")
    assert surroundings(text, Passage(5, 6, "丁"), width=1) == ("丙", "戊")


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("实施两大行动，成效明显", 2, 3, "两大行动"),
        ("抓好三方面工作：一是", 2, 3, "三方面工作"),
        ("共6项", 1, 2, "6项"),
        ("办理两级政协提案117件", 2, 3, "两级政协提案"),
        ("一二", 0, 2, "一二"),
    ],
)
def test_a_counting_number_is_named_by_what_it_counts(
    text: str, start: int, end: int, shown: str
) -> None:
    assert phrase(text, Passage(start, end, text[start:end])) == shown


def test_what_other_parts_say_is_told_in_both_languages() -> None:
    zh, en = brief_words("zh"), brief_words("en")
    left = "characters 0 to 10, no part of the report: 首页 {0}"
    assert tell_leftover(left, zh) == "第 0–10 字：首页 {0}"
    assert tell_leftover(left, en) == "characters 0 to 10: 首页 {0}"
    assert tell_leftover("mark of footnote 3; its text stands at the end", zh) == (
        "注释标记 3（注文在文末）"
    )
    assert tell_leftover("page 2: mark of a note: ①", zh) == "第 2 页的注释标记：①"
    assert tell_leftover("page 2: 第2页", zh) == "第 2 页的页眉页脚：第2页"
    assert tell_leftover("something new", zh) == "something new"
    (metric, other, third, *_) = annotated().metrics
    unchecked = [
        Unchecked(metric, "近处没有可作“办结率”分子、分母的数"),
        Unchecked(other, "没有写明上期数"),
        Unchecked(third, "近处没有可作“覆盖率”分子、分母的数"),
    ]
    assert group_unchecked(unchecked, en) == {
        "no figures nearby that could be numerator and denominator": [metric, third],
        "the earlier figure is not stated": [other],
    }
    assert list(group_unchecked(unchecked, zh)) == [
        "近处没有可作分子、分母的数",
        "没有写明上期数",
    ]


@pytest.mark.parametrize("name", ["chikan-2020.txt", "qingyu-2022.html"])
def test_no_form_of_what_others_say_is_unknown(name: str) -> None:
    report = read_report(DATA / "reports" / name)
    assert report.source.dropped
    zh = brief_words("zh")
    assert not [each for each in report.source.dropped if tell_leftover(each, zh) == each]
    unchecked = audit_metrics(extract_metrics(report)).coverage.unchecked
    assert unchecked
    assert all(reason.isascii() for reason in group_unchecked(unchecked, brief_words("en")))


def test_an_empty_text_makes_a_brief_that_says_so() -> None:
    tree = parse(page.render_page(analyse(Report.from_text("")), ()))
    assert next(tree.iter("h1")).text == "没有标题的报告"
    assert tree.find_class("lead")[0].text == "没有找到带数字的指标，无从核对。"
    assert tree.find_class("empty")[0].text == "原文是空的。"
    assert "<text>" not in tree.text_content()


def test_topics_are_counted_before_they_are_judged(tree: html.HtmlElement) -> None:
    lead = tree.get_element_by_id("topics").find_class("lead")[0].text
    assert lead.startswith("36 个要点按用词归成 6 个主题。另有 1 个要点没有归入。")


def test_invisible_characters_are_named() -> None:
    assert plain("a\u202eb\nc") == "a⟨U+202E⟩b c"


def test_empty_results_make_a_brief_too(tmp_path: Path) -> None:
    a = annotated()
    nothing = replace(
        a,
        keywords=a.keywords[:0],
        metrics=a.metrics[:0],
        findings=a.findings[:0],
        topics=replace(a.topics, topics=a.topics.topics[:0], assignments=()),
        keyword_metrics={},
        topic_metrics=(),
        topic_findings=(),
    )
    content = write_brief(nothing, tmp_path / "empty").read_text(encoding="utf-8")
    assert "没有找到指标。" in content
    assert [len(sheet.rows) for sheet in make_sheets(nothing)] == [0, 0, 0, 0]
    assert rows(tmp_path / "empty/metrics.csv") == []


def test_english_has_no_chinese_of_ours(tmp_path: Path) -> None:
    content = write_brief(annotated(), tmp_path / "en", lang="en").read_text(encoding="utf-8")
    tree = parse(content)
    assert tree.get("lang") == "en"
    for name in ("findings", "figures", "keywords", "topics", "metrics", "source", "about"):
        assert tree.get_element_by_id(f"h-{name}").text_content().isascii()


def test_values_are_told_in_the_reports_own_multiples() -> None:
    metrics = annotated().metrics
    (sms,) = [m for m in metrics if m.text == "10万余条"]
    assert page.printed_value(sms) == "≥10 万条"
    assert page.printed_value(sms, "en") == "≥100,000 条"
    (money,) = [m for m in metrics if m.text == "6410.93万元"]
    rate = next(m for m in metrics if m.text == "99.07%")
    assert page.printed_value(rate) == page.printed_value(rate, "en") == "99.07%"
    assert page.printed_value(money) == page.printed_value(money, "en") == "6,410.93 万元"


def test_a_report_without_a_title_says_so() -> None:
    tree = parse(page.render_page(with_report(annotated(), title=None), ()))
    header = next(tree.iter("header"))
    assert next(header.iter("h1")).text == "chikan-2020"
    assert "没有找到标题" in header.text_content()


def test_the_page_names_the_file_and_not_its_folder() -> None:
    source = replace(annotated().report.source, name="/home/reader/secret/chikan-2020.txt")
    content = page.render_page(with_report(annotated(), source=source), ())
    assert "secret" not in content
    assert "<dd>chikan-2020.txt</dd>" in content


def test_many_findings_and_points_stand_folded() -> None:
    a = annotated()
    many = annotated(copies=12)
    tree = parse(page.render_page(many, ()))
    cards = [card for card in tree.iter("article") if "inconsistent" in card.get("class")]
    folded = [card for card in cards if card.getparent().tag == "details"]
    assert len(cards) == 24
    assert len(cards) - len(folded) == page.OPEN_FINDINGS
    assert len(many.findings) == 12 * len(a.findings)
    for topic in tree.find_class("topic"):
        if topic.tag == "article":
            assert len(topic.findall("ul/li")) == page.OPEN_MEMBERS


def test_a_clean_report_is_not_warned_about() -> None:
    a = annotated()
    clean = [f for f in a.findings if f.verdict == "consistent"]
    findings = type(a.findings)(clean, coverage=a.findings.coverage)
    tree = parse(page.render_page(replace(a, findings=findings), ()))
    section = tree.get_element_by_id("findings")
    assert section.find_class("lead")[0].text == "用报告自己的数字做了 8 项复算，全部对得上。"
    assert "“不符”" not in section.text_content()


def test_both_languages_have_the_same_words() -> None:
    import tomllib

    languages = tomllib.loads((page.HERE / "words.toml").read_text(encoding="utf-8"))
    assert set(languages["zh"]) == set(languages["en"])
    for group, words in languages["zh"].items():
        if isinstance(words, dict):
            assert set(words) == set(languages["en"][group]), group


def test_half_a_surrogate_pair_is_written(tmp_path: Path) -> None:
    report = Report.from_text("一、工作\n办结\ud800案件3件，受理5件。\n", title="总结\ud800")
    page = write_brief(analyse(report), tmp_path / "made")
    assert "总结?" in page.read_text(encoding="utf-8")
    assert (tmp_path / "made" / "workbook.xlsx").stat().st_size > 0


def test_the_gravest_finding_of_a_verdict_comes_first() -> None:
    report = Report.from_text(
        "受理案件100件，办结80件，办结率85%。\n共检查90次，其中甲类检查190次、乙类检查60次。\n"
    )
    findings = audit_metrics(extract_metrics(report))
    wrong = page.group_findings(findings)[Verdict.INCONSISTENT]
    assert [finding.stated.text for _, finding in wrong] == ["190次", "85%"]


def test_a_place_of_two_results_links_to_the_metric_before_the_keyword() -> None:
    analysis = annotated()
    metric, keyword = analysis.metrics[0], analysis.keywords[0]
    both = replace(keyword, passages=(metric,))
    marked = render_source(replace(analysis, keywords=Table([both], {})), "主题")
    tree = html.fromstring(f"<pre>{marked}</pre>")
    assert cast("list[str]", tree.xpath(f"//a[@id='c{metric.start}']/@href")) == ["#m1"]
