"""Plain text: bytes to characters, every one of them kept."""

import codecs

from analysis.reading.extract import ReadError

_MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1a\x1b")
_CONTROL_SHARE = 0.02  # of the first characters; more of them is no text


def decode(data: bytes, name: str) -> str:
    """The characters of ``data``, a byte order mark included.

    UTF-8, UTF-16 with or without its mark, or GB18030: the first that fits strictly.

    Raises:
        ReadError: no encoding fits, or the characters are not those of a text.
    """
    wide = decode_wide(data)
    text = _decode_narrow(data, name) if wide is None else wide
    head = text[:4096]
    if sum(map(_CONTROLS.__contains__, head)) > _CONTROL_SHARE * len(head):
        raise ReadError(f"{name}: this is not text; save the report as .txt, .html, .docx or .pdf")
    return text


def decode_wide(data: bytes) -> str | None:
    """The characters of ``data`` if they are UTF-16, else None."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        # without a mark: ASCII characters and line ends put a zero in every second byte
        head = data[:4096]
        zeros = [head[side::2].count(0) for side in (0, 1)]
        if max(zeros) == 0 or min(zeros) > 0:
            return None
        encoding = "utf-16-le" if zeros[1] else "utf-16-be"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_narrow(data: bytes, name: str) -> str:
    offsets = []
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            offsets.append(error.start)
    raise ReadError(
        f"{name}: the byte at offset {max(offsets)} is neither UTF-8 nor GB18030; "
        "save the file as UTF-8 and try again"
    )
