"""The achievement report as the paper that an office files: what the form holds, in the order of the law's template."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from web.context import services
from web.site import site_of
from workflow.nominations.file_queries import NominationFile, nomination_file
from workflow.nominations.register_queries import honours_for, ties_of
from workflow.nominations.report import figures_of
from workflow.nominations.rows import Row
from workflow.nominations.words import GENDERS, OCCUPATIONS
from workflow.register.queries import HonourRow

LEVELS = {"xa": "cấp xã", "huyen": "cấp huyện", "tinh": "cấp tỉnh", "thu_tuong": "Thủ tướng Chính phủ"}


@dataclass(frozen=True, slots=True)
class GivenAward:
    """An award of the register as the report lists it."""

    year: int
    award: str
    decision: str
    issuer: str


def report_values(session: Session, row: Row) -> dict[str, Any]:
    """Everything the paper says. It is a document, in Vietnamese whoever reads."""
    file = nomination_file(session, row.id)
    settings = services().settings
    return {
        "file": file,
        "back": url_for("nominations.show", code=file.code),
        "body": site_of(settings.config, sample=settings.demo, language="vi"),
        "sample": settings.demo,
        "title": "BÁO CÁO TÓM TẮT THÀNH TÍCH" if file.kind == "sudden" else "BÁO CÁO THÀNH TÍCH",
        "about": _about(file),
        "figures": figures_of(file.comparison),
        "initiative": _initiative(session, row.id),
        "given": given_awards(honours_for(session, file.laureate_id)),
        "reporter": "THỦ TRƯỞNG TẬP THỂ" if file.subject == "collective" else "NGƯỜI BÁO CÁO",
    }


def given_awards(rows: list[HonourRow]) -> list[GivenAward]:
    """Awards that stand; those that were revoked are no honour."""
    return [
        GivenAward(
            row.year, row.award_vi,
            f"{row.decision_number} ngày {row.decision_date:%d/%m/%Y}" if row.decision_date else row.decision_number,
            LEVELS.get(row.authority, row.authority),
        )
        for row in rows if row.annulled_on is None
    ]  # fmt: skip


def _about(file: NominationFile) -> list[tuple[str, str]]:
    """Who it is about. Native place and address are not collected."""
    named = {"person": "Họ và tên", "collective": "Tên tập thể", "household": "Hộ ông, hộ bà"}[file.subject]
    place = {"person": "Chức vụ, nơi làm việc hoặc nơi ở", "collective": "Chức năng, địa điểm", "household": "Nơi ở"}
    pairs = [
        (named, file.name),
        ("Năm sinh", str(file.birth_year or "") if file.subject != "collective" else ""),
        ("Giới tính", GENDERS[file.gender].vi if file.gender and file.subject == "person" else ""),
        (place[file.subject], file.post),
        ("Nhóm", OCCUPATIONS[file.occupation].vi if file.occupation else ""),
        ("Số người", _members(file)),
        ("Đơn vị trình", file.unit.name_vi),
    ]
    return [(term, value) for term, value in pairs if value]


def _members(file: NominationFile) -> str:
    if not file.member_count:
        return ""
    return f"{file.member_count}, trong đó nữ {file.female_count or 0}"


def _initiative(session: Session, nomination_id: int) -> str:
    ties = ties_of(session, nomination_id)
    if not ties.initiative_title:
        return ""
    return f"{ties.initiative_title} (số {ties.initiative_number}, công nhận năm {ties.initiative_year})"
