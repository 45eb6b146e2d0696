"""Reading: the bytes of a file become an Extract: text, tables, metadata and what was dropped.

The format is told from the content, never from the name:

=======  ====================================================================
`plain`  .txt, exactly as it is
`web`    .html, .htm and .mhtml
`word`   .docx
`pdf`    .pdf with a text layer
=======  ====================================================================
"""

import os
import re
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from analysis.reading.extract import DataTable, Extract, ReadError, Source

__all__ = ["MAX_BYTES", "DataTable", "Extract", "ReadError", "Source", "read_extract"]

MAX_BYTES = 50_000_000
_HALF = re.compile("[\ud800-\udfff]")  # stands in a path for a byte that is no text
_LONGEST_NAME = 200  # characters of it in messages; a longer one is no path but a text
_PICTURE = "this is a picture; run character recognition (OCR) on it and save the text as .txt"
_ARCHIVE = "this is an archive; unpack it and give the report in it"
_UNREADABLE = {
    b"{\\rtf": "a .rtf file; open it in Word or WPS and save it as .docx",
    b"PK\x05\x06": "an empty archive; give the file of a report",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"Rar!": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
}
"""What to do about files that begin so."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
_COMPOUND_KINDS = {
    "EncryptedPackage": "a file with a password; open it in Word or WPS, remove the password "
    "and save it as .docx",
    "Workbook": "an .xls or .et workbook; save the report in it as .docx, .pdf or .txt",
    "PowerPoint Document": "a .ppt or .dps presentation; save the report in it as .docx or .txt",
    "": "a .doc or .wps file; open it in Word or WPS and save it as .docx",
}
"""What to do about the older files of office programs, by the name of a stream in them."""


def read_extract(
    file: str | os.PathLike[str] | bytes, *, name: str | None = None, max_bytes: int = MAX_BYTES
) -> tuple[Extract, Source]:
    """What a file, or the bytes of one, contains, and where that came from.

    ``name`` is what to call it in messages; by default its path, or ``<bytes>``.

    Raises:
        ReadError: there is no such file, or it cannot be read as a report.
    """
    if isinstance(file, bytes):
        name, data = name or "<bytes>", file
        _check_size(len(data), name, max_bytes)
    else:
        shown = _HALF.sub("\ufffd", os.fspath(file))
        if not shown:
            raise ReadError("no file is named; give the path of one report")
        name = name or (shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]!r}")
        data = _load(Path(file), name, max_bytes)
    if not data.strip():
        raise ReadError(f"{name}: the file is empty")
    extract = _read(data, name)
    source = Source(
        name, extract.format, len(data), sha256(data).hexdigest(), tuple(extract.dropped)
    )
    return extract, source


def _check_size(size: int, name: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise ReadError(
            f"{name}: {size:,} bytes are more than the limit of {max_bytes:,}; "
            "if it is one report, raise max_bytes"
        )


def _load(path: Path, name: str, max_bytes: int) -> bytes:
    """The bytes of a regular file; a pipe or a device could go on for ever."""
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not S_ISREG(status.st_mode):
                raise ReadError(f"{name}: not a file")
            _check_size(status.st_size, name, max_bytes)
            data = file.read(max_bytes + 1)
    except IsADirectoryError as error:
        raise ReadError(f"{name}: this is a folder; give the file of one report") from error
    except OSError as error:
        raise ReadError(f"{name}: {error.strerror or error}") from error
    except ValueError as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"{name!r}: not a path: {error}") from error
    _check_size(len(data), name, max_bytes)
    return data


def _open_at_once(path: str, flags: int) -> int:
    """A file descriptor without waiting for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read(data: bytes, name: str) -> Extract:
    """The content of a file in the format that its first bytes tell."""
    if b"%PDF-" in data[:1024]:
        from analysis.reading.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        from analysis.reading.word import read_word

        return read_word(data, name)
    if data.startswith(_COMPOUND):
        kind = next(kind for kind in _COMPOUND_KINDS if kind.encode("utf-16-le") in data)
        raise ReadError(f"{name}: {_COMPOUND_KINDS[kind]}")
    for signature, advice in _UNREADABLE.items():
        if data.startswith(signature):
            raise ReadError(f"{name}: {advice}")
    from analysis.reading.plain import decode
    from analysis.reading.web import decode_page, looks_like_page, page_of_archive, read_web

    text, replaced = decode_page(*(page_of_archive(data) or (data,)))
    if looks_like_page(text):
        return read_web(text, name, replaced)
    return Extract(decode(data, name), "txt")
