"""Figures of topics: a map, a matrix by section, a tree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.canvas import (
    CUES,
    FONT,
    LINE,
    QUIET,
    Cue,
    axes,
    bare,
    finish,
    house_style,
    label,
    name_rows,
    nothing,
    shortened,
)
from analysis.figures.wording import Words, wording
from analysis.passage import Passage
from analysis.report import Point, Section
from analysis.tokens import tokenizer
from analysis.topics import Topics

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABEL_WIDTH = 13  # em of a topic's label before it wraps
LEAVES = 60  # passages that a tree shows; with more its leaves are topics
NAME_WIDTH = 17  # em of a section's name before it wraps
SECTIONS = 24  # rows of a matrix; a longer report is shown at a higher level


def topic_map(
    topics: Topics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Every passage as a mark of its topic; marks that share many words stand close together.

    Positions: metric multidimensional scaling (classical, Torgerson 1952) of the cosine
    distances between tf-idf vectors, so that axes have no meaning of their own.
    """
    words = wording(lang).of("topic_map")
    with house_style():
        members, owner = _members(topics)
        if len(members) < 3:
            return nothing(ax, words("empty"))
        ax = axes(ax, 4.8)
        places = _scaled(_distances(members))
        anchors = []
        for k, topic in enumerate(topics.topics):
            cue = _cue(k)
            own = places[owner == k]
            ax.scatter(
                own[:, 0], own[:, 1], s=46, marker=cue.marker, color=cue.colour, alpha=0.85,
                edgecolors="white", linewidths=0.6,
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
        rows = (
            np.linspace(high[1], low[1], len(anchors))
            if len(anchors) > 1
            else [places[:, 1].mean()]
        )
        for y, (_, k, name, n) in zip(rows, sorted(anchors, reverse=True), strict=True):
            cue = _cue(k)
            ax.plot(column, y, marker=cue.marker, color=cue.colour, ms=7, mec="white")
            ax.annotate(
                label(f"{name}  {wording(lang)('points', n=n)}", LABEL_WIDTH), (column, y),
                xytext=(9, 0), textcoords="offset points", va="center", fontsize=9.5,
            )  # fmt: skip
        bare(ax)
        ax.tick_params(left=False, labelleft=False, labelbottom=False)
        ax.axvline(column - (high[0] - low[0]) * 0.07, color="#dddddd", linewidth=0.8)
        return finish(ax, _title(topics, words), source)


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
        names = [f"{s.number} {s.title}" for s in sections]
        ax = _grid(ax, counts, names, [topic.label for topic in topics.topics])
        one = sum(int((column > 0).sum() == 1) for column in counts.T)
        title = words("title", n=len(topics.topics), one=one, sections=len(sections))
        return finish(ax, title, source)


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
    """A field for each row and column, the darker the more, with its number where it has one."""
    names = [label(row, NAME_WIDTH) for row in rows]
    lines = max(name.count("\n") + 1 for name in names)
    titles = [label(column, max(4.0, 36 / len(columns))) for column in columns]
    heads = max(title.count("\n") + 1 for title in titles)
    ax = axes(ax, 1.1 + heads * LINE + len(names) * (LINE * lines + 0.12))
    top = max(float(values.max()), 1.0)
    edges = [np.arange(n + 1) - 0.5 for n in values.T.shape]
    ax.pcolormesh(
        *edges, values, cmap="Blues", vmin=0, vmax=top * 1.25, edgecolors="white", linewidth=2
    )
    for (row, column), value in np.ndenumerate(values):
        if value:
            ax.text(
                column, row, f"{value:.0f}", ha="center", va="center", fontsize=9.5,
                color="white" if value > top * 0.7 else "#222222",
            )  # fmt: skip
    name_rows(ax, names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xticks(range(len(titles)), titles, fontfamily=FONT, fontsize=9, color="#222222")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    bare(ax)
    return ax


def topic_dendrogram(
    topics: Topics,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """A tree of the passages, joined where their words are alike; marks tell their topics.

    Average linkage of cosine distances between tf-idf vectors. With more than ``LEAVES``
    passages the leaves are topics, each all its passages together.
    """
    words = wording(lang).of("topic_dendrogram")
    with house_style():
        members, owner = _members(topics)
        names = [_name(member) for member in members]
        if len(members) > LEAVES:
            texts = ["".join(p.text for p in topic.members) for topic in topics.topics]
            members, owner = [Passage(0, len(t), t) for t in texts], np.arange(len(texts))
            names = [topic.label for topic in topics.topics]
        if len(members) < 2:
            return nothing(ax, words("empty"))
        tree = _tree(_distances(members))
        ax = axes(ax, 1.3 + len(members) * (LINE + 0.02))
        for xs, ys in zip(tree["dcoord"], tree["icoord"], strict=True):
            ax.plot(xs, [(y - 5) / 10 for y in ys], color="#777777", linewidth=0.9)
        for row, leaf in enumerate(tree["leaves"]):
            cue = _cue(int(owner[leaf]))
            ax.plot(0, row, marker=cue.marker, color=cue.colour, ms=6, clip_on=False, zorder=3)
        name_rows(ax, [shortened(names[leaf], 24) for leaf in tree["leaves"]])
        ax.tick_params(axis="y", pad=8, labelsize=8.5)
        ax.set_xlim(left=0)
        ax.set_xlabel(words("axis"))
        bare(ax, keep="bottom")
        for k, topic in enumerate(topics.topics):
            cue = _cue(k)
            ax.plot(
                [], [], marker=cue.marker, color=cue.colour, ls="", label=shortened(topic.label, 13)
            )
        figure = finish(ax, words("title", n=len(members)), source)
        ax.legend(
            loc="lower right", bbox_to_anchor=(1, 1), fontsize=8.5, ncols=3, handlelength=1,
            columnspacing=1, borderaxespad=0.2,
        )  # fmt: skip
        return figure


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
        chosen = len(topics.topics)
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
        return finish(ax, words("title", n=chosen, low=numbers[0], high=numbers[-1]), source)


def _members(topics: Topics) -> "tuple[list[Passage], NDArray[np.int_]]":
    """The passages of every topic, in order, and the topic of each."""
    pairs = [(p, k) for k, topic in enumerate(topics.topics) for p in topic.members]
    return [p for p, _ in pairs], np.array([k for _, k in pairs], dtype=int)


def _distances(passages: Sequence[Passage]) -> "NDArray[np.float64]":
    """Cosine distances of tf-idf vectors; shape ``(n_passages, n_passages)``."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_distances

    def terms(passage: Passage) -> list[str]:
        return [word for word in cut(passage.text) if len(word) > 1] or [passage.text]

    cut = tokenizer().cut
    vectors = TfidfVectorizer(analyzer=terms, sublinear_tf=True).fit_transform(passages)
    distances: NDArray[np.float64] = cosine_distances(vectors)
    return distances


def _scaled(distances: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Two coordinates for each row; shape ``(n, 2)``, each column's largest entry positive."""
    n = len(distances)
    centre = np.eye(n) - np.ones((n, n)) / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    places = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))
    signs = np.sign(places[np.abs(places).argmax(axis=0), [0, 1]])
    scaled: NDArray[np.float64] = places * np.where(signs == 0, 1, signs)
    return scaled


def _tree(distances: "NDArray[np.float64]") -> dict[str, Any]:
    """Coordinates of the tree's brackets and the order of its leaves."""
    from scipy.cluster.hierarchy import dendrogram, linkage
    from scipy.spatial.distance import squareform

    joined = linkage(squareform(distances, checks=False), "average", optimal_ordering=True)
    return dict(dendrogram(joined, no_plot=True))


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


def _title(topics: Topics, words: Words) -> str:
    return words("title", n=len(topics.topics), points=sum(len(t.members) for t in topics.topics))
