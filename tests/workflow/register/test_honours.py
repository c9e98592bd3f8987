"""One achievement, one award: entered with the decision, used once, refused the second time, on both databases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from states import Refused
from tests.factories import (
    SUPERIOR,
    District,
    fire,
    make_decision_item,
    make_nomination,
    make_nominations,
    move_the_item,
)
from tests.workflow.register.making import (
    enter,
    event,
    past_award,
    row,
    rows,
    sign,
    statements,
    tie_to_one,
    waiting_for_signature,
    write,
)
from web.schema import metadata
from workflow.nominations.models import Nomination


def code_of(refused: Refused) -> str:
    (refusal,) = refused.refusals
    return refusal.code


def test_a_signed_decision_enters_an_honour_and_uses_up_the_achievement(anywhere: District) -> None:
    nomination_id = make_nomination(anywhere, "decided")
    tied = row(anywhere, nomination_id)
    (honour,) = rows(anywhere, "honour")
    (decision,) = rows(anywhere, "decision")
    assert {**honour, "id": 0, "entered_at": None} == {
        "id": 0, "laureate_id": tied.laureate_id, "award_code": "GK_CN", "kind": "sudden", "year": 2023,
        "decision_number": decision["number"], "decision_date": decision["signed_on"], "authority": "huyen",
        "source": "decision", "entered_at": None, "nomination_id": nomination_id,
        "decision_item_id": tied.decision_item_id, "annulled_on": None,
    }  # fmt: skip
    (used,) = rows(anywhere, "consumption")
    assert (used["honour_id"], used["achievement_id"]) == (honour["id"], tied.achievement_id)


def test_an_achievement_that_was_honoured_is_refused_with_the_name_of_the_award(anywhere: District) -> None:
    first, second = waiting_for_signature(anywhere)
    tie_to_one(anywhere, [first, second])
    sign(anywhere, first)
    number = rows(anywhere, "decision")[0]["number"]
    with pytest.raises(Refused) as no:
        sign(anywhere, second)
    assert code_of(no.value) == "achievement_taken"
    assert number in no.value.refusals[0].text("vi") and number in no.value.refusals[0].text("en")
    assert (row(anywhere, second).state, len(rows(anywhere, "honour"))) == ("pending_decision", 1)


def test_one_list_does_not_honour_one_achievement_twice(anywhere: District) -> None:
    first, second = waiting_for_signature(anywhere)
    tie_to_one(anywhere, [first, second])
    with pytest.raises(Refused) as no:
        sign(anywhere, first, second)
    assert code_of(no.value) == "achievement_taken"
    assert row(anywhere, first).code in no.value.refusals[0].text("vi")
    assert rows(anywhere, "decision") == rows(anywhere, "honour") == []


def test_an_initiative_is_used_once(district: District) -> None:
    ids = []
    for name in ("Nguyễn Thị Hoa", "Trần Thị Lan"):
        nomination_id = make_nomination(district)
        write(district, nomination_id, name=name, initiative_number="12/2023", initiative_year="2023",
              initiative_title="Góc đọc nửa giờ")  # fmt: skip
        for trigger in ("send_to_review", "submit", "receive", "refer"):
            fire(district, [nomination_id], trigger)
        ids.append(nomination_id)
    sign(district, ids[0])
    with pytest.raises(Refused) as no:
        sign(district, ids[1])
    assert code_of(no.value) == "initiative_taken"


def test_the_table_itself_refuses_a_second_use(anywhere: District) -> None:
    make_nomination(anywhere, "decided")
    (used,) = rows(anywhere, "consumption")
    table = metadata().tables["consumption"]
    again = {"honour_id": used["honour_id"], "achievement_id": used["achievement_id"]}
    for wrong in (again, {"honour_id": used["honour_id"]}):
        engine = anywhere.services.store.engine
        with pytest.raises(IntegrityError), engine.execution_options(writing=True).begin() as connection:
            connection.execute(insert(table).values(wrong))
    assert len(rows(anywhere, "consumption")) == 1


def test_of_two_decisions_at_once_on_one_achievement_one_wins(anywhere: District) -> None:
    for _ in range(4):
        both = waiting_for_signature(anywhere)
        tied = tie_to_one(anywhere, both)
        barrier, told = Barrier(2), Counter[str]()

        def person(nomination_id: int, barrier: Barrier = barrier, told: Counter[str] = told) -> None:
            barrier.wait()
            try:
                sign(anywhere, nomination_id)
            except Refused as no:
                told[code_of(no)] += 1
            else:
                told["won"] += 1

        threads = [Thread(target=person, args=(one,)) for one in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told == {"won": 1, "achievement_taken": 1}
        assert [one["achievement_id"] for one in rows(anywhere, "consumption")].count(tied) == 1


def test_a_decision_from_above_is_a_fact_and_uses_what_is_still_free(district: District) -> None:
    above = make_nomination(district, "forwarded", award=SUPERIOR)
    (here,) = waiting_for_signature(district, 1)
    tie_to_one(district, [above, here])
    sign(district, here)
    fire(district, [above], "record_superior_award")
    assert [(one["authority"], one["nomination_id"]) for one in rows(district, "honour")] == [
        ("huyen", here), ("tinh", above),
    ]  # fmt: skip
    assert len(rows(district, "consumption")) == 1


def test_a_revoked_award_is_annulled_and_frees_nothing(district: District) -> None:
    item = make_decision_item(district)
    nomination_id = rows(district, "honour")[0]["nomination_id"]
    move_the_item(district, item, "open_review", 0)
    assert rows(district, "honour")[0]["annulled_on"] is None
    move_the_item(district, item, "revoke", 1)
    assert rows(district, "honour")[0]["annulled_on"] == district.today
    (other,) = waiting_for_signature(district, 1)
    tie_to_one(district, [nomination_id, other])
    with pytest.raises(Refused):
        sign(district, other)


def test_an_achievement_of_the_past_is_used_up_by_its_import(district: District) -> None:
    award = past_award(district, "Nguyễn Thị Hoa", event=event())
    enter(district, award, award)
    enter(district, award)
    assert len(rows(district, "honour")) == len(rows(district, "consumption")) == 1
    assert rows(district, "honour")[0]["kind"] == "thematic"
    with pytest.raises(IntegrityError), district.services.store.transaction() as tx:
        copy = {name: value for name, value in rows(district, "honour")[0].items() if name != "id"}
        tx.session.execute(insert(metadata().tables["honour"]).values(copy))


def test_a_thousand_honours_take_as_many_statements_as_one(anywhere: District, tmp_path: Path) -> None:
    def counted(count: int) -> list[str]:
        ids = make_nominations(anywhere, count, "pending_decision")
        with statements(anywhere) as seen:
            sign(anywhere, *ids)
        return [one for one in seen if "honour" in one or "consumption" in one or "FROM achievement" in one]

    one, many = counted(1), counted(1_000 if anywhere.services.store.engine.dialect.name == "sqlite" else 300)
    # Guards ask in lists of four hundred; everything that is written is one statement.
    written = [[each for each in seen if each.startswith("INSERT")] for seen in (one, many)]
    assert len(written[0]) == len(written[1]) == 2
    assert len(many) - len(one) <= 2
    with anywhere.services.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM consumption")).scalar_one() == len(rows(anywhere, "honour"))


def test_a_file_without_an_entry_is_decided_all_the_same(district: District) -> None:
    """A file from before there was a register."""
    (nomination_id,) = waiting_for_signature(district, 1)
    with district.services.store.transaction() as tx:
        old = tx.session.get_one(Nomination, nomination_id)
        old.laureate_id = old.achievement_id = None
    sign(district, nomination_id)
    assert (row(district, nomination_id).state, rows(district, "honour")) == ("decided", [])
