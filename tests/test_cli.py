import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.__main__ import main

ROOT = Path(__file__).parent.parent
CHIKAN = str(ROOT / "data" / "reports" / "chikan-2020.txt")
CLEAN = "一、成效\n共受理行政复议申请6件，其中受理3件、不予受理3件。\n"


@pytest.fixture
def clean(tmp_path: Path) -> str:
    path = tmp_path / "clean.txt"
    path.write_text(CLEAN, encoding="utf-8")
    return str(path)


def test_metrics_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", CHIKAN, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 135
    assert (rows[1]["start"], rows[1]["end"], rows[1]["value"], rows[1]["unit"]) == (
        531,
        536,
        2984,
        "人",
    )


def test_metrics_as_csv_for_excel(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", CHIKAN, "--csv"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert len(rows) == 135
    assert rows[1]["text"] == "2984人"


def test_keywords_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keywords", CHIKAN, "--top", "3"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2 + 3


def test_topics_come_with_their_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", CHIKAN, "--topics", "4"]) == 0
    out = capsys.readouterr().out
    assert "法律援助" in out
    assert "NMI" in out.splitlines()[-1]


def test_audit_exits_with_1_when_figures_disagree(
    capsys: pytest.CaptureFixture[str], clean: str
) -> None:
    assert main(["audit", CHIKAN, clean]) == 1
    out = capsys.readouterr().out
    assert "80%" in out
    assert "92." in out
    assert clean not in out


def test_audit_exits_with_0_when_none_does(clean: str) -> None:
    assert main(["audit", clean]) == 0


def test_compare_tells_what_is_shared_and_what_disagrees(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path(CHIKAN).parent
    files = [str(folder / name) for name in ("qingyu-2023.docx", "qingyu-2022.html")]
    assert main(["compare", *files]) == 0
    out = capsys.readouterr().out
    assert "收到行政复议申请" in out
    assert "in 2023 alone: " in out
    assert "terms that rose in 2023: " in out
    assert out.count("inconsistent: ") == 1
    assert out.splitlines()[-1].startswith("agree with the report of the year before: 5;")


def test_brief_prints_a_summary_and_writes_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", CHIKAN, "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "赤坎区2020年度法治政府建设工作报告" in out
    assert "135" in out
    assert "80%" in out
    for name in ("brief.html", "metrics.csv", "keywords.csv", "topics.csv", "findings.csv"):
        assert (tmp_path / "chikan-2020" / name).stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["metrics", "nowhere.txt"], "nowhere.txt"),
        (["metrics", "."], "."),
        (["metrics", ""], "no file is named"),
        (["notebook", "99", CHIKAN], "no notebook '99'"),
        (["corpus", "sql", "nowhere", "select 1"], "nowhere: not a corpus"),
    ],
)
def test_bad_input_is_one_line_and_2(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("report-analysis: ")
    assert said in told.err
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [[], ["metrics"], ["keywords", CHIKAN, "--top", "0"], ["sing"]]
)
def test_misuse_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: report-analysis" in capsys.readouterr().err


def test_two_files_of_one_name_are_not_written_over_each_other(
    clean: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other" / "clean.txt"
    other.parent.mkdir()
    other.write_text(CLEAN, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["brief", clean, str(other), "--out", str(out)]) == 2
    assert "have one name" in capsys.readouterr().err
    assert not out.exists()
    assert main(["brief", clean, clean, "--out", str(out)]) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_read_and_told(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff.txt")
    odd.write_text(CLEAN, encoding="utf-8")

    def run(*arguments: str | Path) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "analysis", *arguments],
            check=False, capture_output=True, cwd=ROOT, encoding="utf-8",
        )  # fmt: skip
        return done.returncode, done.stderr

    missing = os.fsdecode(b"no\xff")
    assert run("metrics", missing) == (2, "report-analysis: no\ufffd: No such file or directory\n")
    assert run("audit", odd, CHIKAN) == (1, "")
    assert run("brief", odd, "--out", tmp_path / "out") == (0, "")
    assert (tmp_path / "out" / "\ufffd" / "brief.html").is_file()


def test_no_bar_is_drawn_where_nobody_watches(
    clean: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", clean, "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_a_number_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["keywords", CHIKAN, "--top", "x"])
    assert "--top: must be a whole number of at least 1, not 'x'" in capsys.readouterr().err


def test_what_a_query_lacks_is_null(
    clean: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "store")
    assert main(["corpus", "build", str(Path(clean).parent), store, "--workers", "1"]) == 0
    capsys.readouterr()
    query = "select place, year, 'nan'::double x, value from metrics limit 1"
    assert main(["corpus", "sql", store, query, "--json"]) == 0
    assert json.loads(capsys.readouterr().out, parse_constant=pytest.fail) == [
        {"place": None, "year": None, "x": None, "value": 6.0}
    ]
    assert main(["corpus", "sql", store, query]) == 0
    assert "nan" not in capsys.readouterr().out.lower()
