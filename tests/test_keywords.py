import math
from pathlib import Path
from time import perf_counter

import pytest
from scipy import stats

from analysis.keywords import Background, Key, extract_keywords, keyness
from analysis.report import Report, read_report
from analysis.terms.statistics import adjust, log_likelihood, p_value

ROOT = Path(__file__).parent.parent
CHIKAN = read_report(ROOT / "data/reports/chikan-2020.txt")
ACCEPTED = set((ROOT / "data/gold/chikan-2020.terms.txt").read_text("utf-8").split())


def words(text: str, **options: object) -> list[str]:
    return [k.term for k in extract_keywords(Report.from_text(text), **options)]  # type: ignore[arg-type]


def test_the_first_reports_keywords_are_those_a_reader_accepts() -> None:
    found = [keyword.term for keyword in extract_keywords(CHIKAN, top=20)]
    accepted = [term for term in found if term in ACCEPTED]
    assert len(accepted) / 20 >= 0.90
    fragments = [
        term for term in found if term not in ACCEPTED and any(term in whole for whole in ACCEPTED)
    ]
    assert not fragments


def test_a_keyword_tells_its_places_its_sections_and_what_its_score_is_made_of() -> None:
    for keyword in extract_keywords(CHIKAN, top=30):
        assert keyword.score == pytest.approx(sum(keyword.parts.values()))
        assert keyword.count == len(keyword.passages) > 0
        for passage in keyword.passages:
            assert CHIKAN.text[passage.start : passage.end] == passage.text
        assert all(
            any(section.contains(passage) for passage in keyword.passages)
            for section in keyword.sections
        )


def test_title_lines_yield_terms() -> None:
    report = Report.from_text("灌区水价研究\n本文讨论水费。", title="灌区水价研究")
    assert "灌区水价" in {keyword.term for keyword in extract_keywords(report)} or "水价" in {
        keyword.term for keyword in extract_keywords(report)
    }


@pytest.mark.parametrize("text", ["", "。", "2020年，100%。", "加强工作，推进落实。"])
def test_no_keywords_where_there_are_no_terms(text: str) -> None:
    table = extract_keywords(Report.from_text(text))
    assert len(table) == 0
    assert "term" in table.to_pandas().columns


def test_top_is_the_number_of_keywords() -> None:
    assert len(extract_keywords(CHIKAN, top=3)) == 3
    with pytest.raises(ValueError, match="at least 1, not -1"):
        extract_keywords(CHIKAN, top=-1)


def test_kinds_can_be_asked_for() -> None:
    text = "广东省人民政府要求。坚持以人民为中心，以人民为中心。"
    assert words(text) == []
    assert words(text, include=["formula"]) == ["以人民为中心"]


def test_tf_idf_is_count_times_inverse_document_frequency() -> None:
    background = Background(9, {"营商环境": 4, "数字经济": 9})
    report = Report.from_text("营商环境，数字经济，营商环境，水费。")
    scores = {
        keyword.term: keyword.score
        for keyword in extract_keywords(report, method="tf-idf", background=background)
    }
    assert scores["营商环境"] == pytest.approx(2 * math.log(10 / 5))
    assert scores["数字经济"] == 0
    assert scores["水费"] == pytest.approx(math.log(10))


def test_textrank_is_pagerank_over_neighbours() -> None:
    # 营商环境 stands between two terms that do not meet: ranks by hand, damping 0.85
    report = Report.from_text("营商环境，数字经济。营商环境，乡村振兴。")
    ranks = {k.term: k.score for k in extract_keywords(report, method="textrank")}
    middle = (0.05 + 0.85 * 2 * 0.05) / (1 - 0.85**2)
    assert ranks["营商环境"] == pytest.approx(middle, rel=1e-3)
    assert ranks["数字经济"] == pytest.approx(0.05 + 0.85 * middle / 2, rel=1e-3)
    assert sum(ranks.values()) == pytest.approx(1)


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="yake"):
        extract_keywords(CHIKAN, method="yake")


def test_a_background_counts_documents() -> None:
    background = Background.count(["营商环境，营商环境。", "营商环境。", "数字经济。"])
    assert background.n_documents == 3
    assert background.frequency["营商环境"] == 2
    assert background.rarity("营商环境") == pytest.approx(math.log(4 / 3))
    assert background.rarity("水费") == pytest.approx(math.log(4))


def key_of(term: str, target: str, reference: str, **options: object) -> Key:
    return {key.term: key for key in keyness(target, reference, **options)}[term]  # type: ignore[arg-type]


# 营商环境 is 3 of the target's 4 terms and 1 of the reference's 5
TARGET = "营商环境，营商环境，营商环境，数字经济。"
REFERENCE = "营商环境，数字经济，乡村振兴，乡村振兴，乡村振兴。"


def test_keyness_against_hand_counts_and_scipy() -> None:
    key = key_of("营商环境", TARGET, REFERENCE, correction="none")
    assert (key.count, key.reference_count, key.direction) == (3, 1, "over")
    assert key.expected == pytest.approx(4 * 4 / 9)
    assert key.log_ratio == pytest.approx(math.log2((3 / 4) / (1 / 5)))
    g2, p, _, expected = stats.chi2_contingency(
        [[3, 1], [1, 4]], lambda_="log-likelihood", correction=False
    )
    assert key.g2 == pytest.approx(g2)
    assert key.p_value == pytest.approx(p)
    assert key.expected == pytest.approx(expected[0][0])
    assert [passage.start for passage in key.passages] == [0, 5, 10]


def test_keyness_tells_what_the_target_lacks() -> None:
    key = key_of("乡村振兴", TARGET, REFERENCE)
    assert (key.count, key.reference_count, key.direction) == (0, 3, "under")
    assert key.log_ratio == pytest.approx(math.log2((0.5 / 4) / (3 / 5)))
    assert key.passages == ()


def test_keyness_of_a_text_with_itself_is_nothing() -> None:
    assert all(
        key.g2 == pytest.approx(0, abs=1e-9) and key.log_ratio == 0
        for key in keyness(CHIKAN, CHIKAN)
    )


def test_keyness_takes_several_reports_and_is_sorted() -> None:
    other = Report.from_text(REFERENCE)
    keys = keyness(CHIKAN, [other, other])
    assert [key.g2 for key in keys] == sorted((key.g2 for key in keys), reverse=True)
    assert {key.term: key.reference_count for key in keys}["乡村振兴"] == 6
    assert len(keyness(CHIKAN, other, top=3)) == 3


def test_keyness_needs_terms_on_both_sides() -> None:
    with pytest.raises(ValueError, match="reference has no terms"):
        keyness(TARGET, "")
    with pytest.raises(ValueError, match="target has no terms"):
        keyness("", TARGET)


P_VALUES = [0.01, 0.04, 0.03, 0.005, 0.9]


def test_corrections_against_scipy_and_by_hand() -> None:
    assert adjust(P_VALUES, "bh") == pytest.approx(list(stats.false_discovery_control(P_VALUES)))
    assert adjust(P_VALUES, "holm") == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.9])
    assert adjust(P_VALUES, "none") == P_VALUES
    assert adjust([], "holm") == []
    with pytest.raises(ValueError, match="bonferroni"):
        adjust(P_VALUES, "bonferroni")


@pytest.mark.parametrize("counts", [(0, 10, 3, 20), (5, 5, 1, 9), (7, 100, 2, 400), (1, 2, 3, 6)])
def test_log_likelihood_against_scipy(counts: tuple[int, int, int, int]) -> None:
    a, n, b, m = counts
    g2, p, _, _ = stats.chi2_contingency(
        [[a, b], [n - a, m - b]], lambda_="log-likelihood", correction=False
    )
    assert log_likelihood(*counts) == pytest.approx(g2, abs=1e-12)
    assert p_value(log_likelihood(*counts)) == pytest.approx(p)
    with pytest.raises(ValueError, match="cannot be"):
        log_likelihood(3, 2, 0, 5)


def test_evidence_counts_spread_over_sections_and_the_title() -> None:
    text = (
        "水费研究\n一、成效\n营商环境，水费，乡村振兴。\n二、问题\n营商环境，乡村振兴，乡村振兴。"
    )
    report = Report.from_text(text, title="水费研究")
    parts = {keyword.term: keyword.parts for keyword in extract_keywords(report)}
    assert parts["营商环境"]["spread"] > 0
    assert parts["水费"]["title"] > 0 == parts["营商环境"]["title"]
    assert parts["乡村振兴"]["frequency"] > parts["营商环境"]["frequency"]
    assert parts["水费"]["known"] == 0 < parts["营商环境"]["known"]
    assert parts["营商环境"]["position"] > parts["乡村振兴"]["position"]


def test_the_reports_own_place_is_no_keyword_unless_asked_for() -> None:
    assert not {"赤坎区", "湛江市"} & {k.term for k in extract_keywords(CHIKAN, top=500)}
    assert "赤坎区" in {k.term for k in extract_keywords(CHIKAN, top=500, include=["place"])}


def test_a_place_inside_a_longer_term_counts_for_half() -> None:
    report = Report.from_text("行政复议，行政复议申请，行政复议申请，营商环境。")
    parts = {keyword.term: keyword.parts for keyword in extract_keywords(report)}
    assert parts["行政复议"]["frequency"] == parts["营商环境"]["frequency"] == pytest.approx(1.25)
    assert parts["行政复议"]["inside"] == pytest.approx(1.25 * math.log2((1 + 1 + 2 / 2) / 2))
    assert parts["营商环境"]["inside"] == 0


def test_a_page_of_letters_without_a_space_costs_no_square_of_its_length() -> None:
    report = Report.from_text("a" * 200_000 + "\n受理行政复议申请3件，行政复议申请办结2件。")
    began = perf_counter()
    found = extract_keywords(report, top=50)
    assert perf_counter() - began < 20  # half a second; its square took a minute and a half
    assert "行政复议申请" in [keyword.term for keyword in found]
