"""The identity of a report: what is known of the document and of its file."""

from pathlib import Path

from analysis.brief.sheets import Cell
from analysis.report import Report


def identity(report: Report) -> list[tuple[str, Cell]]:
    """What is known of the report and its file, without what is not known."""
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
        ("file", Path(source.name).name),
        ("format", source.format),
        ("size", source.size),
        ("sha256", source.sha256),
        *(("dropped", dropped) for dropped in source.dropped),
    ]
    return [(name, value) for name, value in fields if value not in (None, "")]
