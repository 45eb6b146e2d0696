"""Figures: one pure function from a result to a matplotlib figure, and ``save``.

Every function takes ``lang`` (zh or en), ``ax`` to draw in a reader's own axes, and
``source`` for the line under the figure. A notebook shows what they return.
"""

from analysis.figures.audit import findings
from analysis.figures.canvas import Figure, save
from analysis.figures.comparison import indicators_over_reports
from analysis.figures.keywords import keyword_bars, keywords_by_section, wordcloud
from analysis.figures.metrics import key_figures, metrics_by_section, rates
from analysis.figures.topics import (
    topic_curve,
    topic_dendrogram,
    topic_map,
    topic_section_matrix,
    topics_over_groups,
)

__all__ = [
    "Figure",
    "findings",
    "indicators_over_reports",
    "key_figures",
    "keyword_bars",
    "keywords_by_section",
    "metrics_by_section",
    "rates",
    "save",
    "topic_curve",
    "topic_dendrogram",
    "topic_map",
    "topic_section_matrix",
    "topics_over_groups",
    "wordcloud",
]
