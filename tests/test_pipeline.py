from pathlib import Path

import pytest

from analysis.pipeline import Analysis, analyse
from analysis.report import Report, read_report

CHIKAN = Path(__file__).parent.parent / "data" / "reports" / "chikan-2020.txt"


@pytest.fixture(scope="module")
def chikan() -> Analysis:
    return analyse(read_report(CHIKAN), top=40)


def test_a_keyword_has_the_metrics_of_its_sentences(chikan: Analysis) -> None:
    near = chikan.keyword_metrics["法律顾问"]
    assert {"9个", "21名", "588次"} <= {metric.text for metric in near}
    assert "法律顾问" in near[0].indicator


def test_every_keyword_has_its_entry(chikan: Analysis) -> None:
    assert list(chikan.keyword_metrics) == [keyword.term for keyword in chikan.keywords]


def test_metrics_of_a_topic_stand_in_its_members(chikan: Analysis) -> None:
    assert len(chikan.topic_metrics) == len(chikan.topics.topics)
    for topic, metrics in zip(chikan.topics.topics, chikan.topic_metrics, strict=True):
        for metric in metrics:
            assert any(member.contains(metric) for member in topic.members)
    assigned = [metric for metrics in chikan.topic_metrics for metric in metrics]
    assert len(assigned) == len(set(assigned)) > 100


def test_findings_of_a_topic_are_stated_in_its_members(chikan: Analysis) -> None:
    stated = [finding.stated.start for group in chikan.topic_findings for finding in group]
    assert 3274 in stated  # 调解成功率为80%


def test_steps_are_told_in_order() -> None:
    steps: list[str] = []
    analyse(Report.from_text("共受理行政复议申请6件。"), progress=steps.append)
    assert steps == ["keywords", "topics", "metrics", "audit"]


@pytest.mark.parametrize("text", ["", "没有数字的一句话。", "6件"])
def test_a_text_with_little_in_it_gives_an_empty_analysis(text: str) -> None:
    analysis = analyse(Report.from_text(text))
    assert len(analysis.findings) == 0
    assert len(analysis.topics.topics) == len(analysis.topic_metrics)
