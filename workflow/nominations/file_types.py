"""Which files are taken: judged by their content, whatever their name says."""

import io
import logging
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import IO, Final

import filetype
from PIL import Image
from pypdf import PdfReader

from workflow.kernel.errors import Invalid, Problem

MOST_ENTRIES: Final = 2_000
MOST_INFLATED: Final = 100_000_000
MOST_RATIO: Final = 100
MOST_PIXELS: Final = 40_000_000
# What runs when it is opened, and containers within the container.
NOT_INSIDE: Final = (
    "vbaproject.bin", ".exe", ".dll", ".scr", ".js", ".vbs", ".ps1", ".bat", ".cmd", ".hta", ".jar",
    ".zip", ".rar", ".7z",
)  # fmt: skip
LINK: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": ("pdf",), "image/jpeg": ("jpg", "jpeg"), "image/png": ("png",),
    DOCX: ("docx",), XLSX: ("xlsx",),
}  # fmt: skip

# It notes what it stumbles over together with the words of the file, which are nobody's business in a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def checked_media_type(file_name: str, content: bytes) -> str:
    """The media type, if name, leading bytes and inner structure agree and the type is allowed.

    Raises `Invalid` on the field `file` otherwise.
    """
    kind = filetype.guess(content)
    media_type = kind.mime if kind is not None else ""
    extension = file_name.rpartition(".")[2].lower()
    if media_type not in EXTENSIONS:
        raise _refused("file_type_not_taken")
    if extension not in EXTENSIONS[media_type]:
        raise _refused("file_name_disagrees")
    try:
        _CHECKS[media_type](content)
    except Invalid:
        raise
    except Exception as error:
        # A reader of foreign bytes may stumble in any way; each of them says that the file is not whole.
        raise _refused("file_damaged") from error
    return media_type


def _check_pdf(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise _refused("file_encrypted")
    len(reader.pages)


def _check_image(content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _refused("file_too_many_pixels")
            image.verify()


def _check_office(main_part: str) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive, main_part, len(content))

    return check


def _check_archive(archive: zipfile.ZipFile, main_part: str, packed: int) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if main_part not in names or "[Content_Types].xml" not in names:
        raise _refused("file_damaged")
    if len(entries) > MOST_ENTRIES or any(entry.flag_bits & 1 for entry in entries):
        raise _refused("file_encrypted")
    if any(name.startswith("/") or ".." in name.replace("\\", "/").split("/") for name in names):
        raise _refused("file_damaged")
    if any(name.lower().endswith(NOT_INSIDE) for name in names):
        raise _refused("file_has_macros")
    room = min(MOST_INFLATED, packed * MOST_RATIO)
    for entry in entries:
        with archive.open(entry) as part:
            room = _check_part(entry.filename.lower(), part, room)


def _check_part(name: str, part: IO[bytes], room: int) -> int:
    """Read one part to its end. Returns how many bytes the parts after it may still hold."""
    kept = bytearray()
    while block := part.read(65_536):
        room -= len(block)  # counted while reading: declared sizes can lie
        if room < 0:
            raise _refused("file_too_large_inside")
        if name.endswith((".xml", ".rels")):
            kept += block.replace(b"\x00", b"")  # in two bytes a letter it is the same declaration
    if b"<!DOCTYPE" in kept:
        raise _refused("file_damaged")
    if name.endswith(".rels") and any(_fetches(link) for link in LINK.findall(bytes(kept))):
        raise _refused("file_leads_outside")
    return room


def _fetches(link: bytes) -> bool:
    """Something that is loaded from elsewhere as soon as the file is opened; a link waits to be followed."""
    return b"External" in link and not re.search(rb"""relationships/hyperlink["']""", link)


def _refused(code: str) -> Invalid:
    return Invalid({"file": Problem(code)})


_CHECKS: Final[Mapping[str, Callable[[bytes], None]]] = {
    "application/pdf": _check_pdf, "image/jpeg": _check_image, "image/png": _check_image,
    DOCX: _check_office("word/document.xml"), XLSX: _check_office("xl/workbook.xml"),
}  # fmt: skip
