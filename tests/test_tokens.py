import subprocess
import sys
from pathlib import Path

import pytest

from analysis.tokens import PythonTokenizer, RustTokenizer, Token, Tokenizer, tokenize, tokenizer

ROOT = Path(__file__).parent.parent
CHIKAN = (ROOT / "data/reports/chikan-2020.txt").read_text(encoding="utf-8")
REAL = ROOT.parent / "shared/reports/real"
ODD = (
    "𠮷野家 10%％ 3.5万 ａｂ １２ C++ a-b_c 😀\r\n\t\u3000\u00a0x² "
    "5G PM2.5 ①“双随机、一公开”垌國家財政"
)


def tags(engine: Tokenizer, text: str) -> list[tuple[str, str]]:
    """Words with their tags, but for the tags of single characters."""
    return [(word, tag if len(word) > 1 else "") for word, tag in engine.tag(text)]


@pytest.fixture(scope="module")
def engines() -> tuple[RustTokenizer, PythonTokenizer]:
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    return RustTokenizer(), PythonTokenizer()


def test_tokens_know_their_place_and_their_tag() -> None:
    tokens = tokenize("受理行政复议6件")
    assert tokens == (
        Token(0, 2, "受理", "v"),
        Token(2, 6, "行政复议", "n"),
        Token(6, 7, "6", "m"),
        Token(7, 8, "件", "x"),
    )


@pytest.mark.parametrize("text", ["", " ", CHIKAN, ODD], ids=["empty", "space", "chikan", "odd"])
def test_tokens_are_the_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_words_given_are_kept_whole() -> None:
    assert tokenizer().cut("调整权责清单") == ["调整", "权责", "清单"]
    assert tokenizer(["权责清单"]).cut("调整权责清单") == ["调整", "权责清单"]
    assert tokenizer().cut("调整权责清单") == ["调整", "权责", "清单"]


def test_the_longer_of_two_nested_words_is_kept() -> None:
    words = ["公共法律", "公共法律服务", "法律服务体系"]
    assert tokenizer(words).cut("公共法律服务") == ["公共法律服务"]


@pytest.mark.parametrize("text", [CHIKAN, ODD], ids=["chikan", "odd"])
def test_both_engines_give_the_same_tokens(
    text: str, engines: tuple[RustTokenizer, PythonTokenizer]
) -> None:
    rust, python = engines
    assert tags(rust, text) == tags(python, text)
    assert rust.cut(text) == python.cut(text)


def test_both_engines_give_the_same_tokens_with_added_words() -> None:
    pytest.importorskip("rjieba", reason="rjieba is not installed")
    rust, python = RustTokenizer(), PythonTokenizer()
    for word in ("权责清单", "政务服务", "互联网+监管", "一窗通办"):
        rust.add(word)
        python.add(word)
    assert tags(rust, CHIKAN) == tags(python, CHIKAN)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real reports are not here")
def test_both_engines_give_the_same_tokens_on_the_real_reports(
    engines: tuple[RustTokenizer, PythonTokenizer],
) -> None:
    import docx

    rust, python = engines
    for path in sorted(REAL.glob("*.docx")):
        text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
        assert tags(rust, text) == tags(python, text), path.name


def test_jieba_is_silent_and_leaves_no_file(tmp_path: Path) -> None:
    code = "from analysis.tokens import PythonTokenizer as P; print(P().cut('权责清单'))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "['权责', '清单']\n"
    assert done.stderr == ""
    assert not list(tmp_path.iterdir())


def test_half_of_a_surrogate_pair_is_a_word_as_it_stands() -> None:
    tokens = tokenize("受理\ud800申请\udc80 ")
    assert [(token.start, token.text) for token in tokens] == [
        (0, "受理"),
        (2, "\ud800"),
        (3, "申请"),
        (5, "\udc80"),
        (6, " "),
    ]
