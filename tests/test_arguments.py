"""A wrong argument of a public function is one clear error that says what to pass."""

from collections.abc import Callable
from inspect import signature
from pathlib import Path

import pytest

import analysis as an
from analysis.arguments import at_least, checked, many, of

REPORT = an.Report.from_text("一、工作\n受理3件。\n办结5件。")


@pytest.mark.parametrize(
    ("call", "given", "named", "error", "said"),
    [
        (an.Report.from_text, [None], {}, TypeError, "text must be str, not None"),
        (an.read_report, [5], {}, TypeError, "file must be str or PathLike or bytes, not int 5"),
        (an.extract_keywords, ["文本"], {}, TypeError, "read_report(file)"),
        (an.extract_keywords, [REPORT], {"top": 0}, ValueError, "at least 1, not 0"),
        (an.extract_keywords, [REPORT], {"top": -1}, ValueError, "at least 1, not -1"),
        (an.extract_keywords, [REPORT], {"top": "9"}, TypeError, "not str '9'"),
        (an.extract_keywords, [REPORT], {"lexicon": 5}, TypeError, "lexicon must be"),
        (an.extract_keywords, [REPORT], {"background": "x"}, TypeError, "must be Background or"),
        (an.extract_keywords, [REPORT], {"include": "place"}, TypeError, "include must be several"),
        (an.extract_terms, [REPORT], {"include": 5}, TypeError, "include must be several of str"),
        (an.propose_terms, [REPORT], {"lexicon": 5}, TypeError, "lexicon must be"),
        (an.keyness, [REPORT, REPORT], {"lexicon": [None]}, TypeError, "lexicon must be"),
        (an.collocates, [REPORT, "件"], {"least": "x"}, TypeError, "least must be"),
        (an.summarise_metrics, [an.extract_metrics(REPORT), []], {}, TypeError, "by must be str"),
        (an.cluster_topics, [["一"]], {"method": []}, TypeError, "method must be str"),
        (an.extract_metrics, [None], {}, TypeError, "report must be Report"),
        (an.audit_metrics, [[1]], {}, TypeError, "extract_metrics(report)"),
        (an.cluster_topics, [5], {}, TypeError, "report.points"),
        (an.cluster_topics, [REPORT], {}, TypeError, "not Report"),
        (an.code_points, [["一"], "x"], {}, TypeError, "not with str '一'"),
        (an.compare_reports, ["ab"], {}, TypeError, "several of Report"),
        (an.concordance, [REPORT, "件"], {"width": -1}, ValueError, "width must be"),
        (an.write_brief, [REPORT, "build"], {}, TypeError, "analyse(report)"),
        (an.find_contents, ["x"], {}, TypeError, "report must be Report"),
        (an.figures.topic_map, [REPORT], {}, TypeError, "cluster_topics(report.points)"),
        (an.Corpus, [None], {}, TypeError, "store must be str or Path, not None"),
    ],
)
def test_what_to_pass_is_said(
    call: Callable[..., object],
    given: list[object],
    named: dict[str, object],
    error: type[Exception],
    said: str,
) -> None:
    with pytest.raises(error) as caught:
        call(*given, **named)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


def test_rules() -> None:
    assert of(str, None)(None) is None
    assert isinstance(of(str)(b""), TypeError)
    assert many(int)([1, 2]) is None
    assert many(int)(iter(["not looked into"])) is None
    assert isinstance(many(int)({1: 2}), TypeError)
    assert many(int, alone=(str,))("一") is None
    assert at_least(2)(2) is None
    assert isinstance(at_least(2)(True), TypeError)
    assert isinstance(at_least(2)(1), ValueError)
    assert at_least(2, optional=True)(None) is None


def test_a_checked_function_shows_its_own_signature() -> None:
    @checked(path=of(Path))
    def load(path: Path, *, deep: bool = False) -> str:
        """What it loads."""
        return f"{path} {deep}"

    assert list(signature(load).parameters) == ["path", "deep"]
    assert load.__doc__ == "What it loads."
    assert load(Path("a"), deep=True) == "a True"
