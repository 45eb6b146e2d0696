"""The identity of a report: what is known of the document and of its file."""

from pathlib import Path

from analysis.brief.sheets import Cell
from analysis.brief.telling import tell_leftover
from analysis.figures.wording import Words
from analysis.report import Report

STRING = "<text>"  # what stands for a file's name in a report made of a string


def identity(report: Report, words: Words) -> list[tuple[str, Cell]]:
    """What is known of the report and its file, told in the words' language."""
    source = report.source
    fields: list[tuple[str, Cell]] = [
        ("title", report.title),
        ("place", report.place),
        ("year", report.year),
        ("reviewed", report.reviewed),
        ("issuer", report.issuer),
        ("published", f"{report.published:%Y-%m-%d %H:%M}" if report.published else None),
        ("document_number", report.document_number),
        ("index_number", report.index_number),
        ("url", report.url),
        ("length", len(report.text)),
        ("file", file_name(report)),
        ("format", source.format),
        ("size", source.size),
        ("sha256", source.sha256),
        *(("dropped", tell_leftover(dropped, words)) for dropped in source.dropped),
    ]
    return [(name, value) for name, value in fields if value not in (None, "")]


def file_name(report: Report) -> str | None:
    """The name of the report's file without its folder; nothing for a report made of a string."""
    return None if report.source.name == STRING else Path(report.source.name).name
