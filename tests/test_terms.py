from dataclasses import replace
from pathlib import Path

import pytest
from scipy import stats

from analysis.lexicon import read_lines
from analysis.passage import Passage
from analysis.report import Report, read_report
from analysis.terms import Term, extract_terms, list_terms, propose_terms
from analysis.terms.statistics import c_value, entropy, npmi
from analysis.terms.stream import read_stream
from analysis.terms.words import vocabulary
from analysis.tokens import PythonTokenizer

ROOT = Path(__file__).parent.parent
CHIKAN = read_report(ROOT / "data/reports/chikan-2020.txt")


def by_text(source: Report | str) -> dict[str, Term]:
    return {term.text: term for term in extract_terms(source)}


def places(term: Term) -> list[int]:
    return [passage.start for passage in term.passages]


def test_a_piece_counts_only_where_it_stands_alone() -> None:
    terms = by_text("受理行政复议3件。复议机关收到行政复议申请。")
    assert terms["行政复议"].count == 1
    assert terms["行政复议申请"].count == 1
    assert "复议" not in terms


@pytest.mark.parametrize("comma", [",", "，", "、", "；", "。"])
def test_punctuation_ends_a_term(comma: str) -> None:
    assert set(by_text(f"数字经济{comma}营商环境")) == {"数字经济", "营商环境"}


@pytest.mark.parametrize("marks", ["“”", '""', "「」", "《》"])
def test_marks_are_boundaries_and_what_they_hold_is_one_term(marks: str) -> None:
    terms = by_text(f"打造{marks[0]}侨都赋能{marks[1]}工程")
    assert terms["侨都赋能"].quoted
    assert places(terms["侨都赋能"]) == [3]


def test_variants_are_one_term_shown_in_the_form_most_used() -> None:
    text = "推进“双随机、一公开”监管。推行双随机一公开。“双随机、一公开”有序。双随机、一公开检查。"
    terms = by_text(text)
    term = terms["双随机、一公开"]
    assert term.variants == ("双随机、一公开", "双随机一公开")
    assert term.count == 4
    assert [passage.text for passage in term.passages] == [
        "双随机、一公开",
        "双随机一公开",
        "双随机、一公开",
        "双随机、一公开",
    ]


def test_with_and_without_its_suffix_a_term_is_one() -> None:
    terms = by_text("河长巡查制度健全。开展河长巡查。落实河长巡查。河长巡查。河长巡查制度。")
    assert terms["河长巡查"].variants == ("河长巡查", "河长巡查制度")


@pytest.mark.parametrize(
    "text", ["", "。", "加强工作。", "一是2020年", "我们要不断努力", "100%"], ids=repr
)
def test_what_is_no_term(text: str) -> None:
    assert len(extract_terms(text)) == 0


def test_kinds_are_left_out_unless_asked_for() -> None:
    text = "广东省人民政府加强市场监管,坚持以人民为中心。"
    assert [term.text for term in extract_terms(text)] == ["市场监管"]
    every = extract_terms(text, include=["place", "issuer", "formula", "officialese"])
    assert {"市场监管", "以人民为中心"} < {term.text for term in every}
    with pytest.raises(ValueError, match="city"):
        extract_terms(text, include=["city"])


def test_own_terms_are_kept_whole(tmp_path: Path) -> None:
    text = "推进侨房确权登记。"
    assert "侨房确权登记" in {term.text for term in extract_terms(text, lexicon=["侨房确权登记"])}
    file = tmp_path / "own.txt"
    file.write_text("\ufeff# 本地\n侨房确权登记  # 2020\n\n", encoding="utf-8")
    assert extract_terms(text, lexicon=file)[0].known
    file.write_bytes("侨房确权登记".encode("gb18030"))
    with pytest.raises(ValueError, match=r"own\.txt.*UTF-8"):
        extract_terms(text, lexicon=file)


def test_terms_of_many_texts_are_read_together() -> None:
    texts = ["推进碳汇林建设。", "", "碳汇林增加。加强营商环境工作。"]
    assert list_terms(texts) == (("碳汇林",), (), ("碳汇林", "营商环境"))
    passages = [Passage(100, 108, "推进碳汇林建设。"), Passage(200, 206, "碳汇林增加。")]
    assert list_terms(passages) == (("碳汇林",), ("碳汇林",))
    assert places(extract_terms(passages)[0]) == [102, 200]


def test_every_place_of_a_term_is_exact_and_in_one_term_only() -> None:
    taken: set[int] = set()
    for term in extract_terms(CHIKAN, include=["officialese", "place", "issuer", "formula"]):
        assert term.count == len(term.passages)
        for passage in term.passages:
            assert CHIKAN.text[passage.start : passage.end] == passage.text
            assert taken.isdisjoint(range(passage.start, passage.end))
            taken |= set(range(passage.start, passage.end))


def test_terms_of_the_page_chrome_are_not_the_reports() -> None:
    assert not {"政府门户网站", "无障碍阅读"} & set(by_text(CHIKAN))


def test_no_word_is_in_two_lists_and_none_twice() -> None:
    names = ["terms.txt", "stopwords.txt", "officialese.txt", "generic.txt", "formulae.txt"]
    words = [word for name in names for line in read_lines(name) for word in line.split()]
    assert sorted(words) == sorted(set(words))


def test_new_terms_of_a_corpus_are_proposed() -> None:
    before, after = "东南西北中", "春夏秋冬晨"
    reports = [
        Report.from_text(f"{left}边侨房确权{right}天。侨房确权，工作。")
        for left, right in zip(before, after, strict=True)
    ]
    proposal = {p.term: p for p in propose_terms(reports)}["侨房确权"]
    assert (proposal.count, proposal.n_documents) == (10, 5)
    assert proposal.npmi > 0.3
    for passage, document in zip(proposal.passages, proposal.documents, strict=True):
        assert reports[document].text[passage.start : passage.end] == "侨房确权"
    assert "侨房确权" not in {p.term for p in propose_terms(reports, lexicon=["侨房确权"])}
    assert len(propose_terms(reports, least=11)) == 0
    assert len(propose_terms([])) == 0


def test_what_is_known_is_not_proposed() -> None:
    known = {word for line in read_lines("terms.txt") for word in line.split()}
    assert known.isdisjoint(proposal.term for proposal in propose_terms(CHIKAN, least=2))


def test_c_value_by_hand() -> None:
    assert c_value(2, 5, []) == 5
    assert c_value(2, 5, [3, 1]) == 3
    assert c_value(4, 2, []) == 4


def test_npmi_is_1_for_parts_that_never_part_and_0_for_chance() -> None:
    assert npmi(0, 10, 10, 100) == -1
    assert npmi(10, 10, 10, 1000) == pytest.approx(1)
    assert npmi(1, 10, 10, 100) == pytest.approx(0)
    assert npmi(5, 5, 5, 5) == 1
    assert npmi(1, 50, 50, 100) < 0
    with pytest.raises(ValueError, match="cannot be"):
        npmi(3, 2, 5, 10)


@pytest.mark.parametrize("counts", [[1], [1, 1], [3, 1, 4], [0, 2, 2]])
def test_entropy_against_scipy(counts: list[int]) -> None:
    assert entropy(counts) == pytest.approx(float(stats.entropy(counts, base=2)))


def test_terms_do_not_depend_on_the_engine() -> None:
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    words = vocabulary()
    python = PythonTokenizer()
    for word in sorted(words.known | words.formulae):
        python.add(word)
    other = read_stream(CHIKAN.sentences, replace(words, tokenizer=python, roles={}))
    assert other.words == read_stream(CHIKAN.sentences, words).words
    assert other.roles == read_stream(CHIKAN.sentences, words).roles


@pytest.mark.parametrize("mark", ["、", "，", ","])
def test_a_known_term_with_a_mark_inside_is_whole_without_quotation_marks(mark: str) -> None:
    text = f"推进双随机{mark}一公开监管。"
    term = extract_terms(text)[0]
    assert (term.text, places(term)) == (f"双随机{mark}一公开", [2])
    assert not term.quoted
