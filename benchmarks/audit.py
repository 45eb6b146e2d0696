"""How well the audit finds the wrong figures of invented passages, and how often it errs.

    python benchmarks/audit.py [data/gold/audit-dev.jsonl] [--show]

Of each file: recall, the share of wrong figures that an inconsistent finding of the right
relation states; false alarms, the share of clean passages with any inconsistent finding;
coverage, the share of relations that hold and are found consistent. ``--show`` lists misses.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from analysis import Report, audit_metrics, extract_metrics
from analysis.audit import Finding, Verdict

GOLD = Path(__file__).parent.parent / "data" / "gold"


def read_passages(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def audit_passage(text: str) -> list[Finding]:
    return list(audit_metrics(extract_metrics(Report.from_text(text))))


def states(finding: Finding, passage: dict[str, object], verdict: Verdict) -> bool:
    """Whether a finding has the passage's relation and span, and the verdict."""
    span = [finding.stated.start, finding.stated.end]
    return (
        finding.verdict == verdict
        and finding.relation == passage["relation"]
        and span == passage["stated"]
    )


def score(path: Path, show: bool) -> None:
    hits: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    relations: Counter[tuple[str, str]] = Counter()
    for passage in read_passages(path):
        findings = audit_passage(str(passage["text"]))
        kind = str(passage["verdict"] or "null")
        alarmed = any(each.verdict == Verdict.INCONSISTENT for each in findings)
        if kind == "inconsistent":
            good = any(states(each, passage, Verdict.INCONSISTENT) for each in findings)
        else:
            good = not alarmed
        sizes[kind] += 1
        hits[kind] += good
        relations[str(passage["relation"]), kind] += good
        relations[str(passage["relation"]), kind + " of"] += 1
        if kind == "consistent":
            hits["covered"] += any(states(each, passage, Verdict.CONSISTENT) for each in findings)
        if show and not good:
            print(passage["id"], passage["relation"], kind, passage["stated"], passage["text"])
            for each in findings:
                print("   ", each.relation, each.verdict, each.stated.start, each.explain())
    clean = sizes["consistent"] + sizes["null"]
    alarms = clean - hits["consistent"] - hits["null"]
    print(f"{path.name}: {sum(sizes.values())} passages")
    print(
        f"  recall       {hits['inconsistent']}/{sizes['inconsistent']}"
        f" = {hits['inconsistent'] / sizes['inconsistent']:.3f}"
    )
    print(f"  false alarms {alarms}/{clean} = {alarms / clean:.3f}")
    print(
        f"  coverage     {hits['covered']}/{sizes['consistent']}"
        f" = {hits['covered'] / sizes['consistent']:.3f}"
    )
    if show:
        for relation in sorted({name for name, _ in relations}):
            print(
                "  ",
                relation,
                relations[relation, "inconsistent"],
                "/",
                relations[relation, "inconsistent of"],
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(GOLD.glob("audit-*.jsonl")))
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    for path in arguments.files:
        score(path, arguments.show)


if __name__ == "__main__":
    main()
