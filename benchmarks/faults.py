"""Fault injection: which deliberate faults the notebooks catch, and which `make test` catches.

    python benchmarks/faults.py [--only WORD] [--sample N]

A copy of the tree gets one fault of ``faults.toml`` at a time: in a file, a text that occurs
there exactly once is replaced. Caught by the notebooks is a fault that fails nbval or the
reproduction of an embedded image; caught by ``make test`` one that fails these, which are part
of it, or any other test. Each stops at the first failure; a run that hangs has failed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LONGEST = 900  # seconds that one round of tests may take
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider")
NBVAL = ("--nbval", "--nbval-current-env")
REPRODUCED = "tests/test_notebooks.py::test_the_figures_are_reproduced"
# The notebook that a fault in these files shows in first, if in any: the order saves time only.
FIRST = {
    "reading": "01", "report": "01", "page": "01", "sections": "01", "tokens": "02", "terms": "02",
    "keywords": "02", "kwic": "02", "topics": "03", "frameworks": "03", "numerals": "04",
    "quantities": "04", "metrics": "04", "units": "04", "summary": "04", "audit": "05",
    "compare": "06",
}  # fmt: skip


class Fault(NamedTuple):
    """A text of one file and what is put in its place."""

    what: str
    file: str
    source: str
    replacement: str


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


def copy_tree(to: Path) -> None:
    """The files under version control, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def passes(tree: Path, *arguments: str) -> bool:
    """Whether a run of pytest in the tree finds no failure."""
    path = {**os.environ, "PYTHONPATH": str(tree), "MPLBACKEND": "agg"}
    try:
        run = subprocess.run(
            [*PYTEST, *arguments],
            cwd=tree,
            env=path,
            timeout=LONGEST,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


def notebook_runs(tree: Path, file: str) -> Iterator[Sequence[str]]:
    """What checks the notebooks: first the one that the file shows in, then all."""
    names = sorted(path.name for path in (tree / "notebooks").glob("*.ipynb"))
    number = next((n for part, n in FIRST.items() if part in file), None)
    near = [name for name in names if number and name.startswith(number)]
    for chosen in (near, [name for name in names if name not in near]):
        nbval = (*NBVAL, *(f"notebooks/{name}" for name in chosen))
        figures = [f"{REPRODUCED}[{name.removesuffix('.ipynb')}]" for name in chosen]
        if chosen:
            yield from ([figures, nbval] if "figures" in file else [nbval, figures])


def test_runs(tree: Path, file: str) -> Iterator[Sequence[str]]:
    """All other tests: first those named after the file's module, then all."""
    parts = filter(None, file.partition(".")[0].split("/"))
    near = [path for part in parts for path in sorted((tree / "tests").glob(f"test_{part}*.py"))]
    if near:
        yield [str(path.relative_to(tree)) for path in dict.fromkeys(near)]
    yield ["tests", f"--deselect={REPRODUCED}"]


def caught_by(tree: Path, file: str) -> str:
    """What fails first in the tree: notebooks, tests, or nothing."""
    if not all(passes(tree, *arguments) for arguments in notebook_runs(tree, file)):
        return "notebooks"
    if not all(passes(tree, *arguments) for arguments in test_runs(tree, file)):
        return "tests"
    return "nothing"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="faults whose file or name has this word")
    parser.add_argument("--sample", type=int, default=0, help="every so many-th fault alone")
    options = parser.parse_args()
    faults = read_faults(Path(__file__).with_suffix(".toml"))
    faults = [fault for fault in faults if options.only in fault.file + fault.what]
    faults = faults[:: options.sample or 1]
    results: dict[Fault, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_tree(tree)
        if (found := caught_by(tree, "")) != "nothing":
            print(f"without any fault the {found} fail already: nothing can be told")
            return 1
        for number, fault in enumerate(faults, start=1):
            begun, target = time.monotonic(), tree / fault.file
            intact = target.read_text(encoding="utf-8")
            target.write_text(intact.replace(fault.source, fault.replacement), encoding="utf-8")
            results[fault] = caught_by(tree, fault.file)
            target.write_text(intact, encoding="utf-8")
            took = time.monotonic() - begun
            print(
                f"{number:3}/{len(faults)} {results[fault]:10} {took:4.0f} s  "
                f"{fault.file}: {fault.what}",
                flush=True,
            )
    found = list(results.values())
    by_notebooks = found.count("notebooks")
    print(f"\nof {len(found)} faults, caught by")
    print(f"  the notebooks alone  {by_notebooks:3}  {by_notebooks / len(found):.0%}")
    either = by_notebooks + found.count("tests")
    print(f"  make test            {either:3}  {either / len(found):.0%}")
    for fault, by in results.items():
        if by != "notebooks":
            survived = "make test" if by == "nothing" else "the notebooks"
            print(f"survives {survived}: {fault.file}: {fault.what}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
