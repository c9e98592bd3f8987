"""E7, E8: with the triggers in place the database refuses every illegal change, also to raw SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.evidence.attacks import attacks, event, postgresql_attacks, sqlite_attacks
from tests.evidence.databases import DATABASES, district_on, dump, raw, take_the_fence_down
from tests.factories import District, make_decision_item, make_nomination, make_session
from web.schema import metadata


def arranged(district: District) -> dict[str, int]:
    """A submitted file, one's own file in the same place, a session and an award."""
    values = {
        "file": make_nomination(district, "submitted"),
        "own": make_nomination(district, "submitted", nominee_id=district.people["nominee"]),
        "nominee": district.people["nominee"], "officer": district.people["desk_officer"],
        "other": district.people["chairman"], "version": 2,
    }  # fmt: skip
    make_session(district, "minuted")
    make_session(district, "planned")
    make_decision_item(district, "under_review")
    return values


def statements(engine: Engine) -> dict[str, str]:
    def columns(table: str) -> str:
        return ", ".join(column.name for column in metadata().tables[table].columns if column.name != "id")

    own = (columns("nomination"), columns("audit_entry"))
    further = sqlite_attacks(*own) if engine.dialect.name == "sqlite" else postgresql_attacks()
    return {**attacks(*own), **further}


def succeeds(engine: Engine, statement: str, values: dict[str, int]) -> bool:
    try:
        with raw(engine) as connection:
            for part in statement.split("; "):
                query = text(part)
                connection.execute(query, {name: values[name] for name in query._bindparams})
    except DBAPIError:
        return False
    return True


@pytest.mark.parametrize("database", DATABASES)
def test_raw_sql_changes_nothing(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    district = district_on(database, tmp_path, request)
    engine = district.services.store.engine
    values = arranged(district)
    tried = statements(engine)
    before = dump(engine)
    through = [name for name, statement in tried.items() if succeeds(engine, statement, values)]
    print(f"\n{database}: {len(tried) - len(through)} of {len(tried)} attacks by raw SQL refused")
    assert through == []
    assert dump(engine) == before
    assert len(tried) >= 40
    # The legal move differs from the refused ones only in what they name.
    assert succeeds(engine, event(), values)


@pytest.mark.parametrize("database", DATABASES)
def test_without_the_fence_the_same_sql_gets_through(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The negative control: it is the triggers that refuse, not a mistake in the statements."""
    district = district_on(database, tmp_path, request)
    engine = district.services.store.engine
    values = arranged(district)
    with raw(engine) as connection:
        take_the_fence_down(connection)
    through = []
    for name, statement in statements(engine).items():
        with engine.execution_options(writing=True).connect() as connection:
            try:
                for part in statement.split("; "):
                    query = text(part)
                    connection.execute(query, {key: values[key] for key in query._bindparams})
                through.append(name)
            except DBAPIError:
                pass  # a key or a foreign key refuses it as well
            finally:
                connection.rollback()
    print(f"\n{database}: {len(through)} attacks get through when the triggers are gone")
    assert len(through) >= 24
