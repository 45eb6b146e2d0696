"""Word: the paragraphs of a .docx in their order."""

from io import BytesIO

from analysis.reading.extract import Extract


def read_word(data: bytes, name: str) -> Extract:
    """The text of a .docx file, one line a paragraph."""
    import docx

    document = docx.Document(BytesIO(data))
    return Extract("\n".join(paragraph.text for paragraph in document.paragraphs), "docx")
