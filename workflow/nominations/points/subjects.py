"""What a point of a supplement is about: the paper or the part of the report that its first words name."""

from collections.abc import Mapping
from typing import Final

from states import Text
from workflow.kernel.folding import fold
from workflow.nominations.report import WORDS
from workflow.nominations.words import PAPERS

# `report` is a file and a part of the form: both are compared.
SUBJECTS: Final[Mapping[str, Text]] = {**{name: text for name, text in WORDS.items() if name not in PAPERS}, **PAPERS}

# The first words by which people name a thing, longest first: folded, so that accents do not matter.
_OPENINGS: Final = (
    ("bien ban", "minutes"), ("minutes", "minutes"),
    ("ket qua bo phieu", "vote_record"), ("bien ban kiem phieu", "vote_record"), ("vote record", "vote_record"),
    ("chung nhan", "certificate"), ("quyet dinh cong nhan", "certificate"), ("certificate", "certificate"),
    ("xac nhan", "confirmation"), ("van ban xac nhan", "confirmation"), ("confirmation", "confirmation"),
    ("bao cao", "report"), ("thanh tich dat duoc", "report"), ("achievement report", "report"),
    ("what was achieved", "report"),
    ("thanh tich, mot dong", "achievement"), ("achievement in one line", "achievement"),
    ("ho va ten", "name"), ("ten", "name"), ("name", "name"),
    ("chuc vu", "post"), ("noi o", "post"), ("noi lam viec", "post"), ("post", "post"),
    ("hoan canh", "circumstances"), ("so luoc", "circumstances"), ("dac diem", "circumstances"),
    ("background", "circumstances"),
    ("chuc nang", "duties"), ("nhiem vu", "duties"), ("duties", "duties"),
    ("can cu tieu chuan", "criteria_met"), ("tieu chuan", "criteria_met"), ("criteria", "criteria_met"),
    ("so lieu", "comparison"), ("figures", "comparison"),
    ("da duoc khen", "previous_awards"), ("cac hinh thuc da", "previous_awards"), ("earlier awards", "previous_awards"),
)  # fmt: skip
OPENINGS: Final = tuple(sorted(_OPENINGS, key=lambda pair: -len(pair[0])))


def subject_of(text: str) -> str | None:
    """The code of what the point is about; None where its first words name nothing that can be compared."""
    words = fold(text) + " "
    for opening, code in OPENINGS:
        if words.startswith(opening) and not words[len(opening)].isalnum():
            return code
    return None
