import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from analysis.corpus import Corpus, _analyse_batch, _locked

FIRST = "甲区2020年法治政府建设报告\n\n一、成效\n共受理行政复议申请12件，办结12件。\n"
SECOND = "乙区2021年法治政府建设报告\n\n一、成效\n共受理行政复议申请30件，办结率80%。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "2021").mkdir(parents=True)
    (folder / "first.txt").write_text(FIRST, encoding="utf-8")
    (folder / "2021" / "second.txt").write_text(SECOND, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    return folder


@pytest.fixture
def corpus(folder: Path, tmp_path: Path) -> Corpus:
    return Corpus.build(folder, tmp_path / "store", workers=1)


def test_every_report_is_there_and_failures_are_told(corpus: Corpus) -> None:
    assert corpus.sql("select place from reports order by year")["place"].tolist() == [
        "甲区",
        "乙区",
    ]
    failures = corpus.sql("select file, error from failures")
    assert Path(failures["file"][0]).name == "broken.pdf"
    assert "broken.pdf" in failures["error"][0]


def test_metrics_are_asked_in_sql(corpus: Corpus) -> None:
    frame = corpus.sql(
        "select place, year, value from metrics where indicator like '%行政复议%' order by year"
    )
    assert frame.to_numpy().tolist()[0] == ["甲区", 2020, 12.0]


def test_a_second_build_adds_only_what_is_new(corpus: Corpus, folder: Path) -> None:
    parts = sorted((corpus.store / "parts").iterdir())
    Corpus.build(folder, corpus.store, workers=1)
    assert sorted((corpus.store / "parts").iterdir()) == parts
    (folder / "third.txt").write_text(FIRST.replace("甲", "丙"), encoding="utf-8")
    Corpus.build(folder, corpus.store, workers=1)
    assert corpus.sql("select count(*) n from reports")["n"][0] == 3


def test_a_worker_that_dies_costs_only_its_own_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.corpus._analyse_batch", analyse_or_die)
    corpus = Corpus.build(folder, tmp_path / "store", workers=2)
    assert corpus.sql("select place from reports")["place"].tolist() == ["甲区"]
    assert "its worker died" in corpus.sql("select error from failures")["error"].tolist()


def test_of_a_changed_file_only_the_new_results_stay(corpus: Corpus, folder: Path) -> None:
    (folder / "first.txt").write_text(FIRST.replace("12", "15"), encoding="utf-8")
    Corpus.build(folder, corpus.store, workers=1)
    assert corpus.sql("select value from metrics where place = '甲区'")["value"].tolist() == [
        15,
        15,
    ]
    assert corpus.sql("select count(*) n from reports")["n"][0] == 2


def test_a_store_in_its_own_folder_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for way, store in ((".", folder / "store"), (folder, "store"), ("../reports", "./store")):
        corpus = Corpus.build(way, store, workers=1)
        files = corpus.sql("select file from reports union all select file from failures")["file"]
        assert sorted(files) == sorted(
            str(folder / name) for name in ("2021/second.txt", "broken.pdf", "first.txt")
        )


@pytest.mark.parametrize("left", [b"", b"PAR1 damaged", None])
def test_a_damaged_part_is_built_again(corpus: Corpus, folder: Path, left: bytes | None) -> None:
    damaged = next(corpus.store.glob("parts/*/metrics.parquet"))
    if left is None:
        damaged.unlink()
    else:
        damaged.write_bytes(left)
        with pytest.raises(ValueError, match=r"metrics\.parquet.*build"):
            corpus.sql("select count(*) from metrics")
    Corpus.build(folder, corpus.store, workers=1)
    assert corpus.sql("select count(*) n from metrics")["n"][0] == 4


def test_two_builds_do_not_write_to_one_store(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="only POSIX locks files so")
    (tmp_path / "store").mkdir()
    with (
        _locked(tmp_path / "store"),
        pytest.raises(ValueError, match=r"store: another build is writing to it"),
    ):
        Corpus.build(folder, tmp_path / "store", workers=1)
    assert Corpus.build(folder, tmp_path / "store").sql("select 1 one")["one"][0] == 1


def test_what_a_killed_build_left_is_removed(corpus: Corpus, folder: Path) -> None:
    (corpus.store / ".draft-killed").mkdir()
    (corpus.store / ".draft-killed" / "metrics.parquet").write_bytes(b"PAR1 half")
    Corpus.build(folder, corpus.store, workers=1)
    assert not list(corpus.store.glob(".draft-*"))
    assert corpus.sql("select count(*) n from reports")["n"][0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_stored(folder: Path, tmp_path: Path) -> None:
    (folder / os.fsdecode(b"\xff.txt")).write_text(FIRST, encoding="utf-8")
    for _ in range(2):
        corpus = Corpus.build(folder, tmp_path / "store", workers=1)
        names = [Path(file).name for file in corpus.sql("select file from reports")["file"]]
        assert sorted(names) == [r"\udcff.txt", "first.txt", "second.txt"]


def analyse_or_die(store: Path, files: Sequence[Path]) -> int:
    if any(file.name == "second.txt" for file in files):
        os._exit(9)
    return _analyse_batch(store, files)


def test_bad_stores_and_queries_are_one_clear_error(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a folder"):
        Corpus.build(tmp_path / "nowhere", tmp_path / "other")
    with pytest.raises(ValueError, match="not a corpus"):
        Corpus(tmp_path)
    with pytest.raises(ValueError, match="no_such_table"):
        corpus.sql("select * from no_such_table")
    with pytest.raises(ValueError, match="the query is empty"):
        corpus.sql(" -- nothing asked")
