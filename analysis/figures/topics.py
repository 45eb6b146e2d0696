"""Figures of topics: a map, a matrix by section, a tree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.arguments import checked, of
from analysis.figures.canvas import (
    CUES,
    FONT,
    LINE,
    ON_COLOUR,
    QUIET,
    WIDTH,
    Cue,
    axes,
    bare,
    em,
    finish,
    house_style,
    label,
    name_rows,
    nothing,
    shortened,
)
from analysis.figures.wording import Words, section_name, wording
from analysis.passage import Passage
from analysis.report import Point, Section
from analysis.topics import Topics
from analysis.topics.fitting import choose

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABEL_WIDTH = 13  # em of a topic's label before it wraps
NAMED_LEAVES = 60  # passages that a tree names
MOST_LEAVES = 500  # passages that a tree shows
NO_TOPIC = Cue("#BBBBBB", "", ".")
NAME_WIDTH = 17  # em of a section's name before it wraps
HEAD_EM = 0.125  # inches of an em in the head of a column
NARROWEST = 4.6  # em of a column
SECTIONS = 24  # rows of a matrix; a longer report is shown at a higher level


@checked(topics=of(Topics))
def topic_map(
    topics: Topics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Every passage as a mark of its topic; marks that share many words stand close together.

    Positions: metric multidimensional scaling (classical, Torgerson 1952) of the cosine
    distances by which the topics were found, so that axes have no meaning of their own.
    """
    words = wording(lang).of("topic_map")
    with house_style():
        rows = _assigned(topics)
        if topics.representation is None or len(rows) < 3:
            return nothing(ax, words("empty"))
        ax = axes(ax, 4.8)
        owner = np.array(topics.assignments)[rows]
        places = _scaled(1 - topics.representation.take(rows).similarity())
        anchors = []
        for k, topic in enumerate(topics.topics):
            cue = _cue(k)
            own = places[owner == k]
            ax.scatter(
                own[:, 0], own[:, 1], s=_size(cue) ** 2, marker=cue.marker, color=cue.colour,
                edgecolors=QUIET, linewidths=0.5,
            )  # fmt: skip
            anchors.append((float(np.median(own[:, 1])), k, topic.label, len(topic.members)))
        low, high = places.min(axis=0), places.max(axis=0)
        room = (high - low) * 0.06
        ax.set(
            xlim=(low[0] - room[0], high[0] + (high[0] - low[0]) * 0.62),
            ylim=(low[1] - room[1], high[1] + room[1]),
        )
        # labels in one column beside the map, in the order of their topics' heights, each led
        # by its topic's mark: beside the marks themselves they would cover one another
        column = high[0] + (high[0] - low[0]) * 0.16
        heights = (
            np.linspace(high[1], low[1], len(anchors))
            if len(anchors) > 1
            else [places[:, 1].mean()]
        )
        for y, (_, k, name, n) in zip(heights, sorted(anchors, reverse=True), strict=True):
            cue = _cue(k)
            ax.plot(
                column, y, marker=cue.marker, color=cue.colour, ms=_size(cue), mec=QUIET, mew=0.5
            )
            ax.annotate(
                label(f"{name}  {wording(lang)('points', n=n)}", LABEL_WIDTH), (column, y),
                xytext=(9, 0), textcoords="offset points", va="center", fontsize=9.5,
            )  # fmt: skip
        bare(ax)
        ax.tick_params(left=False, labelleft=False, labelbottom=False)
        ax.axvline(column - (high[0] - low[0]) * 0.07, color="#dddddd", linewidth=0.8)
        return finish(ax, _title(topics, words), source)


@checked(topics=of(Topics))
def topic_section_matrix(
    topics: Topics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """How many passages of each topic stand in each section; the darker the more."""
    words = wording(lang).of("topic_section_matrix")
    with house_style():
        sections = _sections(topics)
        if not sections:
            return nothing(ax, words("empty"))
        counts = np.array(
            [
                [
                    sum(section.start <= p.start < section.end for p in topic.members)
                    for topic in topics.topics
                ]
                for section in sections
            ]
        )
        names = [section_name(s) for s in sections]
        ax = _grid(ax, counts, names, [topic.label for topic in topics.topics])
        one = sum(int((column > 0).sum() == 1) for column in counts.T)
        key = "title" if one else "title_none"
        title = words(key, n=len(topics.topics), one=one, sections=len(sections))
        return finish(ax, title, source)


@checked(topics=of(Topics))
def topics_over_groups(
    topics: Topics,
    groups: Sequence[object],
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """The topics' shares in each group of passages: a year, a place or a report.

    ``groups[i]`` names the group of the i-th passage; groups stand in the order of their
    first passages, and each group's shares add up to 100%.

    Raises:
        ValueError: not one group a passage.
    """
    words = wording(lang).of("topics_over_groups")
    with house_style():
        pairs = [
            (str(group), topic)
            for group, topic in zip(groups, topics.assignments, strict=True)
            if topic >= 0
        ]
        if not pairs:
            return nothing(ax, words("empty"))
        rows = list(dict.fromkeys(group for group, _ in pairs))
        counts = np.zeros((len(rows), len(topics.topics)))
        for group, topic in pairs:
            counts[rows.index(group), topic] += 1
        shares = 100 * counts / counts.sum(axis=1, keepdims=True)
        ax = _grid(ax, shares, rows, [topic.label for topic in topics.topics])
        ax.set_xlabel(words("axis"))
        row, column = np.unravel_index(int(shares.argmax()), shares.shape)
        title = words(
            "title", group=rows[row], topic=topics.topics[int(column)].label,
            percent=round(float(shares.max())),
        )  # fmt: skip
        return finish(ax, title, source)


def _grid(
    ax: Axes | None, values: "NDArray[np.float64]", rows: Sequence[str], columns: Sequence[str]
) -> Axes:
    """A field for each row and column with a number, the darker the more; none for a zero."""
    names = [label(row, NAME_WIDTH) for row in rows]
    lines = max(name.count("\n") + 1 for name in names)
    # beside the rows' names; many columns make the figure wider, not their heads overlap
    beside = 0.4 + LINE * max(em(line) for name in names for line in name.split("\n")) * 0.75
    width = max(WIDTH, beside + len(columns) * NARROWEST * HEAD_EM)
    head_width = (width - beside) / len(columns) / HEAD_EM - 0.6
    titles = [label(column, head_width) for column in columns]
    heads = max(title.count("\n") + 1 for title in titles)
    ax = axes(ax, 1.1 + heads * LINE + len(names) * (LINE * lines + 0.12), width)
    top = max(float(values.max()), 1.0)
    edges = [np.arange(n + 1) - 0.5 for n in values.T.shape]
    ax.pcolormesh(
        *edges, np.ma.masked_equal(values, 0), cmap="Blues", vmin=0, vmax=top * 1.25,
        edgecolors="white", linewidth=2,
    )  # fmt: skip
    for (row, column), value in np.ndenumerate(values):
        if value:
            ax.text(
                column, row, f"{value:.0f}", ha="center", va="center", fontsize=9.5,
                color="white" if value > top * 0.7 else "#222222",
                gid=f"{ON_COLOUR}-{row}-{column}",
            )  # fmt: skip
    name_rows(ax, names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xticks(range(len(titles)), titles, fontfamily=FONT, fontsize=9, color="#222222")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    bare(ax)
    return ax


@checked(topics=of(Topics))
def topic_dendrogram(
    topics: Topics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """The tree from which the topics were cut, of the passages with words.

    By consensus two groups join at the mean share of the runs that kept their passages apart.
    Marks tell the topics; a grey one is a passage in none. Of more than ``NAMED_LEAVES`` passages
    only the marks are drawn.
    """
    words = wording(lang).of("topic_dendrogram")
    with house_style():
        passages, owner = _leaves(topics)
        if topics.tree is None or not 2 <= len(passages) <= MOST_LEAVES:
            return nothing(ax, words("empty"))
        from scipy.cluster.hierarchy import dendrogram

        tree: dict[str, Any] = dict(dendrogram(topics.tree, no_plot=True))
        named = len(passages) <= NAMED_LEAVES
        row_height = LINE + 0.02 if named else max(5.0 / len(passages), 0.03)
        ax = axes(ax, 1.3 + len(passages) * row_height)
        for xs, ys in zip(tree["dcoord"], tree["icoord"], strict=True):
            ax.plot(xs, [(y - 5) / 10 for y in ys], color="#777777", linewidth=0.9)
        for row, leaf in enumerate(tree["leaves"]):
            cue = _cue(owner[leaf]) if owner[leaf] >= 0 else NO_TOPIC
            ax.plot(
                0, row, marker=cue.marker, color=cue.colour, mec=QUIET, mew=0.5,
                ms=_size(cue) * (0.9 if named else 0.6), clip_on=False, zorder=3,
            )  # fmt: skip
        names = [shortened(_name(passages[leaf]), 24) if named else "" for leaf in tree["leaves"]]
        name_rows(ax, names)
        ax.tick_params(axis="y", pad=8, labelsize=8.5)
        ax.set_xlim(left=0)
        ax.set_xlabel(words("axis"))
        bare(ax, keep="bottom")
        for k, topic in enumerate(topics.topics):
            cue = _cue(k)
            ax.plot(
                [], [], marker=cue.marker, color=cue.colour, mec=QUIET, mew=0.5,
                ms=_size(cue) * 0.9, ls="", label=shortened(topic.label, 13),
            )  # fmt: skip
        figure = finish(ax, words("title", n=len(passages)), source)
        ax.legend(
            loc="lower right", bbox_to_anchor=(1, 1), fontsize=8.5, ncols=3, handlelength=1,
            columnspacing=1, borderaxespad=0.2,
        )  # fmt: skip
        return figure


@checked(topics=of(Topics))
def topic_curve(
    topics: Topics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Stability and silhouette for each number of topics tried, the chosen one marked."""
    words = wording(lang).of("topic_curve")
    with house_style():
        tried = topics.candidates
        if not tried:
            return nothing(ax, words("empty"))
        ax = axes(ax, 3.0)
        numbers = [candidate.n_topics for candidate in tried]
        chosen, kept = choose(tried), len(topics.topics)
        curves = {
            "stability": [candidate.stability for candidate in tried],
            "silhouette": [candidate.silhouette for candidate in tried],
        }
        for (name, values), cue, line in zip(curves.items(), CUES, ("-", "--"), strict=False):
            ax.plot(numbers, values, line, color=cue.colour, marker=cue.marker, ms=5)
            ax.annotate(
                words(name), (numbers[-1], values[-1]), xytext=(8, 0), va="center",
                textcoords="offset points", fontsize=9.5, color=QUIET,
            )  # fmt: skip
        ax.axvline(chosen, color=QUIET, linewidth=0.8, linestyle=":", zorder=0)
        ax.set_xlabel(words("axis"))
        ax.set_xlim(numbers[0] - 0.5, numbers[-1] + 0.2 * (numbers[-1] - numbers[0]) + 1)
        ax.set_xticks(numbers if len(numbers) < 16 else numbers[:: len(numbers) // 12])
        bare(ax, keep="bottom left")
        key = "title_one" if len(tried) == 1 else "title" if kept == chosen else "title_kept"
        title = words(key, n=chosen, kept=kept, low=numbers[0], high=numbers[-1])
        return finish(ax, title, source)


def _assigned(topics: Topics) -> "NDArray[np.intp]":
    """The rows of the passages that belong to a topic."""
    owner = np.array(topics.assignments, dtype=int)
    return np.flatnonzero((owner >= 0) & (owner < len(topics.topics)))


def _leaves(topics: Topics) -> tuple[list[Passage], list[int]]:
    """The leaves of the topics' tree, which are the passages with words, and the topic of each."""
    if topics.representation is None or not topics.topics:
        return [], []
    rows = np.flatnonzero(np.diff(topics.representation.weights.indptr)).tolist()
    owner = [k if k < len(topics.topics) else -1 for k in topics.assignments]
    return [topics.passages[row] for row in rows], [owner[row] for row in rows]


def _scaled(distances: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Two coordinates for each row; shape ``(n, 2)``, each column's largest entry positive."""
    n = len(distances)
    centre = np.eye(n) - np.ones((n, n)) / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    places = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))
    signs = np.sign(places[np.abs(places).argmax(axis=0), [0, 1]])
    scaled: NDArray[np.float64] = places * np.where(signs == 0, 1, signs)
    return scaled


def _sections(topics: Topics) -> list[Section]:
    """The sections that hold members, at the deepest level with at most ``SECTIONS`` of them."""
    lowest = {
        member.section: None
        for topic in topics.topics
        for member in topic.members
        if isinstance(member, Point)
    }
    sections = sorted(lowest)
    while len(sections) > SECTIONS and len({s.level for s in sections}) > 1:
        deepest = max(s.level for s in sections)
        sections = [s for s in sections if s.level < deepest]
    return sections[:SECTIONS]


def _name(passage: Passage) -> str:
    return passage.title if isinstance(passage, Point) else passage.text


def _cue(k: int) -> Cue:
    """The cue of topic k: after eight, colour and mark combine anew."""
    return Cue(CUES[k % 8].colour, "", CUES[(k + k // 8) % 8].marker)


def _size(cue: Cue) -> float:
    """The size of a mark in points: a star's points make it look smaller than it is."""
    return 10.0 if cue.marker == "*" else 7.0


def _title(topics: Topics, words: Words) -> str:
    return words("title", n=len(topics.topics), points=sum(len(t.members) for t in topics.topics))
