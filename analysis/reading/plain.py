"""Plain text: bytes to characters, every one of them kept."""

import codecs

from analysis.reading.extract import Extract, ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1a\x1b")
_CONTROL_SHARE = 0.02  # of the first characters; more of them is no text


def decode(data: bytes, name: str) -> str:
    """The characters of ``data``, a byte order mark included.

    UTF-8, UTF-16 with or without its mark, or GB18030; none is guessed by likelihood: the
    first that fits strictly is taken.

    Raises:
        ReadError: no encoding fits, or the characters are not those of a text.
    """
    text = data.decode(encoding) if (encoding := _wide(data)) else _narrow(data, name)
    head = text[:4096]
    if sum(map(_CONTROLS.__contains__, head)) > _CONTROL_SHARE * len(head):
        raise ReadError(f"{name}: this is not text; save the report as .txt, .html, .docx or .pdf")
    return text


def _wide(data: bytes) -> str | None:
    """The name of the 16-bit encoding that ``data`` is in, if it is in one."""
    if len(data) % 2:
        return None
    encoding = next((name for mark, name in _MARKS[1:] if data.startswith(mark)), None)
    if encoding is None:
        # without a mark: ASCII characters and line ends put a zero in every second byte
        head = data[:4096]
        zeros = [head[side::2].count(0) for side in (0, 1)]
        if max(zeros) == 0 or min(zeros) > 0:
            return None
        encoding = "utf-16-le" if zeros[1] else "utf-16-be"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _narrow(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        offset = max(offset, error.start)
    raise ReadError(
        f"{name}: the byte at offset {offset} is neither UTF-8 nor GB18030; "
        "save the file as UTF-8 and try again"
    )


def read_plain(data: bytes, name: str) -> Extract:
    """The text of a .txt file, exactly."""
    return Extract(decode(data, name), "txt")
