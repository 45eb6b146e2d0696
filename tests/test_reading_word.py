"""Headings, lists and tables of Word files made with python-docx."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from analysis.report import ReadError, Report, read_report

TITLE = "临江县2023年法治政府建设年度报告"


def read(document: Document) -> Report:
    out = BytesIO()
    document.save(out)
    return read_report(out.getvalue())


def written(*paragraphs: tuple[str, str | None]) -> Report:
    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style)
    return read(document)


def outline(report: Report) -> list[tuple[int, str, str]]:
    return [(section.level, section.number, section.title) for section in report.sections]


def test_headings_by_style_alone() -> None:
    report = written(
        (TITLE, "Title"),
        ("工作概况", "Heading 1"),
        ("各项工作稳步推进。", None),
        ("组织领导", "Heading 2"),
        ("召开会议4次。", None),
        ("存在问题", "Heading 1"),
        ("力量不足。", None),
    )
    assert report.title == TITLE
    assert outline(report) == [(1, "", "工作概况"), (2, "", "组织领导"), (1, "", "存在问题")]
    assert [point.text for point in report.points] == ["召开会议4次。", "力量不足。"]


def test_styles_complete_the_numbers_in_the_text() -> None:
    report = written(
        (TITLE, None),
        ("一、工作概况", "Heading 1"),
        ("（一）组织领导", "Heading 2"),
        ("1.会议", "Heading 3"),
        ("召开会议4次。", None),
        ("行政执法", "Heading 2"),
        ("办理案件318件。", None),
        ("二、存在问题", "Heading 1"),
        ("力量不足。", None),
    )
    assert outline(report) == [
        (1, "一", "工作概况"),
        (2, "（一）", "组织领导"),
        (3, "1", "会议"),
        (2, "", "行政执法"),
        (1, "二", "存在问题"),
    ]


def test_a_style_that_is_based_on_a_heading() -> None:
    document = docx.Document()
    own = document.styles.add_style("正文一级", 1)
    own.base_style = document.styles["Heading 1"]
    document.add_paragraph(TITLE)
    document.add_paragraph("工作概况", own)
    document.add_paragraph("各项工作稳步推进。")
    assert outline(read(document)) == [(1, "", "工作概况")]


def test_an_outline_level_of_the_paragraph_itself() -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    document.add_paragraph("工作概况")._p.get_or_add_pPr().append(level)
    document.add_paragraph("各项工作稳步推进。")
    assert outline(read(document)) == [(1, "", "工作概况")]


def test_bold_lines_head_what_follows() -> None:
    document = docx.Document()
    for text, bold in [
        (TITLE, False), ("一、工作概况", False), ("组织领导", True), ("召开会议4次。", False),
        ("行政执法", True), ("办理案件318件。", False), ("二、问题", False), ("力量不足。", False),
    ]:  # fmt: skip
        document.add_paragraph().add_run(text).bold = bold
    assert outline(read(document)) == [
        (1, "一", "工作概况"), (2, "", "组织领导"), (2, "", "行政执法"), (1, "二", "问题"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["各项工作稳步推进。", "全县收到申请42件；办结40件"])
def test_a_sentence_in_the_style_of_a_heading_is_none(text: str) -> None:
    report = written((TITLE, None), ("一、概况", None), (text, "Heading 2"), ("好。", None))
    assert outline(report) == [(1, "一", "概况")]


def test_numbers_that_a_style_generates() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:pStyle w:val="Heading1"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:pStyle w:val="Heading2"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    ))  # fmt: skip
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>')
        )
    for text, style in [("工作", "Heading 1"), ("组织", "Heading 2"), ("执法", "Heading 2"),
                        ("问题", "Heading 1"), ("普法", "Heading 2")]:  # fmt: skip
        document.add_paragraph(text, style)
        document.add_paragraph("做好。")
    assert [line for line in read(document).text.splitlines() if line != "做好。"] == [
        "一、工作", "（一）组织", "（二）执法", "二、问题", "（一）普法",
    ]  # fmt: skip


def test_cells_merged_across_and_down() -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(3, 3)
    for n, row in enumerate([["项目", "案件", ""], ["行政", "收到", "办结"], ["", "42", "40"]]):
        for m, text in enumerate(row):
            table.cell(n, m).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    (found,) = read(document).tables
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["项目", "案件", "案件"],
        ["行政", "收到", "办结"],
        ["行政", "42", "40"],
    ]


def changed(change: Callable[[str, bytes], bytes]) -> bytes:
    """A Word file, each of whose parts is changed."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    kept, out = BytesIO(), BytesIO()
    document.save(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def test_styles_that_are_based_on_each_other() -> None:
    looped = (
        b'<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    data = changed(lambda _, part: part.replace(b"</w:styles>", looped))
    assert read_report(data).text == TITLE


def test_all_parts_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.reading.word.MAX_UNPACKED", 20_000)
    with pytest.raises(ReadError, match="unpacks to more than 20,000 bytes"):
        read_report(changed(lambda _, part: part), name="a.docx")
