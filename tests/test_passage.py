import pytest

from analysis.passage import Passage

SENTENCE = Passage(10, 21, "共收到行政复议申请6件")


def test_cut_counts_from_its_own_start() -> None:
    assert SENTENCE.cut(3, 7) == Passage(13, 17, "行政复议")


def test_cut_may_be_empty_and_may_be_everything() -> None:
    assert SENTENCE.cut(11, 11) == Passage(21, 21, "")
    assert SENTENCE.cut(0, 11) == SENTENCE


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 12), (5, 4)])
def test_cut_refuses_offsets_outside(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="is outside '共收到"):
        SENTENCE.cut(start, end)


def test_contains_is_by_place_not_by_text() -> None:
    assert SENTENCE.contains(SENTENCE.cut(3, 7))
    assert SENTENCE.contains(SENTENCE)
    assert not SENTENCE.contains(Passage(20, 22, "件。"))


def test_passages_stand_in_the_order_of_the_text() -> None:
    assert sorted([Passage(5, 6, "乙"), Passage(1, 9, "甲"), Passage(1, 2, "丙")]) == [
        Passage(1, 2, "丙"),
        Passage(1, 9, "甲"),
        Passage(5, 6, "乙"),
    ]


def test_repr_is_short_however_long_the_text() -> None:
    assert repr(SENTENCE) == "Passage(10, 21, '共收到行政复议申请6件')"
    assert repr(Passage(0, 99, "甲" * 99)) == f"Passage(0, 99, '{'甲' * 39}…')"
