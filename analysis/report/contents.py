"""Contents: what the rules ask a yearly report to hold, and where it is in this one."""

import re
from dataclasses import dataclass

from analysis.arguments import checked, of
from analysis.lexicon import read_toml
from analysis.report import Report
from analysis.report.records import Section
from analysis.table import Table


@dataclass(frozen=True, slots=True)
class Content:
    """One of the contents that are asked for, with the sections that hold it; none: missing."""

    key: str
    name: str
    sections: tuple[Section, ...]

    @property
    def present(self) -> bool:
        """Whether any section holds it."""
        return bool(self.sections)


@checked(report=of(Report))
def find_contents(report: Report) -> Table[Content]:
    """The five contents of a yearly report on building a law-based government.

    A content is found in the highest sections of its kind, else in the lowest whose text
    speaks of it.

    Source: 《法治政府建设与责任落实督察工作规定》, 2019, on the yearly report.
    """
    contents = [
        Content(row["key"], row["name"], _sections_with(report, row["kinds"], row["patterns"]))
        for row in read_toml("sections.toml")["contents"]
    ]
    return Table(
        contents,
        {
            "name": lambda content: content.name,
            "present": lambda content: content.present,
            "sections": lambda content: tuple(section.title for section in content.sections),
        },
    )


def _sections_with(report: Report, kinds: list[str], patterns: list[str]) -> tuple[Section, ...]:
    of_kind = [section for section in report.sections if section.kind in kinds]
    highest = tuple(
        section
        for section in of_kind
        if not any(other is not section and other.contains(section) for other in of_kind)
    )
    if highest or not patterns:
        return highest
    speaking = [s for s in report.sections if re.search("|".join(patterns), s.text)]
    return tuple(
        section
        for section in speaking
        if not any(other is not section and section.contains(other) for other in speaking)
    )
