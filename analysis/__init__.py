"""Text mining for Chinese government reports: keywords, topics, metrics and their audit.

==============  ==========================================================================
read            `read_report`, `Report`
keywords        `extract_keywords`, `extract_terms`, `propose_terms`, `keyness`,
                `concordance`, `collocates`
topics          `cluster_topics`, `code_points`
metrics         `extract_metrics`, `summarise_metrics`
audit           `audit_metrics`, `compare_reports`
all together    `analyse`, `write_brief`, `figures`, `Corpus`
==============  ==========================================================================

Names are imported when they are first used, so that a keyword script does not pay for
matplotlib.
"""

from importlib import import_module

_HOME = {
    "Report": "report",
    "read_report": "report",
    "extract_keywords": "keywords",
    "keyness": "keywords",
    "extract_terms": "terms",
    "propose_terms": "terms",
    "concordance": "kwic",
    "collocates": "kwic",
    "cluster_topics": "topics",
    "code_points": "topics",
    "extract_metrics": "metrics",
    "summarise_metrics": "summary",
    "audit_metrics": "audit",
    "compare_reports": "compare",
    "Analysis": "pipeline",
    "analyse": "pipeline",
    "write_brief": "brief",
    "Corpus": "corpus",
}

__all__ = [*_HOME, "figures"]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name in _HOME:
        value: object = getattr(import_module(f"analysis.{_HOME[name]}"), name)
    elif name == "figures":
        value = import_module("analysis.figures")
    else:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
