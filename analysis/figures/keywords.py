"""Figures of keywords: ranked bars, grouped by section kind, and a cloud for those who want one."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.arguments import checked, many
from analysis.figures.canvas import (
    BLUE,
    CUES,
    LINE,
    QUIET,
    axes,
    bare,
    em,
    finish,
    font_path,
    house_style,
    label,
    name_rows,
    nothing,
)
from analysis.figures.wording import Words, wording
from analysis.keywords import Keyword
from analysis.report import SectionKind

TERM_WIDTH = 14  # em of a label before it wraps
GROUP_TERMS = 8  # terms that a group shows at most


@checked(keywords=many(Keyword))
def keyword_bars(
    keywords: Sequence[Keyword],
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """Bars as wide as each keyword's score, with the number of its places at their ends."""
    words, common = wording(lang).of("keyword_bars"), wording(lang)
    with house_style():
        if not keywords:
            return nothing(ax, words("empty"))
        names = [label(keyword.term, TERM_WIDTH) for keyword in keywords]
        lines = max(name.count("\n") + 1 for name in names)
        ax = axes(ax, 1.1 + len(names) * (LINE * lines + 0.1))
        bars = ax.barh(range(len(names)), [k.score for k in keywords], color=BLUE, height=0.66)
        counts = [common("places", n=keyword.count) for keyword in keywords]
        ax.bar_label(bars, counts, padding=4, fontsize=9, color=QUIET)
        name_rows(ax, names)
        ax.margins(x=0.12)
        ax.set_xlabel(words("axis"))
        bare(ax, keep="bottom")
        title = words("title", term=keywords[0].term, n=len(keywords))
        return finish(ax, title, source)


@checked(keywords=many(Keyword))
def keywords_by_section(
    keywords: Sequence[Keyword],
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
) -> Figure:
    """For each kind of section, in the report's order, the keywords that occur there most.

    A place counts for the kind of the lowest section that holds it.
    """
    words, common = wording(lang).of("keywords_by_section"), wording(lang)
    groups = count_by_kind(keywords)
    with house_style():
        if not groups:
            return nothing(ax, words("empty"))
        rows = [(kind, term, n) for kind, counts in groups.items() for term, n in counts]
        # a gap of one row, for the group's heading, before each group
        ys, y = [], 0
        for index, (kind, _, _) in enumerate(rows):
            y += 2 if index == 0 or rows[index - 1][0] != kind else 1
            ys.append(y)
        names = [label(term, TERM_WIDTH) for _, term, _ in rows]
        lines = max(name.count("\n") + 1 for name in names)
        ax = axes(ax, 1.1 + y * (LINE * lines + 0.07))
        for (kind, counts), cue in zip(groups.items(), CUES, strict=False):
            inside = [at for at, row in zip(ys, rows, strict=True) if row[0] is kind]
            bars = ax.barh(
                inside, [n for _, n in counts], height=0.66, color=cue.colour,
                hatch=cue.hatch, edgecolor="white", linewidth=0,
            )  # fmt: skip
            ax.bar_label(bars, padding=4, fontsize=9, color=QUIET)
            ax.annotate(
                common.name("kind", kind), (0, inside[0] - 1), xytext=(2, 0),
                textcoords="offset points", fontsize=10.5, color=QUIET, ha="left", va="center",
            )  # fmt: skip
        name_rows(ax, names, ys)
        ax.set_ylim(y + 0.6, 0.4)
        ax.margins(x=0.08)
        ax.set_xlabel(words("axis"))
        bare(ax, keep="bottom")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        return finish(ax, _most_said(groups, words, common), source)


def _most_said(
    groups: Mapping[SectionKind, Sequence[tuple[str, int]]], words: Words, common: Words
) -> str:
    """The title: what each kind of section says most, those that say the same together."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for kind, counts in groups.items():
        top = tuple(term for term, n in counts if n == counts[0][1])
        kinds.setdefault(top, []).append(common.name("kind", kind))
    parts = []
    for top, names in kinds.items():
        # of many equals the first stands for all
        few = len(top) <= 2
        terms = common("join").join(words("term", term=term) for term in (top if few else top[:1]))
        key = "part" if few else "part_tied"
        named = common("join").join(names)
        parts.append(words(key, kinds=named, terms=terms, n=len(top), more=len(top) - 1))
    return words("title", parts=words("separator").join(parts))


def count_by_kind(
    keywords: Sequence[Keyword],
) -> dict[SectionKind, list[tuple[str, int]]]:
    """For each kind of section, in the report's order, its most frequent keywords with counts."""
    first: dict[SectionKind, int] = {}
    counts: dict[SectionKind, dict[str, int]] = {}
    for keyword in keywords:
        for place in keyword.passages:
            holders = [s for s in keyword.sections if s.start <= place.start < s.end]
            if not holders:
                continue
            lowest = max(holders, key=lambda s: s.level)
            first[lowest.kind] = min(lowest.start, first.get(lowest.kind, lowest.start))
            terms = counts.setdefault(lowest.kind, {})
            terms[keyword.term] = terms.get(keyword.term, 0) + 1
    return {
        kind: sorted(counts[kind].items(), key=lambda item: -item[1])[:GROUP_TERMS]
        for kind in sorted(counts, key=lambda kind: first[kind])
    }


@checked(keywords=many(Keyword))
def wordcloud(
    keywords: Sequence[Keyword],
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    source: str | None = None,
    seed: int = 0,
) -> Figure:
    """The keywords as a cloud, sized by score: pleasant to look at, hard to compare.

    Raises:
        ModuleNotFoundError: the optional package wordcloud is not installed.
    """
    words = wording(lang).of("wordcloud")
    with house_style():
        if not keywords:
            return nothing(ax, wording(lang).of("keyword_bars")("empty"))
        from wordcloud import WordCloud

        colours = {keyword.term: CUES[i % 3].colour for i, keyword in enumerate(keywords)}
        cloud = WordCloud(
            font_path=font_path(), width=1440, height=800, background_color="white",
            prefer_horizontal=1.0, random_state=seed, margin=8, max_font_size=170,
            color_func=lambda word, **_: colours[word],
        ).generate_from_frequencies(
            {keyword.term: max(keyword.score, 1e-9) for keyword in keywords if em(keyword.term)}
        )  # fmt: skip
        ax = axes(ax, 4.5)
        ax.imshow(cloud.to_array(), interpolation="bilinear")
        ax.set_axis_off()
        return finish(ax, words("title", n=len(keywords)), source)
