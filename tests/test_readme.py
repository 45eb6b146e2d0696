"""Every command and every line of Python in the README runs as it stands there."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from analysis.__main__ import main

ROOT = Path(__file__).parent.parent
READMES = sorted(ROOT.glob("README*.md"))
AUDIT_FOUND_SOMETHING = 1


def blocks(readme: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)


def commands(program: str) -> list[str]:
    lines = [
        line for readme in READMES for block in blocks(readme, "sh") for line in block.splitlines()
    ]
    return sorted({line for line in lines if line.startswith(program)})


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the data at hand, where a command may write its build folder."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_commands_and_python_to_run() -> None:
    assert len(commands("report-analysis")) >= 8
    assert all(blocks(readme, "python") for readme in READMES)


@pytest.mark.parametrize("command", commands("report-analysis"))
def test_command_runs(command: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = shlex.split(command, comments=True)[1:]
    if arguments[:2] == ["corpus", "sql"]:
        main(["corpus", "build", "data/reports", "build/store"])
    status = main(arguments)
    assert status == (AUDIT_FOUND_SOMETHING if arguments[0] == "audit" else 0)
    assert capsys.readouterr().out


@pytest.mark.parametrize("command", commands("make"))
def test_make_target_exists(command: str) -> None:
    subprocess.run(
        [
            "make",
            "--dry-run",
            "--assume-old=.venv/.complete",
            *shlex.split(command, comments=True)[1:],
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_python_runs(readme: Path, elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks(readme, "python"):
        exec(compile(block, readme.name, "exec"), {})  # noqa: S102
    assert "赤坎区2020年度法治政府建设工作报告 赤坎区 2020" in capsys.readouterr().out
    assert (elsewhere / "build/chikan-2020/brief.html").is_file()


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_links_lead_somewhere(readme: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
