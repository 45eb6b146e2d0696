import math
from pathlib import Path

import pytest
from scipy import stats
from wcwidth import wcswidth

import analysis
from analysis.kwic import collocates, concordance
from analysis.report import Report, read_report

ROOT = Path(__file__).parent.parent
CHIKAN = read_report(ROOT / "data/reports/chikan-2020.txt")


def test_lines_show_the_node_with_its_contexts() -> None:
    line = concordance("去年受理行政复议6件，办结3件。", "行政复议", width=4)[0]
    assert (line.left.text, line.node.text, line.right.text) == ("去年受理", "行政复议", "6件，办")
    assert (line.node.start, line.node.end) == (4, 8)


def test_every_place_is_exact_and_none_is_missing() -> None:
    lines = concordance(CHIKAN, "行政复议", width=15)
    assert len(lines) == CHIKAN.text.count("行政复议") == 7
    for line in lines:
        for passage in (line.left, line.node, line.right):
            assert CHIKAN.text[passage.start : passage.end] == passage.text
        assert line.left.end == line.node.start
        assert line.node.end == line.right.start
        assert line.section
        assert line.section.contains(line.node)


def test_the_node_stands_in_one_column_whatever_the_widths() -> None:
    lines = concordance("ABC行政复议6件。受理了五宗行政复议，行政复议", "行政复议", width=4)
    rows = lines.to_text().splitlines()
    assert {wcswidth(row[: row.index("[")]) for row in rows} == {len("受理五宗") * 2 + 1}
    assert rows[0] == "     ABC [行政复议] 6件。受"


def test_a_pattern_can_be_looked_for() -> None:
    import re

    lines = concordance("受理3件，办结12件。", re.compile(r"\d+件"), width=2)
    assert [line.node.text for line in lines] == ["3件", "12件"]


def test_a_concordance_is_a_table_and_html() -> None:
    lines = concordance("“行政复议”<申请>", "行政复议", width=4)
    frame = lines.to_pandas()
    assert list(frame.columns) == ["left", "node", "right", "section", "start", "end"]
    assert frame.loc[0, "right"] == "”<申请"
    assert '<mark>行政复议</mark></td><td style="text-align:left">”&lt;申请' in lines.to_html()
    assert len(lines[:0].to_pandas().columns) == 6


def test_no_occurrence_is_an_empty_concordance() -> None:
    assert len(concordance(CHIKAN, "海南自贸港")) == 0
    assert concordance("", "行政复议").to_text() == ""


@pytest.mark.parametrize(("node", "width"), [("", 5), ("行政", -1)])
def test_what_cannot_be_looked_for(node: str, width: int) -> None:
    with pytest.raises(ValueError, match=r"empty|width"):
        concordance(CHIKAN, node, width=width)


def test_the_package_offers_both_whichever_is_used_first() -> None:
    assert analysis.collocates is collocates
    assert analysis.concordance is concordance


# words: 水库 蓄水 | 水库 蓄水 | 河道 | 森林 | 小麦 | 蓄水
TEXT = "水库蓄水。水库蓄水。河道。森林。小麦。蓄水。"


def test_collocates_against_hand_counts_and_scipy() -> None:
    table = collocates(TEXT, "水库", window=1, correction="none")
    assert [collocate.word for collocate in table] == ["蓄水"]
    found = table[0]
    # 2 of the 2 words near a node and 1 of the 4 others are 蓄水
    assert (found.count, found.frequency) == (2, 3)
    assert found.expected == pytest.approx(2 * 3 / 6)
    assert found.mi == pytest.approx(1)
    assert found.t_score == pytest.approx((2 - 1) / math.sqrt(2))
    assert found.log_dice == pytest.approx(14 + math.log2(2 * 2 / (2 + 3)))
    g2, p, _, _ = stats.chi2_contingency(
        [[2, 0], [1, 3]], lambda_="log-likelihood", correction=False
    )
    assert found.g2 == pytest.approx(g2)
    assert found.p_value == pytest.approx(p)


def test_the_window_ends_with_the_sentence_and_holds_a_word_once() -> None:
    report = Report.from_text("水库蓄水，蓄水。森林水库。蓄水。")
    near = {c.word: c for c in collocates(report, "水库", window=2, least=1)}
    assert near["蓄水"].count == 2
    assert near["蓄水"].frequency == 3
    assert near["森林"].count == 1
    both = {c.word: c for c in collocates("水库蓄水水库", "水库", least=1)}
    assert both["蓄水"].count == 1


def test_collocates_know_their_places() -> None:
    for collocate in collocates(CHIKAN, "行政执法", measure="count"):
        assert len(collocate.passages) == collocate.count
        for passage in collocate.passages:
            assert CHIKAN.text[passage.start : passage.end] == collocate.word


@pytest.mark.parametrize("options", [{"window": 0}, {"measure": "z"}, {"correction": "z"}])
def test_what_collocates_refuse(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"window|measure|correction"):
        collocates(TEXT, "水库", **options)  # type: ignore[arg-type]


def test_a_window_wider_than_any_sentence_is_its_whole_sentence() -> None:
    text = "行政复议案件办结，行政复议案件受理。"
    assert collocates(text, "案件", window=10**30) == collocates(text, "案件", window=50)
