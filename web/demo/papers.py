"""Small real papers for the files of the demo: every one says across its page that it is a sample."""

import io
import time
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

WATERMARK: Final = "BẢN MẪU – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
FONTS: Final = Path(__file__).resolve().parent.parent / "static" / "fonts"
PAGE: Final = (1240, 1754)  # A4 at 150 dots an inch
MARGIN: Final = 150
# Fixed, so that the same paper has the same digest on every machine and in every place.
MADE_ON: Final = time.struct_time((2023, 10, 2, 8, 0, 0, 0, 275, 0))

TITLES: Final[Mapping[str, str]] = {
    "report": "BÁO CÁO THÀNH TÍCH",
    "minutes": "BIÊN BẢN HỌP BÌNH XÉT",
    "vote_record": "BIÊN BẢN KIỂM PHIẾU CỦA HỘI ĐỒNG CẤP TRÌNH",
    "certificate": "QUYẾT ĐỊNH CÔNG NHẬN SÁNG KIẾN",
    "confirmation": "VĂN BẢN XÁC NHẬN",
    "decision_draft": "DỰ THẢO QUYẾT ĐỊNH",
    "other": "TÀI LIỆU KÈM THEO",
}
FILE_NAMES: Final[Mapping[str, str]] = {
    "report": "Báo cáo thành tích.pdf",
    "minutes": "Biên bản họp bình xét.pdf",
    "vote_record": "Biên bản kiểm phiếu.pdf",
    "certificate": "Quyết định công nhận sáng kiến.pdf",
    "confirmation": "Văn bản xác nhận.pdf",
    "decision_draft": "Dự thảo quyết định.docx",
    "other": "Tài liệu kèm theo.pdf",
}


def paper(kind: str, file_name: str, sample_line: str) -> bytes:
    """The bytes of a paper of this kind, as its name demands: a document to edit or a scanned page."""
    return _document(kind) if file_name.endswith(".docx") else _scan(kind, sample_line)


@cache
def _scan(kind: str, sample_line: str) -> bytes:
    """One page as a scanner leaves it: letter-head, title, and at the foot the line that it is a sample."""
    page = Image.new("1", PAGE, 1)
    draw = ImageDraw.Draw(page)
    _centre(draw, 150, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 30)
    _centre(draw, 200, "Độc lập - Tự do - Hạnh phúc", 30)
    draw.line((PAGE[0] / 2 - 180, 250, PAGE[0] / 2 + 180, 250), width=2)
    _centre(draw, 340, TITLES[kind], 44)
    draw.rectangle((MARGIN, 470, PAGE[0] - MARGIN, 590), outline=0, width=3)
    _centre(draw, 508, WATERMARK, 38)
    for y in range(720, PAGE[1] - 420, 60):
        draw.line((MARGIN, y, PAGE[0] - MARGIN, y))
    _centre(draw, PAGE[1] - 140, sample_line, 24)
    bytes_ = io.BytesIO()
    page.save(
        bytes_,
        "PDF",
        resolution=150,
        title=f"{TITLES[kind]} – {WATERMARK}",
        creationDate=MADE_ON,
        modDate=MADE_ON,
    )
    return bytes_.getvalue()


def _centre(draw: ImageDraw.ImageDraw, y: int, text: str, size: int) -> None:
    letters = [(mark, _font(mark, size)) for mark in text]
    x = (PAGE[0] - sum(font.getlength(mark) for mark, font in letters)) / 2
    for mark, font in letters:
        draw.text((x, y), mark, fill=0, font=font)
        x += font.getlength(mark)


def _font(mark: str, size: int) -> ImageFont.FreeTypeFont:
    """The web's own fonts come in two parts; letters with Vietnamese marks are in the second."""
    beyond_latin = "\u0100" <= mark < "\u2000"
    return _face("vietnamese" if beyond_latin else "latin", size)


@cache
def _face(part: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(FONTS.glob(f"tinos-400-{part}.*.woff2")), size)


_CONTENT_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


@cache
def _document(kind: str) -> bytes:
    """The least that a word processor opens: three parts, two paragraphs."""
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(kind):
            archive.writestr(zipfile.ZipInfo(name, MADE_ON[:6]), text)
    return bytes_.getvalue()


def _parts(kind: str) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _CONTENT_TYPES
    yield "_rels/.rels", _RELATIONS
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in (TITLES[kind], WATERMARK))
    yield (
        "word/document.xml",
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{lines}</w:body></w:document>"
        ),
    )
