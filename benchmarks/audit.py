"""How well the audit finds wrong figures, how often it errs, and what it costs.

    python benchmarks/audit.py [FILE...] [--show]

Of each file of invented passages (by default all of data/gold): recall, the share of wrong
figures that an inconsistent finding of the right relation states; false alarms, the share of
clean passages with any inconsistent finding; coverage, the share of relations that hold and
are found consistent. ``--show`` lists the misses of the files that are named.

Then, with ``../shared`` at hand, the findings in 61 real reports, and the seconds of the
audit beside those of the extraction, on them and on copies of the first report.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from time import perf_counter
from typing import Any

from analysis.audit import Finding, Findings, Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report, read_report

ROOT = Path(__file__).parents[1]
PASSAGES = sorted((ROOT / "data" / "gold").glob("audit-*.jsonl"))
REAL = ROOT.parent / "shared" / "reports" / "real"
COPIES = (1, 2, 4, 8, 16)


def states(finding: Finding, passage: dict[str, Any], verdict: Verdict) -> bool:
    """Whether a finding has the passage's relation, figure and verdict.

    Of shares that must fill 100 %, and of figures that balance, any may be called the stated one.
    """
    spans = [passage["stated"]]
    formula = passage["formula"] or ""
    if "100 - " in formula or ("结转" in passage["text"] and passage["relation"] == "sum"):
        spans += passage["evidence"]
    return (
        finding.verdict == verdict
        and finding.relation == passage["relation"]
        and [finding.stated.start, finding.stated.end] in spans
    )


def score(path: Path, *, show: bool) -> list[str]:
    """Rows of the table, for a file and each of its relations: n, recall, alarms, coverage."""
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        findings = audit_metrics(extract_metrics(Report.from_text(passage["text"])))
        wrong = passage["verdict"] == "inconsistent"
        holds = passage["verdict"] == "consistent"
        found = any(states(each, passage, Verdict.INCONSISTENT) for each in findings)
        alarm = any(each.verdict == Verdict.INCONSISTENT for each in findings) and not wrong
        covered = any(states(each, passage, Verdict.CONSISTENT) for each in findings)
        for row in (path.name, passage["relation"]):
            sizes[row].update(wrong=wrong, clean=not wrong, holds=holds)
            hits[row].update(wrong=wrong and found, clean=alarm, holds=holds and covered)
        if show and (alarm or (wrong and not found)):
            what = "alarm" if alarm else "missed"
            print(what, passage["id"], passage["relation"], passage["stated"], passage["text"])
    rows = []
    for row, size in sizes.items():
        shares = [f"{hits[row][key]}/{n} = {hits[row][key] / n:.3f}" for key, n in size.items()]
        rows.append(f"| {row} | {size['wrong'] + size['clean']} | {' | '.join(shares)} |")
    return rows


def time_audit(report: Report) -> tuple[int, Findings, float, float]:
    """The number of metrics, the findings, and the seconds of extraction and audit."""
    start = perf_counter()
    metrics = extract_metrics(report)
    middle = perf_counter()
    findings = audit_metrics(metrics)
    return len(metrics), findings, middle - start, perf_counter() - middle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true", help="list the misses of the named files")
    arguments = parser.parse_args()
    print("| passages | n | recall | false alarms | coverage |\n| --- | --- | --- | --- | --- |")
    for path in arguments.files or PASSAGES:
        print(*score(path, show=arguments.show and path in arguments.files), sep="\n")

    once = read_report(ROOT / "data" / "reports" / "chikan-2020.txt")
    print("\n| copies of the first report | metrics | extraction s | audit s |")
    print("| --- | --- | --- | --- |")
    time_audit(once)
    for copies in COPIES:
        n_metrics, _, extraction, audit = time_audit(Report.from_text(once.text * copies))
        print(f"| {copies} | {n_metrics} | {extraction:.3f} | {audit:.3f} |")

    if not REAL.exists():
        print("\n../shared is absent: no real reports")
        return
    counts: Counter[tuple[str, str]] = Counter()
    totals = [0, 0.0, 0.0]
    print("\n| real report | inconsistent | at | against |\n| --- | --- | --- | --- |")
    for path in sorted(REAL.glob("*.docx")):
        n_metrics, findings, extraction, audit = time_audit(read_report(path))
        totals = [totals[0] + n_metrics, totals[1] + extraction, totals[2] + audit]
        counts.update((each.relation.value, each.verdict.value) for each in findings)
        for each in findings.where(lambda finding: finding.verdict == Verdict.INCONSISTENT):
            against = ", ".join(f"{place.start}–{place.end}" for place in each.evidence)
            at = f"{each.stated.start}–{each.stated.end}"
            print(f"| {path.stem} | {each.relation} | {at} | {against} |")
    print("\n| relation | verdict | findings in the real reports |\n| --- | --- | --- |")
    for (relation, verdict), count in sorted(counts.items()):
        print(f"| {relation} | {verdict} | {count} |")
    print(f"\n{totals[0]} metrics: extraction {totals[1]:.2f} s, audit {totals[2]:.2f} s")


if __name__ == "__main__":
    main()
