"""Audit passages and documents whose figures are garbled: none may raise an error.

python benchmarks/fuzz_audit.py [N] [SEED]

In each of N texts (2,500) one to three numbers become 0, negative, huge, ranges, bounds or none.
"""

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

from analysis.audit import audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report

GOLD = Path(__file__).parents[1] / "data" / "gold"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
GARBLED = [
    "0",
    "0.0",
    "0.00",
    "-3",
    "-2.5",
    "1",
    "100",
    "99999999999999999999",
    "0.0001",
    "1.2万",
    "3-5",
    "10余",
    "近10",
    "约0",
    "数",
    "〇",
]


def read_texts() -> list[str]:
    """The passages and documents of the gold, in a fixed order."""
    lines = (line for path in sorted(GOLD.glob("audit-*.jsonl")) for line in path.open("rb"))
    documents = sorted((GOLD / "documents").glob("*.txt"))
    passages = [json.loads(line)["text"] for line in lines]
    return passages + [path.read_text(encoding="utf-8") for path in documents]


def garble(text: str, random_source: random.Random) -> str:
    """The text with some of its numbers replaced."""
    numbers = list(NUMBER.finditer(text))
    chosen = random_source.sample(numbers, min(random_source.choice((1, 1, 2, 3)), len(numbers)))
    for match in sorted(chosen, key=re.Match.start, reverse=True):
        text = text[: match.start()] + random_source.choice(GARBLED) + text[match.end() :]
    return text


def main() -> None:
    n_texts, seed = (int(word) for word in [*sys.argv[1:], "2500", "1"][:2])
    random_source, texts = random.Random(seed), read_texts()
    errors: Counter[str] = Counter()
    for _ in range(n_texts):
        text = garble(random_source.choice(texts), random_source)
        try:
            for finding in audit_metrics(extract_metrics(Report.from_text(text))):
                finding.explain()
        except Exception as error:
            errors[repr(error)[:80]] += 1
            print(text[:300])
    print(f"{n_texts} texts, {errors.total()} errors", dict(errors))


if __name__ == "__main__":
    main()
