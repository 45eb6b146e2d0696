"""Coding of points to official frameworks."""

import csv
from pathlib import Path

import pytest

from analysis.report import Report, read_report
from analysis.topics import Framework, Task, code_points, read_framework
from analysis.topics.coding import framework_names

DATA = Path(__file__).parent.parent / "data"


def coded(text: str, framework: str | Framework = "rule-of-law-2020") -> list[str | None]:
    report = Report.from_text(text)
    return [c.task.number if c.task else None for c in code_points(report.points, framework)]


def test_the_first_report_is_coded_as_by_hand() -> None:
    report = read_report(DATA / "reports/chikan-2020.txt")
    with (DATA / "gold/chikan-2020.coding.csv").open(encoding="utf-8") as file:
        by_hand = {int(row["start"]): row["task"] for row in csv.DictReader(file)}
    assert len(by_hand) == 28
    found = {
        coding.point.start: coding.task.number
        for coding in code_points(report.points, "rule-of-law-2020")
        if coding.task
    }
    # the one that differs: law publicity about the epidemic, which the table notes as arguable
    assert sum(found.get(start) == task for start, task in by_hand.items()) == 27


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("深化行政审批制度改革，取消行政许可事项。", "1"),
        ("加强规范性文件备案审查和文件清理。", "2"),
        ("严格执行重大行政决策程序，听取专家论证意见。", "3"),
        ("全面推行行政执法公示制度、全过程记录制度。", "4"),
        ("自觉接受人大监督、民主监督，办理政协提案。", "5"),
        ("加强行政执法监督。", "5"),  # the longest cue counts: no 行政执法 in it
        ("办理行政复议案件，做好人民调解。", "6"),
        ("组织领导干部学法，提高法治思维。", "7"),
        ("天气晴好，群众满意。", None),
        ("开展审计和普法。", None),  # a tie says nothing
    ],
)
def test_a_point_goes_to_the_task_that_its_cues_name(text: str, task: str | None) -> None:
    assert coded(f"一、主要工作\n{text}\n") == [task]


def test_scores_and_evidence_by_hand() -> None:
    framework = Framework(
        "own", "甲", "乙", (Task("1", "监督", ("审计", "监督机制")), Task("2", "服务", ("普法",)))
    )
    report = Report.from_text("一、加强审计\n开展普法。完善监督机制，加强审计。\n")
    (coding,) = code_points(report.points, framework)
    # 审计: 1 character beyond the first, times 2 in the heading; 监督机制: 3 times 1 in the text;
    # 普法: 1 times 3 in the title, which runs to the first 。
    assert coding.task == framework.tasks[0]
    assert coding.score == pytest.approx((2 + 3) / (2 + 3 + 3))
    assert [cue.text for cue in coding.cues] == ["审计", "监督机制", "审计"]
    assert all(report.text[cue.start : cue.end] == cue.text for cue in coding.cues)


def test_the_contents_of_a_yearly_report_follow_its_sections() -> None:
    text = (
        "一、主要举措和成效\n完成行政审批改革。\n二、存在的不足和原因\n执法力量薄弱。\n"
        "三、下一年度工作安排\n加强执法培训。\n"
    )
    assert coded(text, "supervision-2019") == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("name", "n_tasks"),
    [("rule-of-law-2020", 7), ("rule-of-law-2025", 9), ("supervision-2019", 5)],
)
def test_frameworks_are_whole(name: str, n_tasks: int) -> None:
    framework = read_framework(name)
    assert framework.source
    assert [task.number for task in framework.tasks] == [str(i + 1) for i in range(n_tasks)]
    for task in framework.tasks:
        assert task.title
        assert len(set(task.cues)) == len(task.cues)
        assert all(len(cue) > 1 for cue in task.cues)


def test_an_unknown_framework_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="rule-of-law-2020, rule-of-law-2025, supervision-2019"):
        code_points([], "rule-of-law-2030")
    assert len(framework_names()) == 3


def test_no_points_give_an_empty_table_with_its_columns() -> None:
    table = code_points([], "rule-of-law-2020")
    assert not len(table)
    assert "task" in table.to_pandas().columns
