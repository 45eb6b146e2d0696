from . import figures
from .audit import audit_metrics
from .brief import write_brief
from .compare import compare_reports
from .corpus import Corpus
from .keywords import extract_keywords, keyness
from .kwic import collocates, concordance
from .metrics import extract_metrics
from .pipeline import Analysis, analyse
from .report import Report, read_report
from .report.contents import find_contents
from .summary import describe_metrics, key_figures, summarise_metrics
from .terms import extract_terms, propose_terms
from .topics import cluster_topics, code_points

__all__ = [
    "Analysis",
    "Corpus",
    "Report",
    "analyse",
    "audit_metrics",
    "cluster_topics",
    "code_points",
    "collocates",
    "compare_reports",
    "concordance",
    "describe_metrics",
    "extract_keywords",
    "extract_metrics",
    "extract_terms",
    "figures",
    "find_contents",
    "key_figures",
    "keyness",
    "propose_terms",
    "read_report",
    "summarise_metrics",
    "write_brief",
]
