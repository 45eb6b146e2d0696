"""Measures keywords: against readers' lists, against CSL, and against jieba's time.

python benchmarks/keywords.py
"""

import itertools
import re
import resource
import statistics
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis import Report, extract_keywords, read_report
from analysis.tokens import PythonTokenizer

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
METHODS = ("evidence", "tf-idf", "textrank")


def normal(term: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", term).lower())


def read_terms(path: Path) -> set[str]:
    return {normal(line) for line in path.read_text(encoding="utf-8").splitlines() if line}


def listed_reports() -> Iterator[tuple[str, Report, set[str]]]:
    """Each report whose keywords a reader listed, and the list."""
    gold = ROOT / "data/gold"
    chikan = read_report(ROOT / "data/reports/chikan-2020.txt")
    yield "chikan-2020", chikan, read_terms(gold / "chikan-2020.terms.txt")
    for path in sorted(gold.glob("real-terms-*.txt")):
        _, _, half, name = path.stem.split("-", 3)
        report = read_report(SHARED / f"reports/real/{name}.docx")
        label = half if half == "unseen" else f"{half} {name}"
        yield label, report, read_terms(path)


def precision(report: Report, accepted: set[str], method: str) -> tuple[float, list[str]]:
    """The share of the top 20 that a reader accepts, and what he does not."""
    terms = [keyword.term for keyword in extract_keywords(report, top=20, method=method)]
    wrong = [term for term in terms if normal(term) not in accepted]
    return 1 - len(wrong) / 20, wrong


def abstracts() -> Iterator[tuple[Report, list[str]]]:
    """The CSL development set: each abstract with its authors' keywords."""
    path = SHARED / "gold/csl/keywords-dev.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        source, keywords = line.rsplit("\t", 1)
        text, _, title = source.rpartition(" ")
        report = Report.from_text(f"{title}\n{text}", title=title)
        yield report, list(dict.fromkeys(normal(word) for word in keywords.split("_")))


def f1(found: Sequence[Sequence[str]], gold: Sequence[Sequence[str]], k: int) -> float:
    """F1 at ``k`` from precision and recall, each averaged over the documents."""
    hits = [len(set(terms[:k]) & set(wanted)) for terms, wanted in zip(found, gold, strict=True)]
    p = statistics.mean(hit / k for hit in hits)
    r = statistics.mean(hit / len(wanted) for hit, wanted in zip(hits, gold, strict=True))
    return 2 * p * r / (p + r) if p + r else 0.0


def best_time(call: object, repeat: int = 7) -> float:
    assert callable(call)
    times = []
    for _ in range(repeat):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def stream_reports(n: int, length: int = 5000) -> Iterator[Report]:
    """``n`` texts of ``length`` characters cut from the real reports, each read as a report."""
    paths = sorted((SHARED / "reports/real").glob("*.docx"))
    text = "\n".join(read_report(path).text for path in paths)
    starts = itertools.cycle(range(0, len(text) - length, 997))
    for start in itertools.islice(starts, n):
        yield Report.from_text(text[start : start + length])


def peak_memory() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_lists() -> None:
    print("Precision at 20 against readers' lists")
    unseen: dict[str, list[float]] = {method: [] for method in METHODS}
    for label, report, accepted in listed_reports():
        for method in METHODS:
            share, wrong = precision(report, accepted, method)
            if label == "unseen":
                unseen[method].append(share)
            else:
                shown = " ".join(wrong) if method == "evidence" else ""
                print(f"  {label:24} {method:9} {share:.2f}  {shown}")
    for method, shares in unseen.items():
        print(f"  unseen                   {method:9} {[round(share, 2) for share in shares]}")


def measure_csl() -> None:
    print("CSL development set, F1 at 5 and at 10")
    reports, gold = zip(*abstracts(), strict=True)
    for method in METHODS:
        found = [
            list(dict.fromkeys(normal(k.term) for k in extract_keywords(r, 10, method=method)))
            for r in reports
        ]
        halves = [slice(0, 500), slice(500, 1000), slice(None)]
        scores = [f"{f1(found[h], gold[h], k):.4f}" for h in halves for k in (5, 10)]
        print(f"  {method:9} first half {scores[:2]} second half {scores[2:4]} all {scores[4:]}")


def measure_time() -> None:
    print("CPU time of keywords / jieba.lcut on the same text")
    jieba = PythonTokenizer()
    ratios = []
    for path in sorted((SHARED / "reports/real").glob("*.docx"))[:20]:
        report = read_report(path)
        ours = best_time(lambda report=report: extract_keywords(report))
        theirs = best_time(lambda report=report: jieba.cut(report.text))
        ratios.append(ours / theirs)
    print(f"  20 real reports: median {statistics.median(ratios):.2f}, largest {max(ratios):.2f}")
    report = read_report(ROOT / "data/reports/chikan-2020.txt")
    ours = best_time(lambda: extract_keywords(report))
    theirs = best_time(lambda: jieba.cut(report.text))
    print(
        f"  chikan-2020: {ours * 1000:.1f} ms against {theirs * 1000:.1f} ms, {ours / theirs:.2f}"
    )


def measure_memory() -> None:
    print("Peak memory while 10,000 texts of 5,000 characters stream by")
    start = time.process_time()
    for n, text in enumerate(stream_reports(10_000), start=1):
        extract_keywords(text)
        if n in (1_000, 5_000, 10_000):
            print(f"  {n:6} texts {peak_memory():.0f} MB, {time.process_time() - start:.0f} s")


MEASURES = {
    "lists": measure_lists,
    "csl": measure_csl,
    "time": measure_time,
    "memory": measure_memory,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or MEASURES:
        MEASURES[name]()
