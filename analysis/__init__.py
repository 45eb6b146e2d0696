"""Text mining for Chinese government reports: keywords, topics, metrics and their audit.

==============  ==========================================================================
read            `read_report`, `Report`, `find_contents`
keywords        `extract_keywords`, `extract_terms`, `propose_terms`, `keyness`,
                `concordance`, `collocates`
topics          `cluster_topics`, `code_points`
metrics         `extract_metrics`, `summarise_metrics`, `describe_metrics`, `key_figures`
audit           `audit_metrics`, `compare_reports`
all together    `analyse`, `write_brief`, `figures`, `Corpus`
==============  ==========================================================================

Names are imported when they are first used, so that a keyword script does not pay for
matplotlib; ``__init__.pyi`` says where each one lives.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
