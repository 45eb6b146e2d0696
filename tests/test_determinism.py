"""The same report and versions give the same bytes, whatever surrounds the process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "data" / "reports" / "chikan-2020.txt"


def written(out: Path, cwd: Path, **environment: str) -> dict[str, bytes]:
    subprocess.run(
        [sys.executable, "-m", "analysis", "brief", str(REPORT), "--out", str(out)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        check=True,
        capture_output=True,
    )
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "cwd").mkdir()
    first = written(tmp_path / "a", ROOT, PYTHONHASHSEED="1", OMP_NUM_THREADS="1")
    second = written(tmp_path / "b", tmp_path / "cwd", PYTHONHASHSEED="2", OMP_NUM_THREADS="2")
    assert "chikan-2020/brief.html" in first
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
