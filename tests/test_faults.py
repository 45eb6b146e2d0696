"""The table of faults fits the code: each text to be replaced occurs in its file exactly once."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "benchmarks" / "faults.toml").read_text(encoding="utf-8")
FAULTS = tomllib.loads(TABLE)["faults"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['file']}: {fault['what']}")
def test_a_fault_changes_one_place(fault: dict[str, str]) -> None:
    text = (ROOT / fault["file"]).read_text(encoding="utf-8")
    assert text.count(fault["source"]) == 1, "repair its entry in benchmarks/faults.toml"
    assert fault["source"] != fault["replacement"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['file']}: {fault['what']}")
def test_a_faulty_file_can_still_be_read(fault: dict[str, str]) -> None:
    """A fault that any import finds would prove nothing of the tests."""
    text = (ROOT / fault["file"]).read_text(encoding="utf-8")
    faulty = text.replace(fault["source"], fault["replacement"])
    if fault["file"].endswith(".py"):
        ast.parse(faulty)
    elif fault["file"].endswith(".toml"):
        tomllib.loads(faulty)
