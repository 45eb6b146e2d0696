"""Encodings, archives and layouts of saved pages, and files whose names say something else."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from analysis.report import ReadError, Report, read_report

TITLE = "临江县2023年法治政府建设年度报告"
BODY = [
    "2023年，临江县扎实推进法治政府建设，现将有关情况报告如下。",
    "一、主要举措",
    "全年办理行政处罚案件318件，较上年下降5.6%。",
]
TRADITIONAL = (
    "臨江縣政府推動法治建設，辦理行政處分案件318件，各機關應依規定公開資訊，並接受民眾監督。"
)


def page(body: str, head: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"
    )


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def outline(report: Report) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in report.sections]


@pytest.mark.parametrize("head", ["", '<meta charset="big5">', '<meta charset="utf-8">'])
def test_pages_in_big5(head: str) -> None:
    data = page(paragraphs(TRADITIONAL * 3), head).replace(TITLE, "臨江縣報告").encode("big5")
    assert TRADITIONAL in read_report(data).text


def test_text_in_big5() -> None:
    assert read_report((TRADITIONAL * 3).encode("big5")).text == TRADITIONAL * 3


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "big5", "nonsense"])
def test_a_page_in_gb18030_that_declares_another_encoding(label: str) -> None:
    data = page(paragraphs(*BODY * 3), f'<meta charset="{label}">').encode("gb18030")
    report = read_report(data)
    assert report.title == TITLE
    assert report.text.splitlines()[1] == BODY[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["".join(BODY), "一是学习。\n二是实践。\n" * 20, page("一<p>二")])
def test_utf_16_without_a_mark(encoding: str, text: str) -> None:
    assert read_report(text.encode(encoding)).text in (text, TITLE + "\n一\n二")


def archive(*pages: tuple[str, str]) -> bytes:
    """A page as browsers save it, with its frames and a picture."""
    message = EmailMessage(SMTP)
    message["Subject"] = TITLE
    message["MIME-Version"] = "1.0"
    for text, charset in pages:
        message.add_related(text.encode(charset), "text", "html", cte="quoted-printable",
                            params={"charset": charset})  # fmt: skip
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_page_saved_as_mhtml(charset: str) -> None:
    report = read_report(archive((page(paragraphs(*BODY)), charset)), name="a.mht")
    assert (report.title, report.source.format) == (TITLE, "html")
    assert report.text.splitlines()[1:] == BODY


def test_the_frame_with_the_report_in_an_mhtml_file() -> None:
    frames = archive((page("<iframe></iframe>"), "utf-8"), (page(paragraphs(*BODY)), "gb18030"))
    assert read_report(frames).text.splitlines()[1:] == BODY


def test_a_doctype_with_declarations_does_not_show() -> None:
    text = '<!DOCTYPE html [<!ENTITY a "ha">\n<!ELEMENT b ANY>]>' + page(paragraphs(*BODY))
    assert read_report(text.encode()).text.splitlines() == [TITLE, *BODY]


def test_headings_and_bold_lines_of_a_page() -> None:
    body = (
        "<h2>工作概况</h2><p>各项工作稳步推进。</p><h3>组织领导</h3><p>召开会议4次。</p>"
        "<h2>存在问题</h2><p>力量不足，还要加强。</p>"
    )
    assert outline(read_report(page(body).encode())) == [
        (1, "工作概况"), (2, "组织领导"), (1, "存在问题"),
    ]  # fmt: skip
    bold = body.replace("h3>", "strong>").replace("<h2>", "<p>一、").replace("</h2>", "</p>")
    bold += "<p><b>普法宣传</b></p><p>宣传12次。</p>"
    assert outline(read_report(page(bold).encode())) == [
        (1, "工作概况"), (2, "组织领导"), (1, "存在问题"), (2, "普法宣传"),
    ]  # fmt: skip


def test_many_lists_of_links_around_the_report() -> None:
    links = "".join(f'<li><a href="/{n}">关于第{n}项工作的通知</a></li>' for n in range(30))
    lists = f"<div><h3>热点</h3><ul>{links}</ul></div>" * 5
    report = read_report(page(lists + paragraphs(*BODY) + lists).encode())
    assert report.text.splitlines() == [TITLE, *BODY]


def test_spans_of_cells_beyond_all_rows() -> None:
    rows = '<tr><td colspan="999" rowspan="999">甲</td><td>1</td></tr>' * 50
    (table,) = read_report(page(f"<table>{rows}</table>").encode()).tables
    assert {len(row) for row in table.rows} == {200}


@pytest.mark.parametrize(
    ("stream", "words"),
    [("EncryptedPackage", "remove the password"), ("Workbook", "workbook"),
     ("PowerPoint Document", "presentation"), ("WordDocument", ".doc or .wps")],
)  # fmt: skip
def test_files_of_older_office_programs(stream: str, words: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.encode("utf-16-le")
    with pytest.raises(ReadError, match=words):
        read_report(data, name="a.doc")


@pytest.mark.parametrize("name", ["a.txt", "a.doc", "a.pdf", "a", "a.xls"])
def test_the_name_of_a_file_says_nothing_of_its_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(page(paragraphs(*BODY)), encoding="utf-8")
    assert read_report(path).source.format == "html"
    path.write_bytes((Path(__file__).parent / "fixtures" / "numbered.docx").read_bytes())
    assert read_report(path).source.format == "docx"


def test_the_first_row_of_words_alone_is_a_head() -> None:
    rows = "<tr><td>项目</td><td>办法</td></tr><tr><td>收入</td><td>申报</td></tr>"
    page = (
        f"<html><body><p>收支情况如下表所示，各项办法不变。</p><table>{rows}</table></body></html>"
    )
    (table,) = read_report(page.encode(), name="表.html").tables
    assert table.header_rows == 1
