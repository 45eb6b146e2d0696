"""Plain text: bytes to characters, every one of them kept."""

import codecs
import re

from analysis.reading.extract import ReadError

_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1a\x1b")
_CONTROL_SHARE = 0.02  # of the first characters; more of them is no text
_HEAD = 4096  # bytes or characters in which the kind of a text shows
_ORDINARY = 0.9  # least share of ordinary characters in a text that is read as UTF-16
_ORDINARY_CHARACTER = re.compile(
    r"[\t\r\n -~\xa0\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e\ufeff]"
)
_MAINLAND, _TRADITIONAL = "gb18030", "big5hkscs"


def decode(data: bytes, name: str) -> str:
    """The characters of ``data``, a byte order mark included.

    UTF-8, UTF-16 with or without its mark, GB18030 or Big5.

    Raises:
        ReadError: no encoding fits, or the characters are not those of a text.
    """
    text = decode_wide(data)
    if text is None:
        text = decode_narrow(data)
    if text is None:
        text = _decode_unmarked(data)
    if text is None:
        raise ReadError(
            f"{name}: the byte at offset {_first_odd_byte(data)} is neither UTF-8 nor GB18030; "
            "save the file as UTF-8 and try again"
        )
    head = text[:_HEAD]
    if sum(map(_CONTROLS.__contains__, head)) > _CONTROL_SHARE * len(head):
        raise ReadError(f"{name}: this is not text; save the report as .txt, .html, .docx or .pdf")
    return text


def decode_wide(data: bytes) -> str | None:
    """The characters of ``data`` if they are UTF-16, else None.

    Without a mark zero bytes tell it, which line ends and ASCII characters have in UTF-16 alone.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        return _decode_unmarked(data) if 0 in data[:_HEAD] else None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_unmarked(data: bytes) -> str | None:
    """The characters in the order of bytes that gives ordinary ones; None if neither does."""
    head = data[:_HEAD]
    shares = {name: _ordinary_share(head.decode(name, "ignore")) for _, name in _MARKS}
    encoding = max(shares, key=lambda name: shares[name])
    if shares[encoding] < _ORDINARY:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _ordinary_share(text: str) -> float:
    """The share of characters that Chinese texts are made of; of no text, 0."""
    ordinary = len(_ORDINARY_CHARACTER.findall(text))
    return ordinary / max(len(text), 1)


def decode_narrow(data: bytes) -> str | None:
    """The characters of ``data`` in UTF-8, GB18030 or Big5; None if none of them fits strictly.

    The last two take most of each other's bytes, and the likelier text decides.
    """
    fitting = {}
    for encoding in ("utf-8", _MAINLAND, _TRADITIONAL):
        try:
            fitting[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            break
    if len(fitting) > 1:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=[*fitting]).best()
        return fitting.get(best.encoding if best else "", fitting[_MAINLAND])
    return next(iter(fitting.values()), None)


def _first_odd_byte(data: bytes) -> int:
    """The offset of the byte that the encoding which fits longest does not have."""
    offsets = []
    for encoding in ("utf-8", _MAINLAND):
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            offsets.append(error.start)
    return max(offsets)
