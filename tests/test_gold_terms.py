"""The term lists of the real reports: every term stands in its report, once in its list."""

import re
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "reports" / "real"
LISTS = sorted((ROOT / "data" / "gold").glob("real-terms-*.txt"))

QUOTATION_MARKS = re.compile("[“”‘’\"']")


def terms_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_terms_are_single_and_without_white_space(path: Path) -> None:
    terms = terms_of(path)
    assert len(terms) == len(set(terms))
    assert not [term for term in terms if not term or re.search(r"\s", term)]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_terms_stand_in_their_report(path: Path) -> None:
    stem = re.sub(r"^real-terms-(dev|unseen)-", "", path.stem)
    report = REAL / f"{stem}.docx"
    if not report.exists():
        pytest.skip(f"the real reports are not part of the repository: {report} is absent")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(report)).paragraphs)
    bare = QUOTATION_MARKS.sub("", text)  # “八八战略” is listed as 八八战略
    assert not [term for term in terms_of(path) if term not in text and term not in bare]
