"""The form of one nomination: which fields for whom, and what stands in them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import request
from sqlalchemy import Row

from web.i18n import _, pick, words
from web.presenting import PAPERS, options
from web.proposals.report_fields import report_values
from workflow.nominations.evidence import KINDS as PAPER_KINDS
from workflow.nominations.evidence import OFFICE_KINDS
from workflow.nominations.words import GENDERS, OCCUPATIONS, SUBJECTS

FIELDS: Final = (
    "subject", "award_code", "name", "birth_year", "gender", "post", "occupation", "direct_labour", "small_collective",
    "member_count", "female_count", "achievement", "report", "circumstances", "previous_awards", "state_secret",
    "duties", "criteria_met", "comparison",
)  # fmt: skip


def subject_of(stored: str) -> str:
    """Whom the form is for: what was sent, else what the address asks for, else what is stored."""
    wanted = request.form.get("subject", "") if request.method == "POST" else request.args.get("subject", "")
    return wanted if wanted in SUBJECTS else stored


def form_values(subject: str, stored: Mapping[str, Any], catalogue: Sequence[Row[Any]],
                problems: Mapping[str, str]) -> dict[str, Any]:  # fmt: skip
    typed = request.form if request.method == "POST" else None
    values = {name: _shown(typed.get(name, "") if typed is not None else stored.get(name)) for name in FIELDS}
    fitting = [row for row in catalogue if row.subject in (subject, "any")]
    return {
        "subject": subject,
        "subject_name": words(SUBJECTS[subject]),
        "other_subjects": [(code, words(text)) for code, text in SUBJECTS.items() if code != subject],
        "labels": _labels(subject),
        **report_values(stored),
        "values": values | {"subject": subject},
        "problems": problems,
        "awards": [("", _("Chọn hình thức")), *((row.code, pick(row.name_vi, row.name_en)) for row in fitting)],
        "genders": options(GENDERS, _("Chọn") if subject == "person" else _("Không ghi")),
        "occupations": options(OCCUPATIONS, _("Không thuộc nhóm nào")),
        "paper_kinds": [("", _("Chọn loại giấy tờ")), *(
            (kind, words(PAPERS[kind])) for kind in PAPER_KINDS if kind not in OFFICE_KINDS[:1])],
        "paper_names": {kind: words(text) for kind, text in PAPERS.items()},
    }  # fmt: skip


def _labels(subject: str) -> dict[str, str]:
    """What a field is called depends on whom it is about."""
    return {
        "person": {
            "title": _("Đề nghị cho một cá nhân"),
            "name": _("Họ và tên"),
            "birth_year": _("Năm sinh"),
            "post": _("Chức vụ, nơi làm việc hoặc nơi ở"),
            "duties": _("Nhiệm vụ được giao"),
        },
        "collective": {
            "title": _("Đề nghị cho một tập thể"),
            "name": _("Tên tập thể"),
            "birth_year": _("Năm sinh của người đại diện"),
            "post": _("Tập thể làm gì, ở đâu"),
            "duties": _("Tổ chức, chức năng, nhiệm vụ"),
        },
        "household": {
            "title": _("Đề nghị cho một hộ gia đình"),
            "name": _("Hộ ông, hộ bà"),
            "birth_year": _("Năm sinh của chủ hộ"),
            "post": _("Nơi ở"),
            "duties": _("Việc làm, đóng góp của gia đình"),
        },
    }[subject]


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    return "1" if value is True else ("" if value is False else value)
