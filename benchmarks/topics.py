"""Topics: agreement with disciplines, growth with passages, time against other tools.

Run from the root of the repository, the abstracts of CSL at ../shared/gold/csl:

    python benchmarks/topics.py quality    agreement with the disciplines, and between seeds
    python benchmarks/topics.py growth     time from 1,000 to 50,000 passages
    python benchmarks/topics.py coherence  NPMI beside tomotopy's, on the same terms and texts
    python benchmarks/topics.py rivals     time and agreement of BERTopic and tomotopy, in one run

The last two need `tomotopy`, the last also `bertopic`, which the package does not.
"""

import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score

from analysis.passage import Passage
from analysis.tokens import tokenizer
from analysis.topics import cluster_topics
from analysis.topics.representation import represent
from analysis.topics.trust import measure_coherence

ROOT = Path(__file__).parent.parent
ABSTRACTS = ROOT.parent / "shared/gold/csl/topics-dev.tsv"
N_TOPICS = 13


def abstracts() -> tuple[list[str], list[str]]:
    """The disciplines and the texts."""
    lines = ABSTRACTS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [row[0] for row in rows], [row[1] for row in rows]


def words(text: str) -> list[str]:
    return [word for word in tokenizer().cut(text) if len(word) > 1]


def timed(run: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def by_kmeans(texts: Sequence[str], seed: int) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
    weights = TfidfVectorizer(analyzer=words).fit_transform(texts)
    vectors = TruncatedSVD(100, random_state=seed).fit_transform(weights)
    return KMeans(N_TOPICS, n_init=10, random_state=seed).fit_predict(vectors)


def quality() -> None:
    """V-measure with 13 disciplines on all, and on random halves; ARI between seeds."""
    disciplines, texts = abstracts()
    print("| abstracts | ours: V | KMeans on LSA-100: V | ours: ARI of seeds | KMeans: ARI |")
    print("| --- | --- | --- | --- | --- |")
    order = random.Random(0).sample(range(len(texts)), len(texts))
    half = len(texts) // 2
    for name, rows in {
        "all 1,000": range(len(texts)),
        "a random half": sorted(order[:half]),
        "the other half": sorted(order[half:]),
    }.items():
        part, true = [texts[i] for i in rows], [disciplines[i] for i in rows]
        ours = [cluster_topics(part, N_TOPICS, seed=seed).assignments for seed in range(3)]
        plain = [by_kmeans(part, seed) for seed in range(3)]
        cells = [spread([v_measure_score(true, found) for found in runs]) for runs in (ours, plain)]
        cells += [
            spread([adjusted_rand_score(a, b) for a, b in combinations(runs, 2)])
            for runs in (ours, plain)
        ]
        print("|", " | ".join([name, *cells]), "|")


def spread(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def passages(n: int) -> list[str]:
    """So many different passages, each two sentences of the abstracts drawn at random."""
    _, texts = abstracts()
    sentences = [part for text in texts for part in text.replace("。", ".").split(".") if part]
    draw = random.Random(0)
    return [".".join(draw.sample(sentences, 2)) for _ in range(n)]


def growth() -> None:
    """Seconds for several numbers of passages, as ratios to the first."""
    print("| passages | seconds | times the first | times the passages |")
    print("| --- | --- | --- | --- |")
    sizes = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
    cluster_topics(passages(200), 5)  # what is loaded once is not counted
    first = 0.0
    for n in sizes:
        texts = passages(n)
        seconds, _ = timed(lambda texts=texts: cluster_topics(texts, N_TOPICS))
        first = first or seconds
        print(f"| {n:,} | {seconds:.1f} | {seconds / first:.1f} | {n / sizes[0]:.0f} |", flush=True)


def coherence() -> None:
    """The mean NPMI of each topic's terms by both tools, pairs counted by whole texts.

    Only terms that meet in some text are compared: for others tomotopy takes a small number.
    """
    from tomotopy.coherence import (
        Coherence,
        ConfirmMeasure,
        ProbEstimation,
        Segmentation,
    )
    from tomotopy.utils import Corpus

    _, texts = abstracts()
    print("| topic | ours | tomotopy |\n| --- | --- | --- |")
    for topic in cluster_topics(texts, N_TOPICS).topics:
        terms: list[str] = []
        for term in topic.terms:
            if all(any(term in text and other in text for text in texts) for other in terms):
                terms.append(term)
        corpus = Corpus()
        for text in texts:
            corpus.add_doc(["·", *(term for term in terms if term in text)])  # none may be empty
        measure = (
            ProbEstimation.DOCUMENT,
            Segmentation.ONE_ONE,
            ConfirmMeasure.NPMI,
        )
        theirs = Coherence(corpus, coherence=measure, eps=1e-300, targets=terms)
        print(
            f"| {topic.label} | {measure_coherence([terms], texts):.6f} | "
            f"{theirs.get_score(words=terms):.6f} |"
        )


def rivals() -> None:
    """Time of each tool on the same abstracts, as ratios to ours."""
    import tomotopy
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer

    disciplines, texts = abstracts()
    vectors = represent([Passage(0, len(text), text) for text in texts]).vectors
    cut = [words(text) for text in texts]

    def bertopic(n_topics: int | None) -> Sequence[int]:
        model = BERTopic(
            embedding_model=None,
            nr_topics=n_topics,
            vectorizer_model=CountVectorizer(analyzer=words),
        )
        return model.fit_transform(texts, embeddings=vectors)[0]

    def lda() -> Sequence[int]:
        model = tomotopy.LDAModel(k=N_TOPICS, seed=0, min_df=2, rm_top=20)
        for document in cut:
            model.add_doc(document)
        model.train(1_000, workers=1)
        return [int(np.argmax(document.get_topic_dist())) for document in model.docs]

    runs: dict[str, Callable[[], Sequence[int]]] = {
        "ours, words": lambda: cluster_topics(texts, N_TOPICS).assignments,
        "ours, the same vectors": lambda: (
            cluster_topics(texts, N_TOPICS, embed=lambda _: vectors).assignments
        ),
        "BERTopic, the same vectors, k given": lambda: bertopic(N_TOPICS),
        "BERTopic, the same vectors": lambda: bertopic(None),
        "tomotopy LDA, 1,000 rounds": lda,
    }
    bertopic(None)  # what numba compiles once is not counted
    cluster_topics(texts[:100], 5)
    print("| run | seconds | times ours | V | left out | topics |")
    print("| --- | --- | --- | --- | --- | --- |")
    ours = 0.0
    for name, run in runs.items():
        seconds, found = timed(run)
        ours = ours or seconds
        groups = list(found)  # type: ignore[call-overload]
        print(
            f"| {name} | {seconds:.1f} | {seconds / ours:.2f} | "
            f"{v_measure_score(disciplines, groups):.3f} | {groups.count(-1)} | "
            f"{len(set(groups) - {-1})} |",
            flush=True,
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    runs = {"quality": quality, "growth": growth, "coherence": coherence, "rivals": rivals}
    runs[sys.argv[1]]()
