"""Topics: a grouping of passages, its labels and how far to trust it; coding to a framework.

`representation` turns passages into vectors, `consensus` and `models` group them, `fitting`
chooses the number of topics, `labels` names them, `trust` says how far they can be believed;
`coding` gives each point its task in an official outline.
"""

from analysis.topics.cluster import cluster_topics
from analysis.topics.coding import Coding, Framework, Task, code_points, read_framework
from analysis.topics.records import Candidate, Share, Topic, Topics
from analysis.topics.trust import Agreement, Doubt, Stability, Trust

__all__ = [
    "Agreement",
    "Candidate",
    "Coding",
    "Doubt",
    "Framework",
    "Share",
    "Stability",
    "Task",
    "Topic",
    "Topics",
    "Trust",
    "cluster_topics",
    "code_points",
    "read_framework",
]
