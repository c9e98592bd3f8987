"""A file as readers outside the office see it while the council's result may not be told."""

from dataclasses import replace

from web.nominations.acts import Panel
from web.presenting import definition_of, veil_of
from workflow.kernel.db import NO_DUE_DATE
from workflow.nominations.file_queries import EventRow, NominationFile


def veiled(file: NominationFile, events: list[EventRow], panel: Panel) -> tuple[NominationFile, list[EventRow], Panel]:
    """The same three, or what stands for them: before the council, nothing after, no act that would tell."""
    veil = veil_of(file)
    if veil is None:
        return file, events, panel
    lane = {
        state.code for state in definition_of(file).states if state.tone == veil.tone or state.release == "by_session"
    }
    told = [event for event in events if event.source not in lane]
    since = told[0].at if told else file.since
    columns = {**file.columns, "state": veil.code, "since": since, "waits_for": veil.waits_for[0], "assignee_id": None,
               "due_on": NO_DUE_DATE}  # fmt: skip
    return replace(file, columns=columns, assignee=None), told, replace(panel, later=())
