"""Corpus: many reports, analysed once, stored as Parquet and asked in SQL.

A store is a folder of parts, each the results of one batch of files:
``parts/<batch>/{reports,metrics,keywords,findings,failures}.parquet``. A part appears whole
or not at all, so a build that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Literal, Self

from analysis.arguments import at_least, checked, of
from analysis.audit import audit_metrics
from analysis.keywords import extract_keywords
from analysis.metrics import extract_metrics
from analysis.report import Report, read_report

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = Mapping[str, object]
Engine = Literal["processes", "dask"]

FORMAT = "1"  # of the store: raised when the columns below change
BATCH = 50  # files a part: small against a worker's life, large against its start
TOP = 50  # keywords kept of each report
_IDENTITY = {
    "report": "string",
    "title": "string",
    "place": "string",
    "level": "string",
    "year": "int16",
    "reviewed": "int16",
}
_SPAN = {"start": "int32", "end": "int32", "text": "string"}
SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "reports": _IDENTITY
    | {
        "issuer": "string",
        "published": "timestamp[s]",
        "document_number": "string",
        "url": "string",
        "characters": "int32",
        "file": "string",
        "stamp": "string",
        "sha256": "string",
    },
    "metrics": _IDENTITY
    | _SPAN
    | {
        "indicator": "string",
        "indicator_sure": "bool",
        "value": "double",
        "upper": "double",
        "unit": "string",
        "scale": "double",
        "bound": "string",
        "role": "string",
        "direction": "string",
        "base": "string",
        "subject": "string",
        "scope": "string",
        "period": "string",
        "dimension": "string",
        "section": "string",
        "section_kind": "string",
        "sentence": "string",
    },
    "keywords": _IDENTITY
    | {"rank": "int16", "term": "string", "score": "double", "count": "int32"},
    "findings": _IDENTITY
    | _SPAN
    | {
        "relation": "string",
        "verdict": "string",
        "severity": "double",
        "expected": "double",
        "why": "string",
        "explanation": "string",
    },
    "failures": {"file": "string", "stamp": "string", "error": "string"},
}


class Corpus:
    """The stored results of many reports."""

    @checked(store=of(str, Path))
    def __init__(self, store: str | Path) -> None:
        """Open a store that `build` made.

        Raises:
            ValueError: the folder holds no store, or one of another format.
        """
        self.store = Path(store)
        marker = self.store / "FORMAT"
        if not marker.is_file():
            raise ValueError(f"{store}: not a corpus; make one with Corpus.build(folder, store)")
        if marker.read_text(encoding="ascii").strip() != FORMAT:
            raise ValueError(f"{store}: made by another version; build it again in a new folder")

    @classmethod
    @checked(folder=of(str, Path), store=of(str, Path), workers=at_least(1, optional=True))
    def build(
        cls,
        folder: str | Path,
        store: str | Path,
        *,
        engine: Engine = "processes",
        workers: int | None = None,
    ) -> Self:
        """Read and analyse every report below ``folder`` that ``store`` does not hold yet.

        Of a file that has changed only its new results stay. One that cannot be read becomes a
        row of the table ``failures`` and stops nothing; one that kills its worker is tried once
        more alone, then counted as a failure too.
        ``engine="dask"`` runs on the current dask client, or on a local cluster.

        Raises:
            ValueError: ``folder`` is no folder, ``store`` is of another format, or another
                build is writing to it.
        """
        if not Path(folder).is_dir():
            raise ValueError(f"{folder}: not a folder")
        folder = Path(folder).resolve()  # a file has one name, wherever the build is called
        Path(store, "parts").mkdir(parents=True, exist_ok=True)
        with _locked(Path(store)):
            marker = Path(store, "FORMAT")
            if not marker.exists():
                marker.write_text(FORMAT, encoding="ascii")
            corpus = cls(store)
            corpus._clear()
            corpus._fill(folder, engine, workers)
        return corpus

    def _fill(self, folder: Path, engine: Engine, workers: int | None) -> None:
        """Analyse what is missing, in batches, then what a dead worker left, file by file."""
        for size in (BATCH, 1):
            files = self._missing(folder)
            if self._run(
                [files[at : at + size] for at in range(0, len(files), size)], engine, workers
            ):
                return
        for file in self._missing(folder):
            if not self._run([[file]], engine, workers=1):
                _write_part(self.store, [file], {"failures": [_failure(file, "its worker died")]})

    def _clear(self) -> None:
        """Remove what a stopped build left, and each part that is damaged or out of date."""
        for draft in self.store.glob(".draft-*"):
            shutil.rmtree(draft)
        for part in self.store.glob("parts/*"):
            if not (_is_whole(part) and _is_current(part)):
                shutil.rmtree(part)

    @checked(query=of(str))
    def sql(self, query: str) -> pd.DataFrame:
        """What a DuckDB query over reports, metrics, keywords, findings and failures gives.

        Raises:
            ValueError: the query is no valid SQL over these tables.
        """
        import duckdb

        with duckdb.connect() as database:
            for name, schema in SCHEMAS.items():
                database.register(name, self._dataset(name, schema))
            try:
                if not duckdb.extract_statements(query):
                    raise ValueError(f"{self.store}: the query is empty")
                return database.execute(query).df()
            except duckdb.Error as error:
                whole = all(map(_is_whole, self.store.glob("parts/*")))
                advice = "" if whole else "; build the store again, which mends it"
                raise ValueError(f"{self.store}: {error}{advice}") from error

    def _dataset(self, name: str, schema: Mapping[str, str]) -> object:
        import pyarrow.dataset as ds

        files = sorted(str(path) for path in self.store.glob(f"parts/*/{name}.parquet"))
        return ds.dataset(files, schema=_arrow_schema(schema), format="parquet")

    def _missing(self, folder: Path) -> list[Path]:
        """The files below ``folder`` that no part holds as they are now, in order."""
        known = self.sql(
            "select file, stamp from reports union all select file, stamp from failures"
        )
        held = set(zip(known["file"], known["stamp"], strict=True))
        store = self.store.resolve()
        files = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file()
            and not path.name.startswith((".", "~$"))
            and not path.is_relative_to(store)
        )
        return [path for path in files if (_name(path), _stamp(path)) not in held]

    def _run(self, batches: Sequence[Sequence[Path]], engine: Engine, workers: int | None) -> bool:
        """Analyse the batches side by side; False when a worker died and some may be missing."""
        from tqdm.auto import tqdm

        if not batches:
            return True
        with (
            _executor(engine, workers) as executor,
            tqdm(total=sum(map(len, batches)), unit="report", disable=None) as bar,
        ):
            done = [executor.submit(_analyse_batch, self.store, batch) for batch in batches]
            try:
                for future in as_completed(done):
                    bar.update(future.result())
            except _deaths(engine):
                return False
        return True


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    """Alone with a store, as far as the system can lock a file; a process that dies lets go."""
    with open(store / ".lock", "w", encoding="ascii") as lock:
        try:
            from fcntl import LOCK_EX, LOCK_NB, flock

            flock(lock, LOCK_EX | LOCK_NB)
        except ImportError:  # Windows
            pass
        except BlockingIOError:
            raise ValueError(
                f"{store}: another build is writing to it; wait until that has ended"
            ) from None
        yield


def _is_whole(part: Path) -> bool:
    """Whether a part has all its tables, each with the foot that is written last."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for table in SCHEMAS:
            pq.read_metadata(part / f"{table}.parquet")
    except (OSError, pa.ArrowException):
        return False
    return True


def _is_current(part: Path) -> bool:
    """Whether each file of a part is still as it was read, or is gone."""
    import pyarrow.parquet as pq

    rows = [
        row
        for table in ("reports", "failures")
        for row in pq.read_table(part / f"{table}.parquet", columns=["file", "stamp"]).to_pylist()
    ]
    return all(_stamp(Path(row["file"])) in (row["stamp"], "gone") for row in rows)


@contextmanager
def _executor(engine: Engine, workers: int | None) -> Iterator[Executor]:
    """Worker processes of this machine, or those of a dask cluster."""
    n_workers = workers or os.cpu_count() or 1
    if engine == "processes":
        from joblib.externals.loky import ProcessPoolExecutor

        with ProcessPoolExecutor(max_workers=n_workers) as executor:
            yield executor
    elif engine == "dask":
        from distributed import Client, default_client

        try:
            running: AbstractContextManager[Client] = nullcontext(default_client())
        except ValueError:  # none is running
            running = Client(n_workers=n_workers, threads_per_worker=1, dashboard_address=None)
        with running as client:
            yield client.get_executor()
    else:
        raise ValueError(f"engine is 'processes' or 'dask', not {engine!r}")


def _deaths(engine: Engine) -> tuple[type[Exception], ...]:
    """What is raised when a worker died."""
    if engine != "dask":
        return (BrokenExecutor,)
    from distributed import KilledWorker

    return (BrokenExecutor, KilledWorker)


def _analyse_batch(store: Path, files: Sequence[Path]) -> int:
    """Write the part of some files; gives their number."""
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for file in files:
        try:
            found = list(_rows(read_report(file), file))
        except Exception as error:  # one bad file of a hundred thousand must not stop the rest
            found = [("failures", _failure(file, f"{type(error).__name__}: {error}"))]
        for name, row in found:
            rows[name].append(row)
    _write_part(store, files, rows)
    return len(files)


def _rows(report: Report, file: Path) -> Iterator[tuple[str, Row]]:
    """Every row that a report adds to a table, with the table's name."""
    identity = {
        "report": report.id,
        **{name: getattr(report, name) for name in _IDENTITY if name != "report"},
    }
    yield (
        "reports",
        identity
        | {
            name: getattr(report, name)
            for name in ("issuer", "published", "document_number", "url")
        }
        | {
            "characters": len(report.text),
            "file": _name(file),
            "stamp": _stamp(file),
            "sha256": report.source.sha256,
        },
    )
    for rank, keyword in enumerate(extract_keywords(report, top=TOP), start=1):
        yield (
            "keywords",
            identity
            | {"rank": rank, "term": keyword.term, "score": keyword.score, "count": keyword.count},
        )
    metrics = extract_metrics(report)
    for metric in metrics:
        section = metric.section
        yield (
            "metrics",
            identity
            | {
                name: getattr(metric, name, None)
                for name in SCHEMAS["metrics"]
                if name not in _IDENTITY
            }
            | {
                "section": section and section.title,
                "section_kind": section and section.kind,
                "sentence": metric.sentence.text,
            },
        )
    for finding in audit_metrics(metrics):
        stated = {name: getattr(finding.stated, name) for name in _SPAN}
        told = {
            name: getattr(finding, name)
            for name in ("relation", "verdict", "severity", "expected", "why")
        }
        yield "findings", {**identity, **stated, **told, "explanation": finding.explain()}


def _failure(file: Path, error: str) -> Row:
    return {"file": _name(file), "stamp": _stamp(file), "error": error}


def _name(file: Path) -> str:
    """The path as text; a byte of it that is none is written as an escape."""
    return str(file).encode("utf-8", "backslashreplace").decode()


def _stamp(file: Path) -> str:
    """What changes when a file does, without reading it."""
    try:
        status = file.stat()
    except OSError:
        return "gone"
    return f"{status.st_size}-{status.st_mtime_ns}"


def _write_part(store: Path, files: Sequence[Path], rows: Mapping[str, Sequence[Row]]) -> None:
    """Write a part beside the others, then give it its name in one step."""
    import pyarrow.parquet as pq

    name = hashlib.sha256(
        "\n".join(f"{_name(file)} {_stamp(file)}" for file in files).encode()
    ).hexdigest()
    part = store / "parts" / name[:16]
    draft = Path(mkdtemp(prefix=".draft-", dir=store))
    for table, schema in SCHEMAS.items():
        pq.write_table(
            _arrow_table(rows.get(table, ()), schema),
            draft / f"{table}.parquet",
            compression="zstd",
        )
    try:
        draft.rename(part)
    except OSError:  # another worker wrote the same part first
        shutil.rmtree(draft)
        if not part.is_dir():
            raise


def _arrow_table(rows: Sequence[Row], schema: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa

    columns = {
        name: [_float(row.get(name)) if kind == "double" else row.get(name) for row in rows]
        for name, kind in schema.items()
    }
    return pa.table(columns, schema=_arrow_schema(schema))


def _arrow_schema(schema: Mapping[str, str]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in schema.items()])


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
