"""Fault injection: which deliberate faults the notebooks catch, and which `make test` catches.

    python benchmarks/faults.py [--only WORD] [--sample N] [--jobs N] [--trust]

A copy of the tree gets one fault of ``faults.toml`` at a time: in a file, a text that occurs
there exactly once is replaced. Caught by the notebooks is a fault that fails nbval or the
reproduction of an embedded image; caught by ``make test`` one that fails these, which are part
of it, or any other test: these are run for what the notebooks let pass, when all faults have
been through the notebooks. Each run stops at the first failure; one that takes too long has
caught nothing, and is counted apart.

Every result is appended at once to ``build/faults.jsonl``, with the digests of the fault and of
the tree, and is not measured again for the same tree: a run that was stopped goes on where it
was. ``--trust`` also takes over what was caught in an earlier tree; only survivors are then
tried again. It is for a tree that has grown tests since.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "build" / "faults.jsonl"
LONGEST = 3600  # seconds that a round of tests may take: all of them take 4 minutes when alone
CHECKED = ("analysis", "data", "notebooks", "tests", "pyproject.toml")
NBVAL = ("--nbval", "--nbval-current-env", "-p", "no:hypothesispytest")
REPRODUCED = "tests/test_notebooks.py::test_the_figures_are_reproduced"
TABLE_TEST = "tests/test_faults.py"  # it finds every fault, since it reads the table itself
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
# The notebooks that a fault in these files shows in first, if in any, and the tests that look
# at it, if their name is another: the order saves time only.
FIRST = {
    "pipeline": "04", "reading": "01", "report": "01", "page": "01", "sections": "01",
    "tokens": "02", "terms": "02", "keywords": "02", "kwic": "02", "topics": "03",
    "frameworks": "03", "numerals": "04", "quantities": "04", "metrics": "04", "units": "04",
    "summary": "04", "audit": "05", "compar": "06",
}  # fmt: skip
NEAR = {"__main__": "cli", "kwic": "concordance", "passage": "spans", "frameworks": "coding",
        "lexicon": "gold", "comparison": "compare"}  # fmt: skip


class Fault(NamedTuple):
    """A text of one file and what is put in its place."""

    what: str
    file: str
    source: str
    replacement: str

    @property
    def digest(self) -> str:
        """What changes when any of it does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


NO_FAULT = Fault("no fault", "", "", "")
TIMEOUT = "timeout"
OPEN = (None, TIMEOUT)  # what catches no fault


def read_faults(path: Path) -> list[Fault]:
    """The table of faults.

    Raises:
        ValueError: the text of one occurs not once in its file.
    """
    faults = [Fault(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["faults"]]
    for fault in faults:
        count = (ROOT / fault.file).read_text(encoding="utf-8").count(fault.source)
        if count != 1 or fault.source == fault.replacement:
            raise ValueError(f"{fault.file}: {fault.source!r} ({fault.what}) occurs {count} times")
    return faults


def listed_files() -> list[str]:
    """The files under version control, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def digest_of_tree() -> str:
    """What changes when any file does that a result can hang on."""
    digest = hashlib.sha256()
    for name in listed_files():
        if name.startswith(CHECKED):
            digest.update(name.encode() + b"\0" + (ROOT / name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def copy_tree(to: Path) -> None:
    for name in listed_files():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to / name)


def first_failure(tree: Path, arguments: Sequence[str]) -> str | None:
    """The test that fails first in a run of pytest in the tree, or None.

    The run is a fork of this process, which has imported what nbval takes long to import.

    Raises:
        TimeoutError: the run took too long.
    """
    with tempfile.TemporaryFile() as output:
        run = multiprocessing.get_context("fork").Process(
            target=run_pytest, args=(tree, arguments, output.fileno())
        )
        run.start()
        run.join(LONGEST)
        if run.is_alive() and run.pid:
            os.killpg(run.pid, signal.SIGKILL)
            raise TimeoutError
        output.seek(0)
        text = output.read().decode(errors="replace")
    if run.exitcode == 0:
        return None
    failed = FAILED.search(text)
    return failed[1] if failed else f"exit {run.exitcode}: {text[-200:]}"


def run_pytest(tree: Path, arguments: Sequence[str], output: int) -> None:
    import pytest

    os.setsid()
    for stream in (1, 2):
        os.dup2(output, stream)
    os.chdir(tree)
    os.environ |= {"PYTHONPATH": str(tree), "MPLBACKEND": "agg"}
    sys.path.insert(0, str(tree))
    sys.exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *arguments]))


def notebook_run(tree: Path, file: str) -> list[str]:
    """What checks the notebooks: first the one that the file shows in, then the small ones."""
    number = next((n for part, n in FIRST.items() if part in file), "01")
    paths = sorted((tree / "notebooks").glob("*.ipynb"), key=lambda path: path.stat().st_size)
    paths.sort(key=lambda path: not path.name.startswith(number))
    checks = [[f"notebooks/{path.name}", f"{REPRODUCED}[{path.stem}]"] for path in paths]
    return [*NBVAL, *(each for pair in checks for each in pair[:: -1 if "figures" in file else 1])]


def test_run(tree: Path, file: str) -> list[str]:
    """All other tests: first those named after the file's module."""
    parts = [part for part in file.partition(".")[0].split("/") if part != "analysis"]
    near = tuple(f"test_{NEAR.get(part, part)}" for part in reversed(parts))
    tests = sorted(str(path.relative_to(tree)) for path in (tree / "tests").rglob("test_*.py"))
    tests.remove(TABLE_TEST)
    tests.sort(key=lambda test: not Path(test).name.startswith(near))
    return [*tests, f"--deselect={REPRODUCED}"]


RUNS = {"notebooks": notebook_run, "tests": test_run}


def measure(suite: str, faults: Sequence[Fault], tree_digest: str) -> None:
    """Tries the faults one by one in a tree of their own and appends each result."""
    import nbclient  # noqa: F401  (takes long, so it is imported before the forks)

    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_tree(tree)
        for fault in faults:
            begun, target = time.monotonic(), tree / fault.file
            if fault.file:
                intact = target.read_text(encoding="utf-8")
                target.write_text(intact.replace(fault.source, fault.replacement), encoding="utf-8")
            try:
                failed = first_failure(tree, RUNS[suite](tree, fault.file))
            except TimeoutError:
                failed = TIMEOUT
            if fault.file:
                target.write_text(intact, encoding="utf-8")
            seconds = round(time.monotonic() - begun)
            print(f"{suite:9} {seconds:4} s  {fault.file}: {fault.what}: {failed}", flush=True)
            key = {"fault": fault.digest, "tree": tree_digest, "suite": suite, "failed": failed}
            row = key | {"file": fault.file, "what": fault.what, "seconds": seconds}
            with RESULTS.open("a", encoding="utf-8") as results:
                results.write(json.dumps(row, ensure_ascii=False) + "\n")


def known_results(tree_digest: str, trust: bool) -> dict[tuple[str, str], str | None]:
    """For each suite and digest of a fault the test that fails, or None."""
    known: dict[tuple[str, str], str | None] = {}
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    for row in map(json.loads, lines):
        if row["tree"] == tree_digest or (trust and row["failed"] not in OPEN):
            known[row["suite"], row["fault"]] = row["failed"]
    return known


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="faults whose file or name has this word")
    parser.add_argument("--sample", type=int, default=1, help="every so many-th fault alone")
    parser.add_argument("--jobs", type=int, default=1, help="how many to try side by side")
    parser.add_argument("--trust", action="store_true", help="keep what earlier trees caught")
    options = parser.parse_args()
    faults = read_faults(Path(__file__).with_suffix(".toml"))
    faults = [fault for fault in faults if options.only in fault.file + fault.what]
    faults = faults[:: options.sample]
    tree = digest_of_tree()
    RESULTS.parent.mkdir(exist_ok=True)
    left = faults
    for suite in RUNS:
        if (suite, NO_FAULT.digest) not in known_results(tree, trust=False):
            measure(suite, [NO_FAULT], tree)
        if failed := known_results(tree, trust=False)[suite, NO_FAULT.digest]:
            print(f"without any fault {failed} fails already: nothing can be told")
            return 1
        known = known_results(tree, options.trust)
        new = [fault for fault in left if (suite, fault.digest) not in known]
        print(f"tree {tree}: {len(left)} faults for the {suite}, {len(new)} to try", flush=True)
        jobs = [
            multiprocessing.Process(target=measure, args=(suite, new[n :: options.jobs], tree))
            for n in range(options.jobs)
        ]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
        known = known_results(tree, options.trust)
        left = [fault for fault in left if known.get((suite, fault.digest)) in OPEN]
    print("\n".join(summary(faults, known)))
    return 0


def summary(faults: Sequence[Fault], known: Mapping[tuple[str, str], str | None]) -> Iterator[str]:
    """The two shares of the faults, what took too long, and the survivors."""
    caught: dict[Fault, str | None] = {}
    slow = 0
    for fault in faults:
        failed = {suite: known.get((suite, fault.digest)) for suite in RUNS}
        slow += TIMEOUT in failed.values()
        caught[fault] = next((s for s in RUNS if failed[s] not in OPEN), None)
        if caught[fault] == "tests":
            yield f"survives the notebooks: {fault.file}: {fault.what} ({failed['tests']})"
        elif caught[fault] is None:
            yield f"survives make test: {fault.file}: {fault.what}"
    counts = Counter(caught.values())
    yield f"\nof {len(faults)} faults, caught by"
    for name, n in (
        ("the notebooks alone", counts["notebooks"]),
        ("make test", counts["notebooks"] + counts["tests"]),
    ):
        yield f"  {name:19} {n:4}  {n / max(len(faults), 1):.0%}"
    yield f"longer than {LONGEST} s, which catches nothing: {slow}"


if __name__ == "__main__":
    sys.exit(main())
