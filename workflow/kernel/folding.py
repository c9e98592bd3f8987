"""Text as people type it: one form for storing, one for finding."""

import unicodedata


def clean(text: str) -> str:
    """Composed form, no control characters, single spaces: what a one-line field stores."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return " ".join(composed.split())
    visible = "".join(
        " " if unicodedata.category(mark)[0] == "Z" else mark
        for mark in composed
        if unicodedata.category(mark)[0] not in "C" or mark in "\t\n\r"
    )
    return " ".join(visible.split())


def clean_block(text: str) -> str:
    """The same for a text of several lines: line ends are kept, trailing blanks are not."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip()


def fold(text: str) -> str:
    """Lower case without marks, so that "nguyen van dung" finds Nguyễn Văn Dũng.

    đ is a letter of its own and has no mark to drop; it is mapped by hand.
    """
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(mark))
    return " ".join(bare.replace("đ", "d").split())
