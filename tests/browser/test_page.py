"""The brief in a real browser: links, table, accessibility, widths, and a hostile report."""

import csv
import re
from pathlib import Path
from typing import Literal

import pytest
from annotated import annotated
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from analysis.brief.sheets import can_run

LIT = "[...document.querySelectorAll('#text .on')].map(e => e.textContent).join('')"
SHOWN = (
    "[...document.querySelectorAll('#metric-table tbody tr')].filter(r => !r.hidden).map(r => r.id)"
)
SERIOUS = {"serious", "critical"}


@pytest.fixture
def page(quiet_page: Page, brief: Path) -> Page:
    quiet_page.goto(brief.as_uri())
    return quiet_page


def test_every_metric_lands_on_its_characters(page: Page) -> None:
    landed = page.evaluate(
        """() => [...document.querySelectorAll('#metric-table tbody tr')].map((row) => {
             row.querySelector('th a').click();
             return [...document.querySelectorAll('#text .on')].map(e => e.textContent).join('');
           })"""
    )
    assert landed == [m.text for m in annotated().metrics]


def test_findings_topics_and_keywords_land_too(page: Page) -> None:
    a = annotated()
    for n, finding in enumerate(a.findings, start=1):
        page.evaluate(f"document.querySelector('#f{n} h4 a').click()")
        assert page.evaluate(LIT) == finding.stated.text
    for n, topic in enumerate(a.topics.topics, start=1):
        page.evaluate(f"document.querySelector('#t{n} li a').click()")
        assert page.evaluate(LIT) == topic.members[0].text
    for n, keyword in enumerate(a.keywords, start=1):
        page.evaluate(f"document.querySelector('#k{n} a').click()")
        assert page.evaluate(LIT) == keyword.term


def test_the_place_is_in_view_and_focused(page: Page) -> None:
    page.locator("#m75 th a").first.click()
    lit = page.locator("#text .on")
    expect(lit).to_be_in_viewport()
    assert page.evaluate("document.activeElement.className").split().count("on") == 1
    page.get_by_role("button", name="返回").click()
    expect(page.locator("#m75 th a").first).to_be_focused()


def test_the_places_of_a_keyword_are_walked(page: Page) -> None:
    keyword = annotated().keywords[0]
    page.locator("#k1 .term").click()
    expect(page.locator("#where")).to_have_text(f"{keyword.term} 1/{keyword.count}")
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("#where")).to_have_text(f"{keyword.term} 2/{keyword.count}")
    second = keyword.passages[1].start
    assert page.evaluate("document.querySelector('#text .on').id") == f"c{second}"
    page.get_by_role("button", name="上一处").click()
    page.get_by_role("button", name="上一处").click()
    expect(page.locator("#where")).to_have_text(f"{keyword.term} {keyword.count}/{keyword.count}")


def test_the_text_leads_back(page: Page) -> None:
    # a metric alone
    page.locator("#c531").click()
    expect(page.locator("#m2")).to_be_focused()
    expect(page.locator("#m2")).to_be_in_viewport(ratio=1)
    # a figure with several results offers them
    page.locator("#c3263").click()
    choices = page.locator("#choices a")
    assert choices.count() == 4
    expect(page.locator("#choices")).to_be_in_viewport(ratio=1)
    expect(page.locator("#c3263")).to_have_class(re.compile(r"\bon\b"))
    target = choices.last.get_attribute("href")
    assert target
    choices.last.click()
    expect(page.locator(target)).to_be_focused()


def test_a_consistent_finding_is_opened_when_it_is_led_to(page: Page) -> None:
    closed = page.locator("details.group article").first
    expect(closed).to_be_hidden()
    page.locator(f".check[href='#{closed.get_attribute('id')}']").first.click()
    expect(closed).to_be_visible()


def test_a_link_from_elsewhere_opens_its_row(quiet_page: Page, brief: Path) -> None:
    quiet_page.goto(brief.as_uri() + "#m100")
    expect(quiet_page.locator("#m100")).to_be_in_viewport()


def by_value() -> list[str]:
    metrics = annotated().metrics
    order = sorted(range(len(metrics)), key=lambda i: (metrics[i].value * metrics[i].scale, i))
    return [f"m{i + 1}" for i in order]


def test_values_sort_as_numbers(page: Page) -> None:
    head = page.locator("th.value")
    head.get_by_role("button").click()
    assert page.evaluate(SHOWN) == by_value()
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    descending = page.evaluate(SHOWN)
    largest = by_value()[-1]
    assert descending[0] == largest
    page.locator("th.section").get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "none"
    assert page.evaluate(SHOWN)[:3] == ["m1", "m2", "m3"]


def test_filters_meet(page: Page) -> None:
    metrics = annotated().metrics
    page.locator("select[name=role]").select_option("rate")
    rates = [f"m{n}" for n, m in enumerate(metrics, start=1) if m.role == "rate"]
    assert page.evaluate(SHOWN) == rates
    page.get_by_role("searchbox").fill("调解")
    assert page.evaluate(SHOWN) == [
        f"m{n}"
        for n, m in enumerate(metrics, start=1)
        if m.role == "rate" and "调解" in m.indicator
    ]
    expect(page.locator("#shown")).to_have_text("显示 1 / 135 个指标")
    # the text leads to a row that the filters hide: they give way
    page.evaluate("document.getElementById('c531').click()")
    expect(page.locator("#m2")).to_be_visible()
    expect(page.locator("#shown")).to_have_text("显示 135 / 135 个指标")
    section = metrics[60].section
    assert section
    page.locator("select[name=section]").select_option(str(section.start))
    inside = [f"m{n}" for n, m in enumerate(metrics, start=1) if m.section == section]
    assert page.evaluate(SHOWN) == inside
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator("#shown")).to_have_text("显示 135 / 135 个指标")


def test_search_takes_half_and_full_width_alike(page: Page) -> None:
    page.get_by_role("searchbox").fill("１，２０９")
    assert page.evaluate(SHOWN) == [
        f"m{n}" for n, m in enumerate(annotated().metrics, start=1) if m.text == "1209项"
    ]


def test_search_finds_what_the_report_prints_and_what_it_means(page: Page) -> None:
    search = page.get_by_role("searchbox")
    (metric,) = [m for m in annotated().metrics if m.text == "10万余条"]
    for wanted in ("10万余条", "10 万", "100000"):
        search.fill(wanted)
        assert f"m{annotated().metrics.index(metric) + 1}" in page.evaluate(SHOWN), wanted


def test_search_looks_at_the_words_around_a_figure(page: Page) -> None:
    """同期增长 stands in the text alone: no indicator and no column has it."""
    page.get_by_role("searchbox").fill("同期增长")
    found = [annotated().metrics[int(row[1:]) - 1].text for row in page.evaluate(SHOWN)]
    assert found == ["7.10\xa0%"]
    # a clause, not the sentence: its neighbours are not found with it
    page.get_by_role("searchbox").fill("成功调解125宗")
    assert [annotated().metrics[int(row[1:]) - 1].text for row in page.evaluate(SHOWN)] == [
        "125宗",
        "125宗",
    ]


def test_nothing_found_is_said_and_undone(page: Page) -> None:
    page.get_by_role("searchbox").fill("胡说八道xyz")
    expect(page.locator("#shown")).to_have_text("没有符合条件的指标：换个词，或清除筛选。")
    expect(page.locator("#metric-table")).to_be_hidden()
    page.get_by_role("button", name="清除筛选").click()
    expect(page.locator("#metric-table")).to_be_visible()
    expect(page.locator("#shown")).to_have_text("显示 135 / 135 个指标")


def test_the_marks_in_the_text_are_explained(page: Page) -> None:
    assert page.locator(".legend").inner_text().split() == [
        "图例：", "指标", "对不上", "关键词", "要点的主题",
    ]  # fmt: skip
    first = page.locator("#text a.topic").first
    assert first.get_attribute("title") == first.get_attribute("aria-label")
    assert first.get_attribute("title") == "主题 6: 依法决策、法治培训"


def test_a_long_name_leaves_the_buttons_on_one_line(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.evaluate("document.querySelector('article.finding').dataset.name = '很长的名字'.repeat(9)")
    page.locator("article.finding h4 a").first.click()
    tops = {
        round(box["y"])
        for button in page.locator("#bar button").all()
        if (box := button.bounding_box())
    }
    assert len(tops) == 1
    expect(page.locator("#where .nth")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_phone_says_that_figures_slide(page: Page) -> None:
    hint = page.locator("#figure-keyword_bars .sideways")
    expect(hint).to_be_hidden()
    page.set_viewport_size({"width": 375, "height": 800})
    expect(hint).to_have_text("图比屏幕宽，可左右滑动。")
    expect(hint).to_be_visible()


def test_the_contents_stay_in_sight_and_tell_where_the_reader_is(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name="主题").click()
    expect(page.locator("nav")).to_be_in_viewport()
    expect(page.locator("nav [aria-current]")).to_have_text("主题")


@pytest.mark.parametrize("width", [1920, 1440, 1100, 820, 520, 375])
@pytest.mark.parametrize("which", ["brief", "english_brief"])
def test_no_column_is_cut_off(
    quiet_page: Page, which: str, width: int, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(which)
    quiet_page.set_viewport_size({"width": width, "height": 900})
    quiet_page.goto(path.as_uri())
    # the longest names there are
    quiet_page.evaluate(
        """() => {
          const row = document.querySelector('#metric-table tbody tr');
          const long = {zh: ['货物周转', '比上年末 ↓'], en: ['transformer capacity', 'change ↓']};
          const [dimension, role] = long[document.documentElement.lang.slice(0, 2)];
          row.querySelector('.dimension').textContent = dimension;
          row.querySelector('.role').textContent = role;
          row.querySelector('.value').textContent = '≥1,234,567.89 万千瓦时/立方米';
          row.querySelector('.period').textContent = '2021–2025';
        }"""
    )
    room, table = quiet_page.evaluate(
        """() => ['#metrics', '#metric-table'].map(
             (s) => document.querySelector(s).getBoundingClientRect().right)"""
    )
    assert table <= room + 1
    assert quiet_page.locator("#metric-table td.value").first.is_visible()


def test_the_head_of_a_long_table_stays_in_sight(page: Page) -> None:
    page.locator("#m100").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('m100').scrollIntoView({block: 'center'})")
    expect(page.locator("th.indicator[aria-sort]")).to_be_in_viewport()


def test_what_is_shown_is_exported(page: Page, tmp_path: Path) -> None:
    page.locator("select[name=role]").select_option("rate")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出显示的行").click()
    path = tmp_path / "shown.csv"
    download.value.save_as(path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["指标", "数值", "基本单位数值", "性质", "类别", "时期", "所在部分"]
    assert [row[0] for row in rows[1:]] == [
        m.indicator for m in annotated().metrics if m.role == "rate"
    ]
    assert download.value.suggested_filename == "chikan-2020-metrics.csv"


def test_what_is_shown_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("searchbox").fill("99.07")
    page.get_by_role("button", name="复制显示的行").click()
    expect(page.locator("#shown")).to_have_text("已复制")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[1].split("\t")[:4] == ["覆盖率", "99.07%", "0.9907", "比率"]


def test_the_keyboard_reaches_everything(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#h-findings")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(LIT) == annotated().findings[1].stated.text
    page.locator("#c3263").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#choices a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#c3263")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 820, 375])
def test_no_serious_accessibility_fault(
    quiet_page: Page, brief: Path, width: int, scheme: Literal["light", "dark"]
) -> None:
    quiet_page.set_viewport_size({"width": width, "height": 900})
    quiet_page.emulate_media(color_scheme=scheme)
    quiet_page.goto(brief.as_uri())
    quiet_page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    found = Axe().run(quiet_page).response["violations"]
    faults = [
        (fault["id"], [node["html"][:120] for node in fault["nodes"][:3]])
        for fault in found
        if fault["impact"] in SERIOUS
    ]
    assert faults == []


@pytest.mark.parametrize("width", [1440, 820, 375])
@pytest.mark.parametrize("which", ["brief", "hostile_brief"])
def test_no_width_scrolls_sideways(
    quiet_page: Page, which: str, width: int, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(which)
    quiet_page.set_viewport_size({"width": width, "height": 900})
    quiet_page.goto(path.as_uri())
    assert quiet_page.evaluate("document.documentElement.scrollWidth") == width


def test_a_hostile_report_runs_nothing(quiet_page: Page, hostile_brief: Path) -> None:
    quiet_page.goto(hostile_brief.as_uri())
    quiet_page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    for link in ("#f1 h4 a", "#k1 a", "#m1 th a", "#t1 li a", "#text a"):
        quiet_page.evaluate("(s) => document.querySelector(s).click()", link)
    for element in ("h1", ".identity", "#f1 p", "#m1 th a", "#about dd"):
        quiet_page.locator(element).first.hover(force=True)
    assert quiet_page.evaluate("window.hacked") is None
    assert quiet_page.title().startswith("报告简报 · </title>")


def test_a_hostile_page_goes_nowhere(quiet_page: Page, hostile_brief: Path) -> None:
    """Every link followed, every button pressed: the page stays, and what leaves it is inert."""
    quiet_page.goto(hostile_brief.as_uri())
    quiet_page.evaluate(
        """() => {
          for (const d of document.querySelectorAll('details')) d.open = true;
          for (const a of document.querySelectorAll('a')) a.click();
        }"""
    )
    for button in quiet_page.locator("[data-sort]").all():
        button.click()
    quiet_page.get_by_role("searchbox").fill("window.hacked")
    with quiet_page.expect_download() as download:
        quiet_page.get_by_role("button", name="导出显示的行").click()
    assert not set("/\\<>:") & set(download.value.suggested_filename)
    cells = [
        cell
        for row in csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]
    assert len(cells) > 7 * 100
    assert not [cell for cell in cells if can_run(cell)]
    assert quiet_page.url.split("#")[0] == hostile_brief.as_uri()
    assert quiet_page.evaluate("window.hacked") is None


def test_the_direction_of_text_stays_where_it_turns(quiet_page: Page, hostile_brief: Path) -> None:
    """The character before an override stands left of the one after it, on the same line."""
    quiet_page.goto(hostile_brief.as_uri())
    quiet_page.set_viewport_size({"width": 1440, "height": 900})
    left, right = quiet_page.evaluate(
        """() => {
          const first = document.querySelector('#text p');
          const walker = document.createTreeWalker(first, NodeFilter.SHOW_TEXT);
          const at = (wanted) => {
            walker.currentNode = first;
            while (walker.nextNode()) {
              const i = walker.currentNode.data.indexOf(wanted);
              if (i < 0) continue;
              const range = document.createRange();
              range.setStart(walker.currentNode, i);
              range.setEnd(walker.currentNode, i + 1);
              return range.getBoundingClientRect();
            }
          };
          return [at('乙'), at('丙')].map((box) => [box.left, box.top]);
        }"""
    )
    assert left[1] < right[1] or left[0] < right[0]


def test_it_prints(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator("#metric-table")).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def test_it_prints_on_few_pages_with_no_year_broken(page: Page) -> None:
    """135 metrics, nine figures and the text; a year that wraps makes each row three lines."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 less its margins
    lines = page.evaluate(
        """() => [...document.querySelectorAll('td.period, td.value, td.dimension')].map((cell) => {
             const range = document.createRange();
             range.selectNodeContents(cell);
             return new Set([...range.getClientRects()].map((box) => box.top)).size;
           })"""
    )
    assert len(lines) == 3 * 135
    assert set(lines) == {1}
    pages = len(re.findall(rb"/Type /Page\b", page.pdf(format="A4", prefer_css_page_size=True)))
    assert 8 <= pages <= 20


def test_it_can_be_read_without_script(browser: Browser, brief: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(brief.as_uri())
    expect(page.locator("#filters")).to_be_hidden()
    page.locator("#f1 h4 a").first.click()
    assert page.url.endswith(f"#c{annotated().findings[0].stated.start}")
    context.close()
