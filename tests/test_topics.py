"""Topics: the same for every seed, named, compared with the headings, and honest."""

import csv
import os
import subprocess
import sys
from itertools import combinations
from math import isnan, log, nan
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, v_measure_score

from analysis.passage import Passage
from analysis.report import Report, read_report
from analysis.topics import Agreement, Stability, Topics, Trust, cluster_topics
from analysis.topics.consensus import neighbour_graph, settle, spectral_groups
from analysis.topics.fitting import choose
from analysis.topics.labels import rank_terms
from analysis.topics.records import Candidate
from analysis.topics.representation import features, represent
from analysis.topics.trust import (
    adjusted_rand,
    doubts_about,
    explain_verdict,
    measure_coherence,
    verdict_on,
)

ROOT = Path(__file__).parent.parent
CHIKAN = ROOT / "data/reports/chikan-2020.txt"
CSL = ROOT.parent / "shared/gold/csl/topics-dev.tsv"
# four matters, six passages each, in words that only their own matter uses
MATTERS = {
    "复议": "收到行政复议申请{}件，受理行政复议案件，依法办结行政复议案件",
    "普法": "开展普法宣传活动{}场，举办法治讲座，发放普法宣传资料",
    "医院": "新建县级医院{}家，增加医院床位，改善医疗卫生条件",
    "公路": "新修农村公路{}公里，改造桥梁，公路交通更加便利",
}
TEXTS = [text.format(i) for text in MATTERS.values() for i in range(2, 8)]
TRUE = [matter for matter in range(4) for _ in range(6)]


@pytest.fixture(scope="module")
def chikan() -> Report:
    return read_report(CHIKAN)


@pytest.fixture(scope="module")
def chikan_runs(chikan: Report) -> list[Topics]:
    return [cluster_topics(chikan.points, seed=seed) for seed in range(6)]


def test_seeds_agree_on_the_first_report(chikan_runs: list[Topics]) -> None:
    scores = [
        adjusted_rand_score(a.assignments, b.assignments) for a, b in combinations(chikan_runs, 2)
    ]
    assert sum(scores) / len(scores) >= 0.95


def test_seeds_drive_the_resamples(chikan_runs: list[Topics]) -> None:
    assert len({topics.stability for topics in chikan_runs}) == 6


def test_the_first_report_agrees_with_its_headings(
    chikan: Report, chikan_runs: list[Topics]
) -> None:
    topics = chikan_runs[0]
    assert topics.stability >= 0.60
    assert topics.stability_range[0] <= topics.stability <= topics.stability_range[1]
    assert topics.agreement
    assert topics.agreement.nmi >= 0.65
    assert topics.agreement.blind_nmi < topics.agreement.nmi
    with (ROOT / "data/gold/chikan-2020.coding.csv").open(encoding="utf-8") as file:
        section = {int(row["start"]): row["section"] for row in csv.DictReader(file)}
    pairs = [
        (section[point.start], topic)
        for point, topic in zip(chikan.points, topics.assignments, strict=True)
        if point.start in section
    ]
    assert normalized_mutual_info_score(*zip(*pairs, strict=True)) >= 0.65


def test_labels_are_terms_of_the_text_and_never_the_same_twice(
    chikan: Report, chikan_runs: list[Topics]
) -> None:
    topics = chikan_runs[0].topics
    assert len({topic.label for topic in topics}) == len(topics)
    terms = [term for topic in topics for term in topic.terms]
    assert len(set(terms)) == len(terms)
    for topic in topics:
        assert 2 <= len(topic.label.split("、")) <= 3 or "双随机、一公开" in topic.label
        assert set(topic.central) <= set(topic.members)
        assert all(chikan.text[p.start : p.end] == p.text for p in topic.members)
    assert sum(topic.share for topic in topics) == pytest.approx(1)


def test_matters_are_told_apart() -> None:
    topics = cluster_topics(TEXTS)
    assert adjusted_rand_score(TRUE, topics.assignments) == 1
    assert [topic.share for topic in topics.topics] == [0.25] * 4
    assert "行政复议" in topics.topics[0].label
    assert topics.verdict == "stable"
    assert topics.n_left_out == 0


@pytest.mark.parametrize("method", ["consensus", "ward", "nmf", "lda"])
def test_every_method_gives_the_same_kind_of_result(method: str) -> None:
    topics = cluster_topics(TEXTS, 4, method=method)
    assert v_measure_score(TRUE, topics.assignments) >= 0.75
    assert len(topics.assignments) == len(TEXTS)
    assert len(topics.topics) == 4
    assert [c.n_topics for c in topics.candidates] == [4]


def test_an_embedding_stands_in_for_the_words() -> None:
    def matter(texts: list[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        return np.array([[name in text for name in MATTERS] for text in texts], float) + 0.01

    given = cluster_topics(TEXTS, 4, embed=matter)
    assert adjusted_rand_score(TRUE, given.assignments) == 1
    with pytest.raises(ValueError, match=r"shape \(24, n_dims\), not \(3, 2\)"):
        cluster_topics(TEXTS, embed=lambda texts: np.ones((3, 2)))
    with pytest.raises(ValueError, match="finite"):
        cluster_topics(TEXTS, embed=lambda texts: np.full((24, 2), np.nan))


@pytest.mark.parametrize(
    ("passages", "assignments"),
    [
        ([], ()),
        (["", " \n", "。"], (-1, -1, -1)),
        (["加强行政复议"], (0,)),
        (["加强行政复议"] * 5, (0,) * 5),
        (["加强行政复议", "", "开展普法宣传"], (0, -1, 0)),
    ],
)
def test_too_little_text_says_so(passages: list[str], assignments: tuple[int, ...]) -> None:
    topics = cluster_topics(passages)
    assert topics.assignments == assignments
    assert topics.verdict is Trust.TOO_LITTLE
    assert isnan(topics.stability)
    assert "看标题" in topics.explain()
    assert "headings" in topics.explain("en")
    assert "label" in topics.topics.to_pandas().columns


@pytest.mark.parametrize(
    ("passages", "n_topics"),
    [([], 1), (["加强行政复议"], 0), (["加强行政复议"] * 9, 2), (["", "加强行政复议"], 2)],
)
def test_more_topics_than_passages_are_refused(passages: list[str], n_topics: int) -> None:
    if not passages:
        n_topics = 2
    with pytest.raises(ValueError, match=f"n_topics.*{n_topics}"):
        cluster_topics(passages, n_topics)


def test_given_a_number_every_passage_with_words_has_a_topic() -> None:
    topics = cluster_topics([*TEXTS, "", "天气晴好"], 4)
    assert topics.assignments[-2] == -1
    assert topics.n_left_out == 1
    assert len(topics.topics) == 4


def test_methods_are_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="consensus, ward, nmf, lda"):
        cluster_topics(TEXTS, method="hdp")


def test_shares_by_place() -> None:
    topics = cluster_topics(TEXTS, 4)
    rows = topics.shares(["甲市"] * 9 + ["乙市"] * 15)
    assert [(row.group, row.topic, row.count) for row in rows][:4] == [
        ("甲市", 0, 6), ("甲市", 1, 3), ("甲市", 2, 0), ("甲市", 3, 0),
    ]  # fmt: skip
    assert rows[0].share == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="2 groups for 24 passages"):
        topics.shares(["甲市", "乙市"])


def test_npmi_by_hand() -> None:
    texts = ["甲乙", "甲乙", "甲丙", "丁"]
    # p(甲) = 3/4, p(乙) = p(甲, 乙) = 2/4
    expected = log((2 / 4) / (3 / 4 * 2 / 4)) / -log(2 / 4)
    assert measure_coherence([("甲", "乙")], texts) == pytest.approx(expected)
    assert measure_coherence([("乙", "丁")], texts) == -1
    assert measure_coherence([("甲", "乙"), ("乙", "丁")], texts) == pytest.approx(
        (expected - 1) / 2
    )
    assert measure_coherence([("甲", "乙")], ["甲乙", "乙甲"]) == 1
    assert isnan(measure_coherence([("甲",)], texts))


def test_adjusted_rand_is_scikit_learns() -> None:
    random = np.random.default_rng(0)
    for n_groups in (1, 2, 5, 30):
        first, second = random.integers(n_groups, size=(2, 30))
        assert adjusted_rand(first, second) == pytest.approx(adjusted_rand_score(first, second))


def test_features_are_words_and_pairs() -> None:
    assert list(features("行政复议8件, ABC。")) == [
        "行政复议", "abc", "#行政", "#政复", "#复议",
    ]  # fmt: skip


def test_weights_have_length_one_or_none() -> None:
    rows = represent([Passage(0, 4, "行政复议"), Passage(4, 4, ""), Passage(4, 8, "普法宣传")])
    assert np.asarray(rows.weights.multiply(rows.weights).sum(axis=1)).ravel() == pytest.approx(
        [1, 0, 1]
    )


def test_neighbours_are_the_nearest_both_ways() -> None:
    alike = np.array([[1, 0.9, 0.1], [0.9, 1, 0.2], [0.1, 0.2, 1]])
    assert neighbour_graph(alike, 1).tolist() == [[0, 0.9, 0], [0.9, 0, 0.2], [0, 0.2, 0]]


def test_two_cliques_are_two_groups() -> None:
    graph = np.kron(np.eye(2), np.ones((4, 4))) - np.eye(8)
    found = spectral_groups(graph, 2, seed=3)
    assert len(set(found[:4])) == len(set(found[4:])) == 1
    assert found[0] != found[4]


def test_passages_settle_where_they_are_most_often() -> None:
    together = np.array([[1, 0.9, 0.2, 0], [0.9, 1, 0.3, 0], [0.2, 0.3, 1, 0.8], [0, 0, 0.8, 1]])
    assert settle(together, np.array([0, 0, 0, 1])).tolist() == [0, 0, 1, 1]
    # the last passage of a group stays, so that no group is lost
    assert settle(np.ones((2, 2)), np.array([0, 1])).tolist() == [0, 1]


def test_the_fewest_topics_that_are_as_good_are_taken() -> None:
    curve = [
        Candidate(4, 0.5, 0.1, 0.60),
        Candidate(5, 0.8, 0.1, 0.92),
        Candidate(6, 0.9, 0.1, 0.95),
    ]
    assert choose(curve) == 5


def test_terms_that_separate_topics() -> None:
    texts = ["行政复议案件", "行政复议机关", "普法宣传", "普法宣传活动", "行政复议和普法宣传"]
    passages = [Passage(0, len(text), text) for text in texts]
    first, second = rank_terms(passages, [0, 0, 1, 1, -1], 2)
    assert first[0].startswith("行政复议")
    assert second[0].startswith("普法")


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        ((37, 8, 0.1, 0.60, 0.65), Trust.STABLE),
        ((37, 8, 0.1, 0.59, 0.65), Trust.TENTATIVE),
        ((37, 8, 0.1, 0.60, 0.64), Trust.TENTATIVE),
        ((37, 8, 0.0, 0.60, 0.65), Trust.TOO_LITTLE),
        ((37, 8, 0.1, 0.29, 0.65), Trust.TOO_LITTLE),
        ((37, 1, 0.1, 0.60, 0.65), Trust.TOO_LITTLE),
        ((19, 8, 0.1, 0.60, 0.65), Trust.TOO_LITTLE),
        ((37, 8, nan, nan, 0.65), Trust.TOO_LITTLE),
    ],
)
def test_verdicts(measured: tuple[int, int, float, float, float], verdict: Trust) -> None:
    n_passages, n_topics, silhouette, stability, nmi = measured
    found = doubts_about(
        n_passages,
        n_topics,
        silhouette,
        Stability(stability, stability, stability),
        Agreement(0.9, 0.9, 0.9, 0.9, blind_nmi=nmi),
    )
    assert verdict_on(found) is verdict
    assert (not found) == (verdict is Trust.STABLE)
    assert verdict.value in explain_verdict(found, "en")


def test_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys; from analysis.topics import cluster_topics\n"
        "topics = cluster_topics(sys.argv[1:])\n"
        "print(topics, topics.explain(), sep='\\n')"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script, *TEXTS],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTHONHASHSEED": seed,
                "OMP_NUM_THREADS": seed,
            },
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


@pytest.mark.skipif(not CSL.exists(), reason="the abstracts are not at hand (../shared/gold/csl)")
def test_abstracts_by_discipline() -> None:
    lines = CSL.read_text(encoding="utf-8").splitlines()
    disciplines, texts = zip(*(line.split("\t")[:2] for line in lines), strict=True)
    topics = cluster_topics(texts, n_topics=13)
    assert v_measure_score(disciplines, topics.assignments) >= 0.37
    assert topics.n_left_out == 0


def test_many_passages_are_joined_to_the_topics_of_a_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("analysis.topics.fitting.SAMPLE", 60)
    texts = [text.format(i) for i in range(60) for text in MATTERS.values()]
    topics = cluster_topics(texts, 4)
    assert adjusted_rand_score(list(range(4)) * 60, topics.assignments) == 1
    assert topics.tree is None
