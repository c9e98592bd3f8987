"""The caps of a letter in words: what each allows, the sum, and how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from web.i18n import _, words
from web.presenting import Badge
from workflow.nominations.places.caps import Share
from workflow.nominations.places.letters import Cap, places_of
from workflow.nominations.proposal_queries import ListLine

NAMED = 5


@dataclass(frozen=True, slots=True)
class CapLine:
    """One cap as a line of the register."""

    about: str
    basis: str
    sum: str
    base: str
    standing: Badge
    note: str
    over: Sequence[tuple[str, str]]
    more: int


@dataclass(frozen=True, slots=True)
class LetterCaps:
    """All caps that bind a letter, and where the numbers they are counted of are entered."""

    lines: Sequence[CapLine]
    figures_href: str


def letter_caps(session: Session, proposal_id: int, lines: Sequence[ListLine], today: date) -> LetterCaps:
    """What binds the names of this letter that are not sent yet; none once all are sent."""
    numbers = {line.id: line.position for line in lines}
    caps = places_of(session, numbers.keys(), today).caps
    counted = any(isinstance(cap.limit, Share) for cap in caps)
    return LetterCaps(
        [_line(cap, numbers) for cap in caps],
        url_for("proposals.places", proposal_id=proposal_id) if counted else "",
    )


def _line(cap: Cap, numbers: Mapping[int, int]) -> CapLine:
    over = [(_("dòng %(n)s, %(name)s", n=numbers[name.id], name=name.name), f"#line-{name.id}") for name in cap.over]
    return CapLine(
        words(cap.about),
        words(cap.basis),
        words(cap.sum),
        words(cap.limit.told) if isinstance(cap.limit, Share) else "",
        _standing(cap),
        "" if cap.hard else _("Để tham khảo, không chặn ký trình."),
        over[:NAMED],
        max(0, len(over) - NAMED),
    )


def _standing(cap: Cap) -> Badge:
    """How it stands, in a word and a shape."""
    if cap.left is None:
        return Badge(_("Chưa tính được"), "ask")
    if cap.left < 0:
        return Badge(_("Vượt %(n)s chỗ", n=-cap.left), "ask" if cap.hard else "hold")
    return Badge(_("Còn %(n)s chỗ", n=cap.left), "work") if cap.left else Badge(_("Vừa đủ"), "work")
