"""Writes analysis/lexicon/background.tsv: in how many government work reports each term stands.

    python benchmarks/background.py [folder of reports]

Six of the reports are left out: those whose keywords were listed by readers to measure with.
"""

import sys
from pathlib import Path

from analysis import read_report
from analysis.keywords import Background

ROOT = Path(__file__).parent.parent
LEAST = 3  # documents; what stands in fewer is as good as unseen
HEAD = """\
# In how many of {n} government work reports (provinces 2025, cities 2024) each term stands, if in
# {least} or more; * is the number of reports. Made by benchmarks/background.py.
term\tdocuments
*\t{n}
"""


def main(folder: Path) -> None:
    listed = {path.stem.split("-", 3)[3] for path in ROOT.glob("data/gold/real-terms-*.txt")}
    paths = [path for path in sorted(folder.glob("*.docx")) if path.stem not in listed]
    background = Background.count(read_report(path) for path in paths)
    counted = sorted(background.frequency.items(), key=lambda item: (-item[1], item[0]))
    rows = "".join(f"{term}\t{count}\n" for term, count in counted if count >= LEAST)
    head = HEAD.format(n=background.n_documents, least=LEAST)
    (ROOT / "analysis/lexicon/background.tsv").write_text(head + rows, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/reports/real")
