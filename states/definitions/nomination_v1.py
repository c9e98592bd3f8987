"""A nomination from the unit's draft to the archive, version 1."""

from typing import Final

from states.definition import Definition
from states.definitions.nomination_v1_states import STATES
from states.definitions.nomination_v1_transitions import SEPARATIONS, TRANSITIONS
from states.definitions.nomination_v1_triggers import TRIGGERS
from states.text import Text

NOMINATION_V1: Final = Definition(
    key="nomination",
    version=1,
    title=Text("Đề nghị khen thưởng", "Award nomination"),
    subject="nomination",
    initial="draft",
    states=STATES,
    triggers=TRIGGERS,
    transitions=TRANSITIONS,
    separations=SEPARATIONS,
)
