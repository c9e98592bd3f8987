"""The council's pages, and who may open them."""

from flask import Blueprint

from web.context import actor, me, services
from workflow.councils.queries import SessionRow, council_session
from workflow.councils.sessions import PLANNERS
from workflow.kernel.errors import Forbidden, NotFound
from workflow.nominations.agenda_queries import AgendaRow
from workflow.nominations.policy import OFFICE_ROLES

blueprint = Blueprint("councils", __name__, url_prefix="/council")
READERS = (*sorted(OFFICE_ROLES), "council_member")
# A count tells a result before its release, so fewer people see counts than agendas.
COUNT_READERS = ("council_secretary", "standing_head", "chairman", "vice_chairman", "auditor")


def must_read() -> None:
    if not actor().has(*READERS):
        raise Forbidden("not_your_role", who=READERS)


def must_read_counts() -> None:
    if not actor().has(*COUNT_READERS):
        raise Forbidden("not_your_role", who=COUNT_READERS)


def must_plan() -> None:
    if not actor().has(*PLANNERS):
        raise Forbidden("not_your_role", who=PLANNERS)


def may_plan() -> bool:
    return actor().has(*PLANNERS)


def reads_counts() -> bool:
    return actor().has(*COUNT_READERS)


def is_own(row: AgendaRow) -> bool:
    """The reader is the nominee: this line tells them what everybody may know, and no more."""
    return row.nominee_id is not None and row.nominee_id == me()


def needed_session(session_id: int) -> SessionRow:
    with services().store.reading() as session:
        found = council_session(session, session_id)
    if found is None:
        raise NotFound("session")
    return found
