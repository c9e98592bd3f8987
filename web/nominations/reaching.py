"""Finding the nomination of an address, for those who may open its working page."""

from web.context import actor, me, services
from workflow.kernel.errors import NotFound
from workflow.nominations.file_queries import is_on_an_agenda, nomination_id_of
from workflow.nominations.policy import may_view
from workflow.nominations.rows import Row, load_rows


def visible(code: str) -> Row | None:
    """The row, if its working page may be opened; None when it is the reader's own nomination."""
    with services().store.reading() as session:
        nomination_id = nomination_id_of(session, code)
        if nomination_id is None:
            raise NotFound("nomination")
        row = load_rows(session, [nomination_id], locked=False)[nomination_id]
        if row.nominee_id is not None and row.nominee_id == me():
            return None
        if not may_view(actor(), row, on_agenda=is_on_an_agenda(session, row.id)):
            raise NotFound("nomination")
    return row


def needed(code: str) -> Row:
    """The row; to those who may not open its working page it does not exist."""
    row = visible(code)
    if row is None:
        raise NotFound("nomination")
    return row
