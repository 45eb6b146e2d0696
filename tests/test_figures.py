"""Figures draw what the tables say, inside the canvas, readable, and the same every time."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest
from annotated import annotated, metrics_of
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import figures
from analysis.audit import audit_metrics
from analysis.compare import Comparison, compare_reports
from analysis.figures.audit import gap_percent, rounded_expected
from analysis.figures.canvas import (
    drawable,
    em,
    heading,
    house_style,
    label,
    shortened,
    to_bytes,
)
from analysis.figures.keywords import count_by_kind
from analysis.figures.metrics import count_by_section
from analysis.figures.wording import wording
from analysis.lexicon import read_toml
from analysis.metrics import extract_metrics
from analysis.quantities import UNITLESS
from analysis.report import Report, SectionKind
from analysis.table import Table
from analysis.topics import Candidate

GOLDEN = Path(__file__).parent / "golden"
HALF_A_PIXEL = 0.5
TOLERANCE = 4.0  # root mean square of grey levels: antialiasing differs, a moved bar does not pass


@cache
def yearly() -> Comparison:
    """Three yearly reports that tell the same five indicators."""
    text = (
        "{year}年度法治政府建设工作报告\n一、主要工作\n全年共收到行政复议申请{a}件，受理{b}件。"
        "开展执法检查{c}次，参加执法培训{d}人。办结率为{e}%。\n"
    )
    figures_of = {2019: (6, 3, 120, 480, 90), 2020: (7, 5, 160, 450, 95), 2021: (9, 4, 80, 420, 98)}
    return compare_reports(
        [
            Report.from_text(text.format(year=year, **dict(zip("abcde", row, strict=True))))
            for year, row in figures_of.items()
        ]
    )


def draw(name: str, lang: str = "zh") -> Figure:
    """The figure that a function makes of the annotated report."""
    a = annotated()
    arguments: dict[str, tuple[object, ...]] = {
        "keyword_bars": (a.keywords,),
        "keywords_by_section": (a.keywords,),
        "wordcloud": (a.keywords,),
        "topic_map": (a.topics,),
        "topic_section_matrix": (a.topics,),
        "topic_dendrogram": (a.topics,),
        "metrics_by_section": (a.metrics,),
        "rates": (a.metrics, a.findings),
        "findings": (a.findings,),
        "topics_over_groups": (a.topics, [point.section.kind for point in a.report.points]),
        "indicators_over_reports": (yearly(),),
        "key_figures": (sorted(a.metrics, key=lambda m: -m.value)[:6],),
    }
    function: Callable[..., Figure] = getattr(figures, name)
    return function(*arguments[name], lang=lang)


ALL = [
    "keyword_bars",
    "keywords_by_section",
    "wordcloud",
    "topic_map",
    "topic_section_matrix",
    "topic_dendrogram",
    "metrics_by_section",
    "rates",
    "findings",
    "key_figures",
    "topics_over_groups",
    "indicators_over_reports",
]


def boxes(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Every visible text of a figure with the pixels it covers."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]

    def visible() -> Iterator[Text]:
        for artist in figure.findobj(Text):
            if not artist.get_visible() or not artist.get_text().strip():
                continue
            axes = artist.axes
            if axes is not None and not axes.axison and artist not in axes.texts:
                continue
            yield artist

    # ticks outside the view limits are texts too, but are not drawn
    drawn = []
    for artist in visible():
        for axis in [a for ax in figure.axes for a in (ax.xaxis, ax.yaxis)]:
            ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
            if any(artist in (t.label1, t.label2) for t in ticks):
                low, high = sorted(axis.get_view_interval())
                shown = [t for t in ticks if artist in (t.label1, t.label2)]
                if not low <= shown[0].get_loc() <= high:
                    break
        else:
            drawn.append((artist, artist.get_window_extent(renderer)))
    return drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ALL)
def test_labels_are_inside_the_canvas_and_apart(name: str, lang: str) -> None:
    figure = draw(name, lang)
    texts = boxes(figure)
    assert texts or name == "wordcloud"
    canvas = figure.bbox
    for text, box in texts:
        assert box.x0 >= -HALF_A_PIXEL, text.get_text()
        assert box.y0 >= -HALF_A_PIXEL, text.get_text()
        assert box.x1 <= canvas.width + HALF_A_PIXEL, text.get_text()
        assert box.y1 <= canvas.height + HALF_A_PIXEL, text.get_text()
    for (one, a), (other, b) in combinations(texts, 2):
        assert not a.padded(-1).overlaps(b.padded(-1)), (one.get_text(), other.get_text())


def widths(figure: Figure) -> list[list[float]]:
    bars = [c for c in figure.axes[0].containers if isinstance(c, BarContainer)]
    return [[patch.get_width() for patch in container] for container in bars]


def names(figure: Figure) -> list[str]:
    return [t.get_text().replace("\n", "") for t in figure.axes[0].get_yticklabels()]


def test_keyword_bars_are_as_wide_as_the_scores() -> None:
    keywords = annotated().keywords
    figure = draw("keyword_bars")
    assert widths(figure) == [[k.score for k in keywords]]
    assert names(figure) == [k.term for k in keywords]
    ends = [text.get_text() for text in figure.axes[0].texts]
    assert ends == [f"{k.count} 处" for k in keywords]


def test_keywords_of_a_kind_are_counted_in_its_sections() -> None:
    keywords = annotated().keywords
    counts = count_by_kind(keywords)
    assert list(counts) == [SectionKind.ACHIEVEMENTS, SectionKind.PROBLEMS, SectionKind.PLAN]
    problems = dict(counts[SectionKind.PROBLEMS])
    # 二、存在的问题和不足 says 体制改革 three times: 街道体制改革、复议体制改革、行政执法体制改革
    assert problems["体制改革"] == 3
    assert widths(draw("keywords_by_section")) == [
        [n for _, n in terms] for terms in counts.values()
    ]


def test_metrics_by_section_add_up() -> None:
    metrics = annotated().metrics
    figure = draw("metrics_by_section")
    by_section = count_by_section(metrics)
    assert [section.number for section in by_section if section] == [
        f"({number})" for number in "一二三四五六七八"
    ]
    totals = [sum(column) for column in zip(*widths(figure), strict=True)]
    assert totals == [counts.total() for counts in by_section.values()]
    assert sum(totals) == len(metrics)


def test_a_long_report_is_counted_at_a_higher_level() -> None:
    metrics = annotated(copies=12).metrics
    assert len(count_by_section(metrics)) == 12
    assert all(section and section.level == 1 for section in count_by_section(metrics))


def test_rates_stand_with_their_fractions() -> None:
    figure = draw("rates")
    (bars,) = widths(figure)
    assert dict(zip(names(figure), bars, strict=True))["调解成功率"] == 80
    assert "80%  = 125/135  复算 92.6%" in [t.get_text() for t in figure.axes[0].texts]
    assert "其中 1 个与复算不符" in figure.get_suptitle()


def test_findings_lie_as_far_out_as_they_differ() -> None:
    figure = draw("findings")
    # its severity: |80 - 92.6| / 92.6
    ends = [float(np.max(-np.asarray(line.get_xdata()))) for line in figure.axes[0].lines]
    assert max(ends) == pytest.approx(13.6)
    assert figure.get_suptitle() == "12 项复算：2 项不符，2 项待核，8 项相符"


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("共提出意见30条，其中采纳25条。", 0),  # inside what is allowed, though nothing is expected
        ("共提出意见30条，其中采纳35条。", 100 * 5 / 30),
        ("存在三个问题：①收入乏力；②支出刚性；③管理薄弱；④人员不足。", -25),
        ("共收到申请50件，办结45件，办结率95%。", 5),
    ],
)
def test_a_gap_has_the_side_of_the_stated_figure(text: str, gap: float) -> None:
    (finding,) = audit_metrics(extract_metrics(Report.from_text(text)))
    assert gap_percent(finding) == pytest.approx(gap, abs=0.1)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("一二三：四五六", ["一二三：四五六"]),
        ("一二三：四五六七；八九", ["一二三：四五六七；", "八九"]),
        # a colon only where no semicolon leaves two lines that fit
        ("一二：三四五六七八九十；", ["一二：", "三四五六七八九十；"]),
        ("一二三四五六七八九十", ["一二三四五六", "七八九十"]),
    ],
)
def test_titles_break_at_clauses(title: str, lines: list[str]) -> None:
    assert heading(title, 9).split("\n") == lines


def test_the_matrix_counts_every_member_once() -> None:
    figure = draw("topic_section_matrix")
    numbers = [int(t.get_text()) for t in figure.axes[0].texts]
    assert sum(numbers) == sum(len(t.members) for t in annotated().topics.topics)


def test_shares_of_a_group_add_up_to_all() -> None:
    figure = draw("topics_over_groups")
    grid = figure.axes[0].collections[0].get_array()
    assert grid is not None
    assert np.asarray(grid).reshape(3, 6).sum(axis=1) == pytest.approx([100, 100, 100])
    with pytest.raises(ValueError, match="zip"):
        figures.topics_over_groups(annotated().topics, ["2020"])


def test_indicators_are_drawn_from_report_to_report() -> None:
    figure = draw("indicators_over_reports")
    assert len(figure.axes) == 5
    heights = {ax.get_ylabel(): list(ax.lines[0].get_ydata()) for ax in figure.axes}  # type: ignore[arg-type]
    assert heights["开展执法检查"] == [120, 160, 80]
    # 6 to 9 is half as much again: more than 3 to 4, 120 to 80, 480 to 420 and 90 to 98
    assert figure.get_suptitle().replace("\n", "") == (
        "5 个指标，3 升 2 降 0 平；变动最大：“收到行政复议申请”从 6 件（2019）到 9 件（2021）"
    )
    one = figures.indicators_over_reports(yearly(), ["办结率"])
    assert one.get_suptitle() == "“办结率”从 90 %（2019）到 98 %（2021）"
    assert [text.get_text() for text in one.axes[0].texts] == ["90 %", "95 %", "98 %"]
    with pytest.raises(KeyError):
        figures.indicators_over_reports(yearly(), ["没有的指标"])


@pytest.mark.parametrize("name", [name for name in ALL if not name.endswith(("groups", "reports"))])
def test_empty_results_say_so(name: str) -> None:
    a = annotated()
    empty: dict[str, tuple[object, ...]] = {
        "rates": (metrics_of(a.report, []), a.findings[:0]),
        "metrics_by_section": (metrics_of(a.report, []),),
        "findings": (a.findings[:0],),
        "key_figures": (a.metrics[:0],),
    }
    topics = replace(a.topics, topics=a.topics.topics[:0], assignments=())
    arguments = empty.get(name, (topics,) if name.startswith("topic") else (a.keywords[:0],))
    function: Callable[..., Figure] = getattr(figures, name)
    (text,) = function(*arguments).axes[0].texts
    assert text.get_text()


@pytest.mark.parametrize("name", [name for name in ALL if not name.endswith(("groups", "reports"))])
def test_one_record_is_enough(name: str, tmp_path: Path) -> None:
    a = annotated()
    one = replace(a.topics, topics=a.topics.topics[:1])
    arguments: tuple[object, ...] = (a.keywords[:1],)
    if name.startswith("topic"):
        arguments = (one,)
    elif name in {"rates", "metrics_by_section", "key_figures"}:
        arguments = (metrics_of(a.report, a.metrics[:1]),)
    elif name == "findings":
        arguments = (a.findings[:1],)
    function: Callable[..., Figure] = getattr(figures, name)
    assert figures.save(function(*arguments), tmp_path / "one.png").stat().st_size > 1000


def test_a_paragraph_for_a_heading_fills_no_page() -> None:
    told = label("长" * 3000, 10)
    assert told.count("\n") + 1 == 6
    assert told.endswith("…")
    a = annotated()
    (metric,) = [m for m in a.metrics if m.text == "6410.93万元"]
    long = replace(metric, indicator="长" * 3000)
    drawn = figures.key_figures(metrics_of(a.report, [long]))
    assert drawn.get_size_inches()[1] < 5


@pytest.mark.parametrize("name", [name for name in ALL if name != "wordcloud"])
def test_golden_images(name: str, tmp_path: Path) -> None:
    made = figures.save(draw(name), tmp_path / f"{name}.png")
    assert compare_images(str(GOLDEN / f"{name}.png"), str(made), TOLERANCE) is None


SCRIPT = """
import hashlib, sys
from pathlib import Path
from test_figures import draw
from analysis.figures import save
for kind in ("png", "svg", "pdf"):
    path = save(draw("rates"), Path(sys.argv[1]) / f"rates.{kind}")
    print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_files_are_the_same_in_every_process(tmp_path: Path) -> None:
    here = Path(__file__).parent

    def digests(seed: str) -> str:
        home = tmp_path / seed
        home.mkdir()
        return subprocess.run(
            [sys.executable, "-c", SCRIPT, str(home)],
            env={
                "PYTHONPATH": f"{here}:{here.parent}",
                "PYTHONHASHSEED": seed,
                "MPLCONFIGDIR": str(tmp_path),
            },
            cwd=home,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert digests("1") == digests("2")


def test_saved_files_name_no_time_and_no_program(tmp_path: Path) -> None:
    figure = draw("findings")
    svg = figures.save(figure, tmp_path / "a.svg").read_text(encoding="utf-8")
    png = figures.save(figure, tmp_path / "a.png").read_bytes()
    ET.fromstring(svg)  # noqa: S314
    assert "dc:date" not in svg
    assert b"Software" not in png
    with pytest.raises(ValueError, match="png, svg or pdf"):
        figures.save(figure, tmp_path / "a.gif")


def test_drawing_leaves_the_readers_settings_alone() -> None:
    before = dict(mpl.rcParams)
    draw("keyword_bars")
    assert dict(mpl.rcParams) == before


def test_a_readers_axes_are_drawn_in() -> None:
    mine = mpl.figure.Figure(figsize=(12, 6))
    left, right = mine.subplots(1, 2)
    assert figures.keyword_bars(annotated().keywords, ax=left) is mine
    figures.findings(annotated().findings, ax=right)
    assert left.get_title(loc="left").startswith("“法治政府建设”居首")
    assert mine.get_suptitle() == ""


def test_a_notebook_shows_what_is_returned() -> None:
    figure = draw("key_figures")
    assert isinstance(figure, figures.Figure)
    png, size = figure._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert size["width"] == 720


HOSTILE = "𠮷\u202e$x_1$<script>\x00\n😀"


def test_hostile_labels_are_drawn_as_text() -> None:
    keywords = [replace(k, term=HOSTILE + k.term) for k in annotated().keywords[:3]]
    figure = figures.keyword_bars(keywords)
    (name, *_) = names(figure)
    assert name == drawable(keywords[0].term).replace(" ", "")
    assert to_bytes(figure, "png")
    assert drawable("\u202e😀甲\n乙") == "〓甲 乙"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("行政复议", 10, ["行政复议"]),
        (
            "规范政府行为,政府履职法治化效能不断凸显",
            12,
            ["规范政府行为,政府履职", "法治化效能不断凸显"],
        ),
        # closing punctuation never starts a line
        ("一二三四五六，七八九", 6, ["一二三四五六，", "七八九"]),
        ("rule of law index", 6, ["rule of", "law index"]),
        ("", 5, [""]),
    ],
)
def test_labels_wrap(text: str, width: float, lines: list[str]) -> None:
    assert label(text, width).split("\n") == lines


def test_lines_fit_their_width() -> None:
    with house_style():
        for n in range(1, 60):
            text = "政务服务，事项abc def"[: n % 17] * 4
            assert all(em(line) <= 8 + 1.01 for line in label(text, 8).split("\n"))
    assert shortened("一二三四五六", 4) == "一二三…"


def test_both_languages_have_the_same_words() -> None:
    import tomllib

    from analysis.figures.wording import WORDS

    languages = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    for group, words in languages["zh"].items():
        if isinstance(words, dict):
            assert set(words) == set(languages["en"][group]), group
    with pytest.raises(ValueError, match="zh or en"):
        wording("fr")


def test_every_dimension_has_a_chinese_name() -> None:
    units = read_toml("units.toml")
    known = {*units["dimensions"], *units["nouns"], UNITLESS.dimension}
    names = wording("zh")
    assert [each for each in sorted(known) if names.name("dimension", each) == each] == []


def test_a_recomputed_value_prints_one_decimal_more_than_the_stated() -> None:
    finding = next(f for f in annotated().findings if f.stated.text == "80%")
    long = replace(finding, expected=Decimal(12500) / Decimal(135))
    assert str(rounded_expected(long)) == "92.6"
    assert str(rounded_expected(replace(finding, expected=Decimal(125)))) == "125"
    figure = figures.findings([long])
    assert "写明 80%，复算 92.6%" in figure.axes[0].texts[0].get_text()


def test_the_curve_marks_the_number_chosen() -> None:
    tried = [Candidate(n, 0.4 + n / 20, 0.3 - n / 50, n / 10) for n in range(2, 8)]
    topics = replace(annotated().topics, candidates=Table(tried, {}))
    figure = figures.topic_curve(topics)
    stability, silhouette, chosen = figure.axes[0].lines
    assert list(np.asarray(stability.get_ydata())) == [each.stability for each in tried]
    assert list(np.asarray(silhouette.get_ydata())) == [each.silhouette for each in tried]
    # the best of the scores; the annotated topics are six, so that one group was a single point
    assert list(np.asarray(chosen.get_xdata())) == [7, 7]
    assert figure.get_suptitle() == "试了 2 到 7 个主题，取 7 个，其中 6 个不止一点"
    one = replace(topics, candidates=Table(tried[:1], {}))
    assert figures.topic_curve(one).get_suptitle() == "文本太少，只试了 2 个主题"
    assert "没有曲线" in figures.topic_curve(annotated().topics).axes[0].texts[0].get_text()


def test_the_tree_is_the_one_the_topics_were_cut_from() -> None:
    topics = annotated().topics
    figure = draw("topic_dendrogram")
    assert topics.tree is not None
    brackets = [xs for line in figure.axes[0].lines if len(xs := np.asarray(line.get_xdata())) > 1]
    n_leaves = len(topics.tree) + 1
    assert sorted(map(max, brackets)) == pytest.approx(topics.tree[:, 2].tolist())
    assert figure.get_suptitle().startswith(f"{n_leaves} 个要点")
    assert (
        "没有" in figures.topic_dendrogram(replace(topics, tree=None)).axes[0].texts[0].get_text()
    )


def test_many_columns_widen_the_matrix() -> None:
    topics = annotated().topics
    many = Table(
        [replace(topic, label="全面深化改革、重大战略") for topic in topics.topics] * 2, {}
    )
    figure = figures.topic_section_matrix(replace(topics, topics=many))
    assert figure.get_size_inches()[0] > draw("topic_section_matrix").get_size_inches()[0]
    for (one, a), (other, b) in combinations(boxes(figure), 2):
        assert not a.padded(-1).overlaps(b.padded(-1)), (one.get_text(), other.get_text())


def test_kinds_that_say_the_same_most_share_a_part_of_the_title() -> None:
    assert draw("keywords_by_section").get_suptitle().replace("\n", "") == (
        "各部分最常说什么：主要工作是“行政执法”；问题不足是“行政执法”、“体制改革”；"
        "下步打算是“法治政府建设”等 4 个"
    )
    once = [k for k in annotated().keywords if k.term == "行政执法"]
    title = figures.keywords_by_section(once).get_suptitle()
    assert title == "各部分最常说什么：主要工作、问题不足、下步打算是“行政执法”"


def test_rates_without_a_denominator_say_so_once() -> None:
    figure = figures.rates(annotated().metrics, ())
    assert figure.get_suptitle().endswith("报告都没有给出可以复算的分子和分母")
    assert not any("分母" in text.get_text() for text in figure.axes[0].texts)
