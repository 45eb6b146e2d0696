"""Words: what each word of the dictionary may do in a term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import lru_cache
from pathlib import Path

from analysis.lexicon import read_lines, read_tsv
from analysis.tokens import Tokenizer, tokenizer


class TermKind(StrEnum):
    """What a term is; a reader takes only ``TERM`` for a keyword."""

    TERM = "term"
    OFFICIALESE = "officialese"  # a word that is no term alone: 工作, 水平
    PLACE = "place"
    ISSUER = "issuer"  # a body of government: 市人民政府, 区人大常委会
    FORMULA = "formula"  # a set phrase of politics, the same in every report


class Role(IntEnum):
    """What a word may do in a term; ``BREAK`` ends the term before it."""

    BREAK = 0
    NOUN = 1  # anywhere
    VERB = 2  # inside and last; first only where the whole is used again and again
    MODIFIER = 3  # anywhere but last
    PART = 4  # a single character: anywhere, no term alone
    PLACE = 5  # anywhere but last, no term alone
    KNOWN = 6  # a term of the lexicon, or set between quotation marks: a term as it is


_ROLES = {
    Role.NOUN: "n ns vn nz nt nr nrt nrfg j l an eng s ng x g",
    Role.VERB: "v vd vi vg vq",
    Role.MODIFIER: "b a ad z zg f t",
}
_ISSUER = re.compile(
    """
      (?:人民|[省市县区州盟旗镇乡级]) 政府 $ | (?:人大|政协|人民代表大会|人民法院|检察院) $
    | (?:办公[室厅] | 委员会 | 常委会 | 常务会议? | 领导小组 | 办事处 | 管委会 | 工委 | 党组) $
    | (?:监管|管理|公安|司法|财政|审计|统计|教育|卫健|环境|税务|保障|资源|交通|农业) 局 $
    | (?:^|[省市县区州]) (?:省|市|县|区|州|镇)委 $
    """,
    re.VERBOSE,
)
_PLACE = re.compile("[\u4e00-\u9fff]{1,4}(?:自治区|自治州|自治县|街道|[县州盟旗镇乡])")
_ISSUER_ENDS = frozenset("府大协院会议组处委局室厅")
_PLACE_ENDS = frozenset("省市区州县道盟旗镇乡")
ROLE_OF_TAG = {tag: role for role, tags in _ROLES.items() for tag in tags.split()}


@dataclass(frozen=True)
class Vocabulary:
    """The words that decide what is a term, and the tokenizer that keeps known terms whole.

    ``split`` are the known terms that it cannot keep whole, with 、 or a comma in them.
    """

    known: frozenset[str]
    broken: frozenset[str]
    generic: frozenset[str]
    formulae: frozenset[str]
    function_words: frozenset[str]
    split: tuple[str, ...]
    listed: Mapping[str, Role] = field(repr=False)
    tokenizer: Tokenizer = field(repr=False, compare=False)
    roles: dict[str, Role] = field(default_factory=dict, repr=False, compare=False)

    def role(self, word: str, tag: str) -> Role:
        """What ``word``, tagged so by the tokenizer, may do in a term."""
        role = self.roles.get(word)
        if role is None:
            role = self._role(word, tag)
            # single characters and the dictionary's words: no more of them than those have
            if len(word) == 1 or (word.isalpha() and not word.isascii()):
                self.roles[word] = role
        return role

    def _role(self, word: str, tag: str) -> Role:
        if word in self.listed:
            return self.listed[word]
        if len(word) == 1:
            return Role.PART if word.isalpha() else Role.BREAK
        # jieba takes for a place (ns) many a word that is none: 海洋, 满意度
        if tag == "ns" and word[-1] in _PLACE_ENDS:
            return Role.PLACE
        if tag == "x" and not word.isalpha():
            return Role.BREAK
        return ROLE_OF_TAG.get(tag, Role.BREAK)

    def kind(self, text: str, roles: Sequence[int]) -> TermKind:
        """What a term is whose words have these roles."""
        if text in self.known:
            return TermKind.TERM
        if text in self.formulae:
            return TermKind.FORMULA
        if set(roles) == {Role.PLACE} or (text[-1] in _PLACE_ENDS and _PLACE.fullmatch(text)):
            return TermKind.PLACE
        if text[-1] in _ISSUER_ENDS and _ISSUER.search(text):
            return TermKind.ISSUER
        if text in self.generic or (len(roles) == 1 and roles[0] not in (Role.NOUN, Role.KNOWN)):
            return TermKind.OFFICIALESE
        return TermKind.TERM


def vocabulary(lexicon: Iterable[str] | str | Path | None = None) -> Vocabulary:
    """The package's words with a user's own terms added.

    ``lexicon`` is the terms themselves or the path of a UTF-8 file with one a line, where
    ``#`` starts a comment.

    Raises:
        ValueError: the file is not UTF-8.
    """
    return _vocabulary(tuple(sorted(set(read_lexicon(lexicon)))))


def read_lexicon(lexicon: Iterable[str] | str | Path | None) -> tuple[str, ...]:
    """The terms of a user's lexicon, given as terms or as the path of a file."""
    if lexicon is None:
        return ()
    if isinstance(lexicon, str | Path):
        try:
            lines = Path(lexicon).read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise ValueError(f"{lexicon}: save this list of terms as UTF-8") from error
        lexicon = [line.partition("#")[0] for line in lines]
    return tuple(term for term in (line.strip() for line in lexicon) if term)


@lru_cache(maxsize=4)
def _vocabulary(added: tuple[str, ...]) -> Vocabulary:
    known = frozenset(_words("terms.txt")) | frozenset(added)
    formulae = frozenset(_words("formulae.txt"))
    function_words = frozenset(_words("stopwords.txt"))
    broken = (function_words | frozenset(_words("officialese.txt"))) - known
    places = [name for row in read_tsv("places.tsv") for name in (row["name"], row["short"])]
    return Vocabulary(
        known=known,
        broken=broken,
        generic=frozenset(_words("generic.txt")) - known,
        formulae=formulae - frozenset(added),
        function_words=function_words,
        split=tuple(
            sorted(term.replace("、", mark) for term in known if "、" in term for mark in "、，,")
        ),
        listed=dict.fromkeys(places, Role.PLACE)
        | dict.fromkeys(broken, Role.BREAK)
        | dict.fromkeys(known, Role.KNOWN),
        tokenizer=tokenizer(known | formulae),
    )


def _words(name: str) -> list[str]:
    return [word for line in read_lines(name) for word in line.split()]
