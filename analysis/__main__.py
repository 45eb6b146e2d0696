"""The command line: parse, call, print.

Exit status: 0; 1 when `audit` found an inconsistency; 2 for misuse or unreadable input.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analysis import report as reports
from analysis.passage import Passage
from analysis.table import Table

if TYPE_CHECKING:
    from analysis.compare import Comparison

DONE, INCONSISTENT, MISUSE = 0, 1, 2
_BAR = "{bar:20} {desc}"  # of progress, shown on a terminal alone
_N_STEPS = 5  # of a brief


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit status."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a caller may have put a plain buffer in their place
            # a name of a file may hold bytes that are no text
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        sys.stdout = None
        return DONE
    except KeyboardInterrupt:
        print("report-analysis: stopped", file=sys.stderr)
        return 130
    except (ValueError, OSError) as error:
        print(f"report-analysis: {_one_line(error)}", file=sys.stderr)
        return MISUSE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="report-analysis",
        description="Keywords, topics, metrics and checks of Chinese government reports.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help_: str, files: str = "one"
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_, description=help_)
        added.set_defaults(run=run)
        if files == "one":
            added.add_argument("file", help="a report: .txt, .html, .docx or .pdf")
        elif files == "many":
            added.add_argument("files", nargs="+", metavar="file", help="reports")
        return added

    def printed(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        form = added.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON, one array of records")
        form.add_argument(
            "--csv", action="store_true", help="print CSV that Excel opens as Chinese"
        )
        return added

    brief = command(
        "brief", _brief, "Write the brief of each report: page, tables, figures", "many"
    )
    brief.add_argument("--out", default="build", help="folder; a subfolder each (default: build)")
    brief.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the labels")

    keywords = printed(command("keywords", _keywords, "List the keywords of a report"))
    keywords.add_argument("--top", type=_positive, default=20, help="how many (default: 20)")
    keywords.add_argument("--lexicon", type=Path, help="a file of your own terms, one a line")

    topics = printed(command("topics", _topics, "List the topics of a report's points"))
    topics.add_argument("--topics", type=_positive, help="how many (default: chosen)")
    topics.add_argument("--seed", type=int, default=0)

    printed(command("metrics", _metrics, "List every metric of a report"))
    printed(command("audit", _audit, "Check whether the figures of reports agree", "many"))
    printed(command("compare", _compare, "Put the same indicators of reports side by side", "many"))

    notebook = command("notebook", _notebook, "Execute a notebook on your own report", "none")
    notebook.add_argument("notebook", help="its number or name: 01, 04-metrics")
    notebook.add_argument("file", help="a report")
    notebook.add_argument("--out", default="build", help="folder (default: build)")

    corpus = commands.add_parser("corpus", help="Analyse a folder of reports; ask in SQL")
    actions = corpus.add_subparsers(required=True, metavar="ACTION")
    build = actions.add_parser("build", help="analyse every report that the store lacks")
    build.add_argument("folder")
    build.add_argument("store")
    build.add_argument("--engine", choices=("processes", "dask"), default="processes")
    build.add_argument("--workers", type=_positive)
    build.set_defaults(run=_corpus_build)
    sql = printed(actions.add_parser("sql", help="ask a store"))
    sql.add_argument("store")
    sql.add_argument("query", help="over reports, metrics, keywords, findings and failures")
    sql.set_defaults(run=_corpus_sql)
    return parser


def _brief(options: argparse.Namespace) -> int:
    from tqdm import tqdm

    from analysis.brief import write_brief
    from analysis.brief.outline import outline
    from analysis.pipeline import analyse

    _check_folders(options.files)
    for file in options.files:
        report = reports.read_report(file)
        with tqdm(total=_N_STEPS, bar_format=_BAR, disable=None) as bar:

            def show(step: str, bar: "tqdm[NoReturn]" = bar, name: str = report.id) -> None:
                bar.set_description_str(f"{name} {step}")
                bar.update()

            analysis = analyse(report, progress=show)
            show("writing")
            folder = Path(options.out) / report.id
            write_brief(analysis, folder, lang=options.lang)
        print(outline(analysis, lang=options.lang))
        print(f"→ {folder / 'brief.html'}")
    return DONE


def _check_folders(files: Sequence[str]) -> None:
    """Two files of one name would be written over each other, for the name names the folder."""
    first: dict[str, str] = {}
    for file in files:
        other = first.setdefault(Path(file).stem, file)
        if other != file:
            raise ValueError(f"{other} and {file} have one name, so one brief would replace the "
                             "other; give each its own --out")  # fmt: skip


def _keywords(options: argparse.Namespace) -> int:
    from analysis.keywords import extract_keywords

    report = reports.read_report(options.file)
    _print(extract_keywords(report, top=options.top, lexicon=options.lexicon), options)
    return DONE


def _topics(options: argparse.Namespace) -> int:
    from analysis.topics import cluster_topics

    report = reports.read_report(options.file)
    topics = cluster_topics(report.points, n_topics=options.topics, seed=options.seed)
    _print(topics.topics, options)
    if not (options.json or options.csv):
        print(topics.explain())
    return DONE


def _metrics(options: argparse.Namespace) -> int:
    from analysis.metrics import extract_metrics

    _print(extract_metrics(reports.read_report(options.file)), options)
    return DONE


def _audit(options: argparse.Namespace) -> int:
    from analysis.audit import Verdict, audit_metrics
    from analysis.metrics import extract_metrics

    audited = [
        (file, audit_metrics(extract_metrics(reports.read_report(file)))) for file in options.files
    ]
    if options.json or options.csv:
        _print_rows(
            [{"file": file} | row for file, findings in audited for row in findings.rows()],
            ["file", *audited[0][1].columns],
            options,
        )
    else:
        for file, findings in audited:
            for finding in findings:
                if finding.verdict is not Verdict.CONSISTENT:
                    print(f"{file}: {finding.verdict}: {finding.explain()}")
    wrong = any(
        finding.verdict is Verdict.INCONSISTENT for _, findings in audited for finding in findings
    )
    return INCONSISTENT if wrong else DONE


def _compare(options: argparse.Namespace) -> int:
    from analysis.compare import compare_reports

    comparison = compare_reports([reports.read_report(file) for file in options.files])
    if options.json or options.csv:
        _print(comparison.series, options)
    else:
        _print_comparison(comparison)
    return DONE


def _print_comparison(comparison: "Comparison") -> None:
    """What two reports or more share first, then what only one tells, then what disagrees."""
    last = comparison.labels[-1]
    print(comparison.shared)
    print(f"\nin {last} alone: {len(comparison.new)} indicators")
    print(f"no longer in {last}: {len(comparison.vanished)} indicators")
    for word, keys in (("rose", comparison.rose), ("dropped", comparison.dropped)):
        print(f"terms that {word} in {last}: {'、'.join(key.term for key in keys) or 'none'}")
    print(f"\n{comparison.sections}\n")
    agreeing = 0
    for finding in comparison.findings:
        if finding.verdict == "consistent":
            agreeing += 1
        else:
            print(f"{finding.verdict}: {finding.explain()}")
    unchecked = len(comparison.findings.coverage.unchecked)
    if comparison.findings or unchecked:
        print(f"agree with the report of the year before: {agreeing}; not comparable: {unchecked}")


def _notebook(options: argparse.Namespace) -> int:
    from analysis.brief.notebook import write_notebook

    for path in write_notebook(options.notebook, options.file, Path(options.out)):
        print(f"→ {path}")
    return DONE


def _corpus_build(options: argparse.Namespace) -> int:
    from analysis.corpus import Corpus

    corpus = Corpus.build(
        options.folder, options.store, engine=options.engine, workers=options.workers
    )
    counts = corpus.sql(
        "select (select count(*) from reports) reports, (select count(*) from metrics) metrics,"
        " (select count(*) from failures) failures"
    )
    print(", ".join(f"{counts[name][0]} {name}" for name in counts.columns))
    return DONE


def _corpus_sql(options: argparse.Namespace) -> int:
    from analysis.corpus import Corpus

    frame = Corpus(options.store).sql(options.query)
    frame = frame.astype(object).where(frame.notna(), None)  # JSON knows no NaN
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    _print_rows(rows, [str(name) for name in frame.columns], options)
    return DONE


def _print(table: Table[Any], options: argparse.Namespace) -> None:
    if options.json or options.csv:
        _print_rows(list(table.rows()), list(table.columns), options)
    else:
        print(table)


def _print_rows(
    rows: list[dict[str, object]], columns: list[str], options: argparse.Namespace
) -> None:
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=_json))
    elif options.csv:
        from analysis.brief.sheets import Sheet, to_csv

        cells = tuple(tuple(_cell(row[name]) for name in columns) for row in rows)
        sys.stdout.flush()
        sys.stdout.buffer.write(to_csv(Sheet("rows", tuple(columns), cells)))
    else:
        print(Table(rows, {name: itemgetter(name) for name in columns}))


def _json(value: object) -> object:
    """What JSON shows of a value that it has no form for."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Passage):
        return {"start": value.start, "end": value.end, "text": value.text}
    return str(value)


def _cell(value: object) -> str | int | float | Decimal | None:
    """What a cell of CSV shows: a number as one, a passage as its text, several joined."""
    if value is None or isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, tuple):
        return "; ".join(str(_cell(part)) for part in value)
    return value.text if isinstance(value, Passage) else str(value)


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split())


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, not {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
