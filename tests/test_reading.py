"""Bytes of every format become text, tables and metadata, or one clear error."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reading.grid import Part
from analysis.reading.lines import mend
from analysis.reading.numbering import write_number
from analysis.report import ReadError, Report, read_report

FIXTURES = Path(__file__).parent / "fixtures"
TITLE = "临江县2023年法治政府建设年度报告"
PAGES = ["tagged.html", "nested-tables.html", "disclosure.html"]
PRINTS = ["official.pdf", "columns.pdf"]
HEADINGS = [
    ("一", "主要举措和成效"),
    ("（一）", "加强组织领导"),
    ("（二）", "规范行政执法"),
    ("二", "存在的不足和原因"),
    ("三", "主要负责人履行推进法治建设第一责任人职责情况"),
    ("四", "下一年度工作安排"),
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16"]
)
def test_encodings_of_plain_text(encoding: str) -> None:
    text = "临江县2023年工作报告\r\n2023年，共受理行政复议申请42件。\r\n"
    report = read_report(text.encode(encoding))
    assert report.text.removeprefix("\ufeff") == text


def test_bytes_of_no_encoding_are_an_error_with_their_offset() -> None:
    with pytest.raises(ReadError, match="offset 6 "):
        read_report("收到".encode() + b"\xff\xff\xff" + "件".encode())


@pytest.mark.parametrize("name", PAGES + PRINTS)
def test_every_layout_of_the_same_report(name: str) -> None:
    report = read_report(FIXTURES / name)
    assert report.title == TITLE
    assert (report.place, report.level, report.year, report.reviewed) == (
        "临江县", "county", 2023, 2023,
    )  # fmt: skip
    assert [(section.number, section.title) for section in report.sections] == HEADINGS
    assert [point.number for point in report.points] == ["", "一是", "二是", "", "", "1", "2"]
    shown = "".join(sentence.text for sentence in report.sentences)
    for furniture in ("首页", "网站标识码", "热点", "分享", "打印", "公报", "— 1 —", "点击数"):
        assert furniture not in shown
    assert "办理行政处罚案件318件，较上年下降5.6%。" in shown


def test_tags_of_the_government_site_rules() -> None:
    report = read_report(FIXTURES / "tagged.html")
    assert report.issuer == "县司法局"
    assert report.url == "https://www.example.gov.cn/fz/2024/1.html"
    assert str(report.published) == "2024-01-22 09:30:00"
    assert report.origins["published"] == "meta PubDate"


def test_the_index_table_of_a_disclosed_document() -> None:
    report = read_report(FIXTURES / "disclosure.html")
    assert report.index_number == "00000000/2024-00001"
    assert report.document_number == "临府〔2024〕3号"
    assert report.issuer == "临江县司法局"
    assert report.source.format == "html"


def test_a_table_of_a_page_is_kept_as_a_table() -> None:
    (table,) = read_report(FIXTURES / "tagged.html").tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "收到", "办结"],
        ["行政复议", "42", "40"],
        ["行政诉讼", "17", "15"],
    ]
    assert table.header_rows == 1


def test_word_shows_what_stands_in_no_run() -> None:
    report = read_report(FIXTURES / "numbered.docx")
    lines = report.text.splitlines()
    assert lines[2:5] == ["一、主要举措和成效", "（一）加强组织领导", "县政府常务会议专题研究4次。"]
    assert lines[5:7] == ["（二）规范行政执法", "办理行政处罚案件318件。新增"]
    assert "文本框里的说明。" in lines
    assert lines[lines.index("三、下一年度工作安排") + 1] == "1.加强行政复议。"
    assert lines[-1] == "含专题会议1次。"
    assert "deleted by a tracked change: 删去" in report.source.dropped
    assert [cell.text for cell in report.tables[0].rows[0]] == ["项目", "案件", "案件"]


@pytest.mark.parametrize(
    ("value", "shape", "written"),
    [
        (1, "chineseCounting", "一"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCounting", "一百零一"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "lowerRoman", "iv"),
        (2, "ideographTraditional", "乙"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (7, "unknown", "7"),
    ],
)
def test_number_formats_of_word(value: int, shape: str, written: str) -> None:
    assert write_number(value, shape) == written


def test_lines_broken_to_fit_a_page_are_mended() -> None:
    paragraph = "全县办理行政复议案件" * 20
    broken = [paragraph[n : n + 25] for n in range(0, 200, 25)]
    lines, marks = mend(
        ["一、工作情况", *broken, "— 1 —", *broken[:-1], "完成。", "— 2 —", "— 3 —"]
    )
    assert lines == ["一、工作情况", paragraph + paragraph[:175] + "完成。"]
    assert len(marks) == 3


def test_ordinary_lines_are_not_joined() -> None:
    lines: list[Part] = ["收到申请6件", "受理3件", "办结3件"] * 10
    assert mend(lines)[0] == lines


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">]><w>&a;</w>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n" * 1000, "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "save it as .docx"),
        (b"{\\rtf1 text}", "save it as .docx"),
        (b"%PDF-1.7\n%%EOF", "cannot be opened"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"PK\x03\x04 no archive", "damaged"),
        (zipped(xl__workbook=b"<x/>"), "a workbook"),
        (zipped(word__document=b"<w"), "damaged"),
        (zipped(word__document=LAUGHS), "entities"),
        (zipped(word__document=b"<w/>"), "no text"),
        (b"<html><body></body></html>", "shows no text"),
        (b"<div>" * 100_000 + "深。".encode(), "nested too deeply"),
        (bytes(range(256)) * 64, "offset|not text"),
        (b"\x01\x02\x03\x04" * 100, "not text"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words) as caught:
        read_report(data, name="a.docx")
    assert str(caught.value).startswith("a.docx: ")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.reading.word.MAX_UNPACKED", 1_000_000)
    with pytest.raises(ReadError, match="unpacks to more than 1,000,000 bytes"):
        read_report(zipped(word__document=b" " * 5_000_000))


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="folder"):
        read_report(tmp_path)
    with pytest.raises(ReadError, match="No such file"):
        read_report(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="not a file"):
        read_report(tmp_path / "pipe")


def test_the_limit_can_be_raised(tmp_path: Path) -> None:
    path = tmp_path / "临江.txt"
    path.write_text("2023年，共受理申请42件。", encoding="utf-8")
    with pytest.raises(ReadError, match="max_bytes"):
        read_report(path, max_bytes=10)
    assert read_report(path, max_bytes=100).id == "临江"


def test_a_scan_needs_character_recognition() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    with pytest.raises(ReadError, match="OCR"):
        read_report(out.getvalue())


def test_a_locked_pdf() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(10, 10, "locked")
    canvas.save()
    with pytest.raises(ReadError, match="password"):
        read_report(out.getvalue())


PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "一是", "①", "——", "第一章", "。", "；", "\n", "“", "”", "(", ")",
     "附件", "\u3000", "\u202e", "\ufeff", "2020年", "工作报告", "发布时间:2021-01-11", "来源:",
     "ICP备05107928号", "各位代表：", "目录", "受理", "3.5%"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_any_text_gives_exact_spans(text: str) -> None:
    report = Report.from_text(text)
    assert report.text == text
    for passage in [*report.sections, *report.points, *report.sentences]:
        assert text[passage.start : passage.end] == passage.text
    for sentence in report.sentences:
        assert sentence.section is None or sentence.section.contains(sentence)
    ends = [sentence.end for sentence in report.sentences]
    assert all(s.start >= end for s, end in zip(report.sentences[1:], ends, strict=False))


@settings(deadline=None, max_examples=150)
@given(TEXTS.filter(lambda text: bool(text.strip())))
def test_a_text_reads_as_its_file(text: str) -> None:
    try:
        from_file = read_report(text.encode())
    except ReadError:
        return
    if from_file.source.format == "txt":
        from_text = Report.from_text(from_file.text)
        assert from_file.sentences == from_text.sentences
        assert from_file.points == from_text.points
        assert from_file.title == from_text.title


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=300) | st.text(alphabet="<>/tabledivp &;一", max_size=200).map(str.encode)
)
def test_any_bytes_give_a_report_or_a_read_error(data: bytes) -> None:
    try:
        report = read_report(data)
    except ReadError:
        return
    assert report.text


def test_a_rare_ideograph_of_a_print_is_one_character() -> None:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(100, 700, "\U00020000家收到申请3件")
    canvas.save()
    assert read_report(out.getvalue()).text == "\U00020000家收到申请3件"


def test_lines_that_stand_far_apart_are_one_paragraph() -> None:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 16)
    lines = [
        "全年受理行政复议申请一百二十件其中涉及公安",
        "机关的三十八件并且全部依照法定期限审结了。",
    ]
    for n, line in enumerate(lines):
        canvas.drawString(90, 700 - n * 36, line)
    canvas.save()
    assert "".join(lines) in read_report(out.getvalue()).text
