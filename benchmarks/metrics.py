"""Scores of `extract_metrics` on the gold, and its speed beside jieba's.

    python benchmarks/metrics.py [--unseen] [--speed] [--errors] [--others]

``--unseen`` adds the half of the marked real reports that was not looked at while working;
only its totals are printed. ``--errors`` lists what went wrong on the other half.
``--others`` runs Recognizers-Text, JioNLP and cn2an on the first report, those that are
installed (recognizers-text-suite needs emoji<2); none of them is needed for anything else.
"""

import argparse
import csv
import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from analysis.metrics import Metric, Metrics, extract_metrics
from analysis.report import read_report

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
REAL = ROOT.parent / "shared" / "reports" / "real"


@dataclass
class Scores:
    """Counts over marked metrics; ``errors`` tell of single ones."""

    gold: int = 0
    found: int = 0
    hits: int = 0
    traps: int = 0
    trapped: int = 0
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    errors: list[str] = field(default_factory=list)

    def show(self, name: str) -> str:
        """One line: precision, recall, and the share of hits right in each part."""
        precision, recall = self.hits / max(self.found, 1), self.hits / max(self.gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        parts = ("value", "unit", "bound", "role", "indicator")
        shares = "  ".join(f"{p} {self.right[p] / max(self.hits, 1):.3f}" for p in parts)
        return (
            f"{name:13} {self.gold:4} marked  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
            f"  {shares}  traps taken {self.trapped}/{self.traps}"
        )


def read_rows(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare(metric: Metric, row: dict[str, str], scores: Scores) -> None:
    scores.hits += 1
    upper = Decimal(row["upper"]) if row.get("upper") else None
    checks = {
        "value": metric.value == Decimal(row["value"]) and metric.upper == upper,
        "unit": metric.unit.replace("（", "(").replace("）", ")")
        == row["unit"].replace("（", "(").replace("）", ")"),
        "bound": metric.bound == row["bound"],
        "role": metric.role == row["role"],
        "indicator": row["indicator_key"] in metric.indicator and len(metric.indicator) <= 24,
    }
    for part, right in checks.items():
        scores.right[part] += right
    wrong = [part for part, right in checks.items() if not right]
    if wrong:
        text = metric.sentence.text
        at = metric.start - metric.sentence.start
        around = (
            f"{text[max(0, at - 30) : at]}【{metric.text}】{text[at + len(metric.text) :][:14]}"
        )
        got = f"{metric.value} {metric.unit} {metric.bound} {metric.role} {metric.indicator}"
        want = f"{row['value']} {row['unit']} {row['bound']} {row['role']} {row['indicator_key']}"
        scores.errors.append(f"{'/'.join(wrong):10} {around!r}\n           got {got}; want {want}")


def score_spans(
    metrics: Metrics,
    rows: dict[tuple[int, int], dict[str, str]],
    traps: list[tuple[int, int]],
    inside: list[tuple[int, int]],
    scores: Scores,
) -> None:
    """Compare the metrics that lie in the marked paragraphs with their rows."""
    found = {
        (m.start, m.end): m for m in metrics if any(a <= m.start and m.end <= b for a, b in inside)
    }
    scores.gold += len(rows)
    scores.found += len(found)
    scores.traps += len(traps)
    scores.trapped += sum(any(s < b and a < e for s, e in found) for a, b in traps)
    text = metrics.report.text
    for span, row in rows.items():
        if span in found:
            compare(found[span], row, scores)
        else:
            a, b = span
            scores.errors.append(
                f"MISSED     {text[max(0, a - 25) : a]}【{text[a:b]}】{text[b : b + 12]}"
            )
    for a, b in found.keys() - rows.keys():
        scores.errors.append(
            f"EXTRA      {text[max(0, a - 25) : a]}【{text[a:b]}】{text[b : b + 12]}"
        )


def paragraphs(text: str) -> Iterator[tuple[str, list[int]]]:
    """The sha256 of each line of a text without white space, and where its characters stand."""
    start = 0
    for line in text.split("\n"):
        kept = [start + i for i, c in enumerate(line) if not c.isspace()]
        start += len(line) + 1
        if kept:
            printed = "".join(text[i] for i in kept)
            yield hashlib.sha256(printed.encode()).hexdigest(), kept


def score_chikan() -> Scores:
    scores = Scores()
    metrics = extract_metrics(read_report(ROOT / "data/reports/chikan-2020.txt"))
    rows = {(int(r["start"]), int(r["end"])): r for r in read_rows("chikan-2020.metrics.csv")}
    score_spans(metrics, rows, [], [(0, len(metrics.report.text))], scores)
    return scores


def score_real(half: str) -> Scores:
    scores = Scores()
    marked, traps = read_rows(f"real-metrics-{half}.csv"), read_rows(f"real-traps-{half}.csv")
    for name in sorted({row["report"] for row in (*marked, *traps)}):
        metrics = extract_metrics(read_report(REAL / name))
        places = dict(paragraphs(metrics.report.text))

        def span(row: dict[str, str], places: dict[str, list[int]] = places) -> tuple[int, int]:
            kept = places[row["paragraph_sha256"]]
            return kept[int(row["start"])], kept[int(row["end"]) - 1] + 1

        mine = [row for row in marked if row["report"] == name]
        mine_traps = [row for row in traps if row["report"] == name]
        digests = {row["paragraph_sha256"] for row in (*mine, *mine_traps)}
        if lost := digests - places.keys():
            print(f"{name}: {len(lost)} marked paragraphs not found", file=sys.stderr)
        score_spans(
            metrics,
            {span(r): r for r in mine if r["paragraph_sha256"] in places},
            [span(r) for r in mine_traps if r["paragraph_sha256"] in places],
            [(places[d][0], places[d][-1] + 1) for d in sorted(digests & places.keys())],
            scores,
        )
    return scores


def best_of(times: int, run: object) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()  # type: ignore[operator]
        best = min(best, time.perf_counter() - start)
    return best


def show_speed() -> None:
    import jieba

    jieba.setLogLevel(60)
    jieba.lcut("预热")
    files = [ROOT / "data/reports/chikan-2020.txt", *sorted(REAL.glob("*.docx"))[::10]]
    total = [0.0, 0.0]
    for path in files:
        report = read_report(path)
        extract_metrics(report)
        ours = best_of(5, lambda report=report: extract_metrics(report))
        theirs = best_of(5, lambda report=report: jieba.lcut(report.text))
        total = [total[0] + ours, total[1] + theirs]
        print(
            f"  {path.stem:24} {len(report.text):6} characters  {ours * 1e3:6.1f} ms"
            f"  lcut {theirs * 1e3:6.1f} ms  {ours / theirs:.2f}"
        )
    print(f"  all together: {total[0] / total[1]:.2f} times jieba.lcut")


def with_recognizers(text: str) -> dict[int, str]:
    from recognizers_number import Culture, recognize_number
    from recognizers_number_with_unit import (
        recognize_age,
        recognize_currency,
        recognize_dimension,
    )

    found = {r.start: "" for r in recognize_number(text, Culture.Chinese)}
    for recognize in (recognize_currency, recognize_dimension, recognize_age):
        for result in recognize(text, Culture.Chinese):
            found[result.start] = str((result.resolution or {}).get("unit") or "")
    return found


def with_jionlp(text: str) -> dict[int, str]:
    import jionlp

    return {r["offset"][0]: str(r["detail"]["case"]) for r in jionlp.ner.extract_money(text)}


def with_cn2an(text: str) -> dict[int, str]:
    """The Chinese numerals that cn2an turns into digits; it gives no offsets and no units."""
    import difflib

    import cn2an

    turned = cn2an.transform(text, "cn2an")
    changes = difflib.SequenceMatcher(None, text, turned, autojunk=False).get_opcodes()
    return {start: "" for tag, start, *_ in changes if tag == "replace"}


def show_others() -> None:
    report = read_report(ROOT / "data/reports/chikan-2020.txt")
    rows = [(int(r["start"]), int(r["end"])) for r in read_rows("chikan-2020.metrics.csv")]
    body = (report.sentences[0].start, report.sentences[-1].end)
    text = report.text[body[0] : body[1]]
    runs = {
        "this package": lambda text: {m.start - body[0]: m.unit for m in extract_metrics(report)},
        "Recognizers-Text": with_recognizers,
        "JioNLP (money)": with_jionlp,
        "cn2an": with_cn2an,
    }
    for name, run in runs.items():
        start = time.perf_counter()
        try:
            found = {at + body[0]: unit for at, unit in run(text).items()}
        except ImportError as error:
            print(f"  {name:18} not installed ({error})")
            continue
        seconds = time.perf_counter() - start
        hits = [at for at in found if any(a <= at < b for a, b in rows)]
        print(
            f"  {name:18} numbers found {len(hits)}/{len(rows)}, with a unit"
            f" {sum(bool(found[at]) for at in hits)}, others flagged {len(found) - len(hits)},"
            f" {seconds:.2f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for flag in ("unseen", "speed", "errors", "others"):
        parser.add_argument(f"--{flag}", action="store_true")
    options = parser.parse_args()
    for name, scores in (("chikan-2020", score_chikan()), ("real, dev", score_real("dev"))):
        print(scores.show(name))
        if options.errors:
            print("\n".join(scores.errors))
    if options.unseen:
        print(score_real("unseen").show("real, unseen"))
    if options.others:
        show_others()
    if options.speed:
        show_speed()


if __name__ == "__main__":
    main()
