"""Lifecycles as proved, versioned definitions, and the engine that steps them. Pure: no tables, no pages."""

from states import dossier as dossier
from states import lawful as lawful
from states import quotas as quotas
from states.conditions import CONDITIONS, Condition
from states.definition import Definition, Input, Separation, StateDef, TransitionDef, TriggerDef
from states.diagram import endings, mermaid, svg
from states.errors import ChangedDefinition, Fault, InvalidDefinition, Refused, UnknownDefinition
from states.facts import NominationFacts, VoteFacts
from states.guards import GUARDS, Guard
from states.inputs import INPUTS, REASONS, Choice, InputDef
from states.machine import Engine, Step
from states.overlays import ON_HOLD, OVERLAYS, REVOCATION_REVIEW, REVOKED, Overlay
from states.places import BEFORE_REFERRAL, COUNCIL_FAILED, COUNCIL_QUEUE, COUNCIL_VOTING, PENDING_DECISION
from states.refusals import NO_SUCH_MOVE, Refusal, word_refusal
from states.registry import Registry, shipped
from states.roles import LANES, ROLES, SYSTEM
from states.staffing import DEFAULT_STAFFING, prove_staffing
from states.text import Text
from states.validation import faults_of, prove

__all__ = [
    "BEFORE_REFERRAL",
    "CONDITIONS",
    "COUNCIL_FAILED",
    "COUNCIL_QUEUE",
    "COUNCIL_VOTING",
    "DEFAULT_STAFFING",
    "GUARDS",
    "INPUTS",
    "LANES",
    "NO_SUCH_MOVE",
    "ON_HOLD",
    "OVERLAYS",
    "PENDING_DECISION",
    "REASONS",
    "REVOCATION_REVIEW",
    "REVOKED",
    "ROLES",
    "SYSTEM",
    "ChangedDefinition",
    "Choice",
    "Condition",
    "Definition",
    "Engine",
    "Fault",
    "Guard",
    "Input",
    "InputDef",
    "InvalidDefinition",
    "NominationFacts",
    "Overlay",
    "Refusal",
    "Refused",
    "Registry",
    "Separation",
    "StateDef",
    "Step",
    "Text",
    "TransitionDef",
    "TriggerDef",
    "UnknownDefinition",
    "VoteFacts",
    "endings",
    "faults_of",
    "mermaid",
    "prove",
    "prove_staffing",
    "shipped",
    "svg",
    "word_refusal",
]
