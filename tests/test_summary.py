"""Summaries: groups, key figures and their text."""

from collections import Counter
from decimal import Decimal

import pytest

from analysis.metrics import Metrics, Role, extract_metrics
from analysis.report import Report
from analysis.summary import describe_metrics, key_figures, summarise_metrics

TEXT = """某区2020年度法治政府建设工作报告

一、主要成效

（一）依法行政。共受理行政复议申请6件，办结3件。公布规范性文件2份。
（二）公正执法。办理行政诉讼案件14件、法律援助案件20件，办结率100%，同比增长5%。

二、存在问题

（一）仍有3个单位未达标。
"""


@pytest.fixture(scope="module")
def metrics() -> Metrics:
    return extract_metrics(Report.from_text(TEXT))


def test_sections_keep_their_order_and_hold_every_metric(metrics: Metrics) -> None:
    table = summarise_metrics(metrics, by="section")
    starts = [summary.metrics[0].start for summary in table]
    assert starts == sorted(starts)
    assert sum(summary.n_metrics for summary in table) == len(metrics) == 8


def test_other_groups_come_by_size(metrics: Metrics) -> None:
    table = summarise_metrics(metrics, by="dimension")
    assert (table[0].group, table[0].n_metrics) == ("cases", 4)
    expected = Counter(str(metric.role) for metric in metrics)
    assert {s.group: s.n_metrics for s in summarise_metrics(metrics, by="role")} == expected


def test_a_family_shares_the_end_of_its_names_and_adds_up(metrics: Metrics) -> None:
    families = {s.group: s for s in summarise_metrics(metrics, by="indicator")}
    cases = next(s for name, s in families.items() if name.endswith("案件"))
    assert cases.n_metrics == 2
    assert cases.total == Decimal(34)


def test_key_figures_take_turns_between_sections(metrics: Metrics) -> None:
    chosen = key_figures(metrics, 3)
    assert isinstance(chosen, Metrics)
    assert chosen.report is metrics.report
    assert len({metric.section for metric in chosen}) == 3
    assert chosen[0].role is Role.TOTAL
    assert [m.start for m in chosen] == sorted(m.start for m in chosen)


def test_more_key_figures_than_there_are_gives_all_indicators_once(metrics: Metrics) -> None:
    chosen = [metric.indicator for metric in key_figures(metrics, 99)]
    assert sorted(chosen) == sorted({metric.indicator for metric in metrics})


def test_text_form(metrics: Metrics) -> None:
    lines = describe_metrics(metrics, 2).splitlines()
    assert lines[0].startswith("共8个数据：")
    assert lines[-1].startswith("  ")


def test_nothing_gives_empty_tables() -> None:
    none = extract_metrics(Report.from_text("没有数字。"))
    assert len(summarise_metrics(none)) == len(key_figures(none)) == 0
    assert list(summarise_metrics(none).to_pandas().columns)[:2] == ["group", "n_metrics"]
    assert describe_metrics(none) == "未见可统计的数据。"


def test_an_unknown_grouping_is_an_error(metrics: Metrics) -> None:
    with pytest.raises(ValueError, match="section, dimension"):
        summarise_metrics(metrics, by="colour")  # type: ignore[arg-type]
