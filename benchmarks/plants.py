"""How many errors planted in real reports the audit finds.

    python benchmarks/plants.py [dev|unseen] [--show]

Each plant of data/gold/real-plants-*.csv is put into its report alone: a figure that is changed,
or a sentence with one error that is inserted. It is found if an inconsistent finding states or
cites the planted figure (of a sentence: stands in it); it is named if the finding's relation is the
plant's too. Alarms are the inconsistent findings in the unaltered report. ``--show`` lists what
was not found, by id and place, and the alarms; of the dev half only.
"""

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from docx import Document

from analysis.audit import Finding, Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
REAL = ROOT.parent / "shared" / "reports" / "real"
SETS = ("dev", "unseen")


@dataclass(frozen=True, slots=True)
class Plant:
    """``replacement`` stands for the characters ``[start, end)`` of the report's text."""

    id: str
    report: str
    text_sha256: str
    kind: str
    relation: str
    formula: str
    start: int
    end: int
    replacement: str

    @property
    def check(self) -> str:
        """What a reader checks: the relation, apart from shares that are larger than everything."""
        limit = " over 100 %" if self.formula == "s <= 100" else ""
        return f"{self.relation}{limit} ({self.kind}s)"

    def sow(self, text: str) -> str:
        """The text with the error in it."""
        return text[: self.start] + self.replacement + text[self.end :]

    def found_by(self, finding: Finding) -> bool:
        """Whether the finding states or cites what was planted."""
        end = self.start + len(self.replacement)
        places = (finding.stated, *finding.evidence)
        return any(place.start < end and self.start < place.end for place in places)


def read_plants(half: str) -> list[Plant]:
    path = GOLD / f"real-plants-{half}.csv"
    fields = ("id", "report", "text_sha256", "kind", "relation", "formula")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Plant(
                *(row[field] for field in fields),
                *(int(offset) for offset in row["planted"].split("-")),
                row["replacement"],
            )
            for row in csv.DictReader(file)
        ]


def read_text(report: str) -> str:
    """The paragraphs of a report, joined by line feeds."""
    return "\n".join(p.text for p in Document(str(REAL / f"{report}.docx")).paragraphs)


def find_errors(text: str) -> list[Finding]:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return [finding for finding in findings if finding.verdict == Verdict.INCONSISTENT]


def table(heading: str, sizes: Counter[str], found: Counter[str], named: Counter[str]) -> None:
    print(f"\n| {heading} | planted | found | named |\n| --- | --- | --- | --- |")
    for key, size in sorted(sizes.items()):
        print(f"| {key} | {size} | {found[key]} | {named[key]} |")


def score(half: str, *, show: bool) -> None:
    """Print the shares of plants found and named, by report, by kind and by relation."""
    sizes, found, named = Counter[str](), Counter[str](), Counter[str]()
    alarms = 0
    plants: Iterable[Plant]
    for report, plants in groupby(read_plants(half), key=lambda plant: plant.report):
        text = read_text(report)
        digest = hashlib.sha256(text.encode()).hexdigest()
        clean = find_errors(text)
        alarms += len(clean)
        if show:
            for finding in clean:
                print(f"alarm {report} {finding.relation} {finding.stated.start}: {finding.why}")
        for plant in plants:
            if plant.text_sha256 != digest:
                raise SystemExit(f"{report}: not the text that was marked")
            hits = [each for each in find_errors(plant.sow(text)) if plant.found_by(each)]
            right = any(each.relation == plant.relation for each in hits)
            keys = ("all", f"{plant.kind}s", report, plant.check)
            sizes.update(keys)
            found.update(key for key in keys if hits)
            named.update(key for key in keys if right)
            if show and not hits:
                place = f"{report} {plant.start}–{plant.end}"
                around = text[max(0, plant.start - 80) : plant.start], text[plant.end :][:40]
                shown = f"{around[0]}⟦{plant.replacement}⟧{around[1]}".replace("\n", "¶")
                print(f"missed {plant.id} {plant.kind} {plant.relation} {place} {shown}")
    print(f"\n{half}: {found['all']}/{sizes['all']} found, {alarms} alarms in unaltered reports")
    table(half, sizes, found, named)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", nargs="?", choices=SETS, help="by default both")
    parser.add_argument("--show", action="store_true", help="list what was missed in the dev half")
    arguments = parser.parse_args()
    if not REAL.is_dir():
        raise SystemExit("../shared is absent: no real reports to plant errors in")
    for half in [arguments.half] if arguments.half else SETS:
        score(half, show=arguments.show and half == "dev")


if __name__ == "__main__":
    main()
