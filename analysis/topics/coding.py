"""Coding: the task of an official outline that each point of a report tells of."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from analysis.arguments import checked, many, of
from analysis.lexicon import read_toml
from analysis.passage import Passage
from analysis.report import Point
from analysis.table import Table

# How much more a cue says in the point's own title, or in the heading above it, than in its text.
TITLE_WEIGHT = 3.0
HEADING_WEIGHT = 2.0
TEXT_WEIGHT = 1.0
# A section of the kind that a task asks for says as much as a cue of six characters in its heading.
KIND_WEIGHT = 10.0
# A task needs a cue of three characters in the text, or of two in a title or heading.
LEAST_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Task:
    """One task of an outline, and the cue terms by which a text tells of it.

    ``kind`` is the kind of section given over to it, if there is one.
    """

    number: str
    title: str
    cues: tuple[str, ...]
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """An official outline: its tasks, and the document that sets them."""

    name: str
    title: str
    source: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """A point's task, or None.

    ``score`` is the task's share of the weight of all cues found, 0 to 1; ``cues`` are the
    places of the task's cue terms in the point, and in the heading above it.
    """

    point: Point
    task: Task | None
    score: float
    cues: tuple[Passage, ...]


_COLUMNS: dict[str, Callable[[Coding], object]] = {
    "section": lambda coding: coding.point.section.number,
    "number": lambda coding: coding.point.number,
    "title": lambda coding: coding.point.title,
    "task": lambda coding: coding.task.number if coding.task else None,
    "task_title": lambda coding: coding.task.title if coding.task else None,
    "score": lambda coding: round(coding.score, 2),
    "cues": lambda coding: tuple(dict.fromkeys(cue.text for cue in coding.cues)),
}


def framework_names() -> tuple[str, ...]:
    """The names of the frameworks at hand."""
    folder = files("analysis.lexicon").joinpath("frameworks")
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir()))


def read_framework(name: str) -> Framework:
    """The framework of that name.

    Raises:
        ValueError: there is none.
    """
    if name not in framework_names():
        raise ValueError(f"no framework {name!r}; there are {', '.join(framework_names())}")
    data = read_toml(f"frameworks/{name}.toml")
    tasks = tuple(Task(**{**task, "cues": tuple(task["cues"])}) for task in data["tasks"])
    return Framework(name, data["title"], data["source"], tasks)


@checked(points=many(Point), framework=of(str, Framework))
def code_points(points: Sequence[Point], framework: str | Framework) -> Table[Coding]:
    """The task that each point tells of, with its score and evidence; no task where none leads.

    A cue weighs its characters less one, times 3 in the point's title, 2 in the heading of its
    section and 1 in its text, each cue once where it weighs most. Within a stretch of text only
    the longest cue counts (行政执法监督 is no 行政执法). The heaviest task wins; with less than
    weight 2, or on a tie, the point has none and a score of 0.

    Raises:
        ValueError: no framework of that name.
    """
    if isinstance(framework, str):
        framework = read_framework(framework)
    cues = {cue for task in framework.tasks for cue in task.cues}
    pattern = re.compile("|".join(map(re.escape, sorted(cues, key=lambda cue: (-len(cue), cue)))))
    return Table((_code(point, framework.tasks, pattern) for point in points), _COLUMNS)


def _code(point: Point, tasks: Sequence[Task], pattern: re.Pattern[str]) -> Coding:
    weight: dict[str, float] = defaultdict(float)  # of each cue
    places: dict[str, list[Passage]] = defaultdict(list)
    for place, factor in _found(point, pattern):
        weight[place.text] = max(weight[place.text], factor * (len(place.text) - 1))
        places[place.text].append(place)
    totals = [
        sum(weight[cue] for cue in task.cues if cue in weight)
        + (KIND_WEIGHT if task.kind == point.section.kind else 0)
        for task in tasks
    ]
    first, second = sorted([*totals, 0.0], reverse=True)[:2]
    if first < LEAST_WEIGHT or first == second:
        return Coding(point, None, 0.0, ())
    task = tasks[totals.index(first)]
    evidence = [place for cue in task.cues for place in places.get(cue, ())]
    if task.kind == point.section.kind:
        evidence.append(point.section.heading)
    return Coding(point, task, first / sum(totals), tuple(sorted(evidence)))


def _found(point: Point, pattern: re.Pattern[str]) -> Iterator[tuple[Passage, float]]:
    """The places of cues in a point and in the heading above it, with their factors."""
    title_end = point.text.find(point.title) + len(point.title)
    for match in pattern.finditer(point.text):
        factor = TITLE_WEIGHT if match.end() <= title_end else TEXT_WEIGHT
        yield point.cut(*match.span()), factor
    heading = point.section.heading
    for match in pattern.finditer(heading.text):
        yield heading.cut(*match.span()), HEADING_WEIGHT
