"""Rule sets that somebody publishes in a line: only what a test speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from tests.factories import District
from workflow.awards.drafting import Wish
from workflow.awards.editions import law_of
from workflow.awards.models import RuleEdition
from workflow.awards.publishing import ProposeEdition, confirm_edition, propose_edition
from workflow.awards.rules import Law
from workflow.people.authority import Actor

DECEMBER: Final = date(2023, 12, 1)
NEW_AWARD: Final = """
[awards.GK_TRE]
name = { vi = "Giấy khen Tài năng trẻ", en = "A certificate for the young" }
short = { vi = "GK Tài năng trẻ", en = "Young talent" }
family = "form"
subjects = ["person"]
kinds = ["yearly"]
artefact = { vi = "Giấy khen", en = "A certificate" }
[criteria.young]
criterion = "achievement_ground"
awards = ["GK_TRE"]
article = "Quy chế"
certainty = "V"
parameters = { any_of = ["movement", "task"] }
says = { vi = "Có thành tích.", en = "There is an achievement." }
[deciders.GK_TRE]
levels = ["huyen"]
article = "Quy chế"
[bonus.rows.GK_TRE]
award = "GK_TRE"
subject = "person"
multiplier = "0.3"
article = "Quy chế"
"""


def wish(**given: Any) -> Wish:
    """A sound wish on the clock of the small district, but for what is named."""
    return Wish(**{
        "set_id": "R2017-2", "based_on": "R2017", "valid_from": DECEMBER, "title_vi": "Quy chế của huyện",
        "title_en": "The district's own rules", "sources": "Quyết định 12/2023/QĐ-UBND", **given,
    })  # fmt: skip


def propose(district: District, actor: Actor | None = None, **given: Any) -> int:
    with district.services.store.transaction() as tx:
        return propose_edition(tx, ProposeEdition(wish=wish(**given), actor=actor or district.act("admin")))


def confirm(district: District, edition_id: int, actor: Actor | None = None) -> None:
    with district.services.store.transaction() as tx:
        seen = tx.session.get_one(RuleEdition, edition_id).fingerprint
        confirm_edition(tx, actor or district.act("standing_head"), edition_id, seen)


def publish(district: District, **given: Any) -> int:
    """Proposed by the administrator, confirmed by the standing head."""
    edition_id = propose(district, **given)
    confirm(district, edition_id)
    return edition_id


def law_in(district: District) -> Law:
    with district.services.store.reading() as session:
        return law_of(session)
