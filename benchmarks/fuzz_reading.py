"""Feed mutated and random files to the reader: every one gives exact spans or a ReadError.

python benchmarks/fuzz_reading.py [n_inputs] [seed]
"""

import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from analysis.report import ReadError, Report, read_report

ROOT = Path(__file__).parent.parent
SEEDS = [ROOT / "data" / "reports" / "chikan-2020.txt", *(ROOT / "tests" / "fixtures").iterdir()]
SCRAPS = [
    b"\0", b"\xff\xfe", b"<div>", b"</td>", b"<table><tr><td colspan=9999>", b"<!--", b"&#0;",
    "一、".encode(), "（一）".encode(), b"1.", "“".encode(), "\u202e".encode(),
    "\u3000".encode(), b"%PDF-", b"PK\x03\x04", b"\r\n" * 50, b" " * 1000, "。".encode() * 100,
    "发布时间：2021-13-45".encode(), "一是".encode() * 30,
]  # fmt: skip


def mutate(data: bytes, rng: random.Random) -> bytes:
    """A copy with some bytes changed, cut, doubled or put in."""
    for _ in range(rng.randint(1, 12)):
        at, size = rng.randrange(len(data) + 1), rng.randint(1, max(len(data) // 8, 2))
        change = rng.randrange(5)
        if change == 0:
            data = data[:at] + rng.randbytes(rng.randint(1, 8)) + data[at + 1 :]
        elif change == 1:
            data = data[:at] + data[at + size :]
        elif change == 2:
            data = data[:at] + data[at : at + size] * rng.randint(1, 3) + data[at + size :]
        elif change == 3:
            data = data[:at] + rng.choice(SCRAPS) + data[at:]
        else:
            data = data[at:] + data[:at] if rng.random() < 0.1 else data[: len(data) - size]
    return data[:400_000]


def mutate_parts(data: bytes, rng: random.Random) -> bytes:
    """A zip file whose parts are mutated one by one, so that it still opens."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutate(part, rng) if rng.random() < 0.4 else part)
    return out.getvalue()


def inputs(n: int, rng: random.Random) -> Iterator[bytes]:
    """Files of every kind, most of them almost right."""
    seeds = [path.read_bytes() for path in SEEDS if path.is_file()]
    for _ in range(n):
        data = rng.choice(seeds)
        if rng.random() < 0.05:
            yield rng.randbytes(rng.randint(0, 2000))
        elif data.startswith(b"PK") and rng.random() < 0.8:
            yield mutate_parts(data, rng)
        else:
            yield mutate(data, rng)


def check(report: Report) -> None:
    """Raise AssertionError at a span that does not say what stands there."""
    records = [*report.sections, *report.points, *report.sentences, *report.tables]
    for passage in records:
        assert report.text[passage.start : passage.end] == passage.text


def main() -> None:
    n, seed = (int(argument) for argument in [*sys.argv[1:], "5000", "0"][:2])
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for data in inputs(n, random.Random(seed)):
        start = time.perf_counter()
        try:
            report = read_report(data)
        except ReadError:
            outcomes["ReadError"] += 1
        except Exception as error:
            outcomes[f"CRASH {type(error).__name__}"] += 1
            path = Path(f"crash-{outcomes.total()}.bin")
            path.write_bytes(data)
            print(path, repr(error))
        else:
            check(report)
            outcomes[report.source.format] += 1
        slowest = max(slowest, time.perf_counter() - start)
    print(f"{n} inputs, seed {seed}: {dict(sorted(outcomes.items()))}; slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
