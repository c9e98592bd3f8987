"""What the chairman typed: who is struck and why, what becomes of them, number and date."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from web.decide.lists import FATES, FORWARD, SIGN
from web.seen import read_seen
from web.triggers import form_inputs, trigger_def
from workflow.kernel.errors import Invalid, Problem
from workflow.kernel.folding import clean

MOST_NAMES: Final = 5_000
REASON_LENGTH: Final = 4_000
ONLY_STRUCK: Final = "struck"


@dataclass(frozen=True, slots=True)
class Strike:
    """A name taken off the list."""

    fate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The act, the list as it was seen, and what differs from it. `signs` is False when only the struck move."""

    act: str
    signs: bool
    seen: Mapping[int, int]
    strikes: Mapping[int, Strike]
    inputs: Mapping[str, Any]

    @property
    def kept(self) -> list[int]:
        """Those who stay on the list, in its order."""
        return [key for key in self.seen if key not in self.strikes]

    @property
    def moves(self) -> dict[tuple[str, str], list[int]]:
        """Struck names that move, by trigger and reason: equal ones go together."""
        found: dict[tuple[str, str], list[int]] = {}
        for key, strike in self.strikes.items():
            if strike.fate in FATES[:2]:
                found.setdefault((strike.fate, strike.reason), []).append(key)
        return found

    @property
    def left(self) -> list[int]:
        """Struck names that stay where they are."""
        return [key for key, strike in self.strikes.items() if strike.fate not in FATES[:2]]

    def problems(self) -> dict[str, Problem]:
        """What keeps it from being shown as a plan: a struck name without its reason, nobody left."""
        found = {
            f"reason-{key}": Problem("reason_for_struck")
            for key, strike in self.strikes.items() if strike.fate in FATES[:2] and not strike.reason
        }  # fmt: skip
        found |= {
            f"reason-{key}": Problem("too_long", {"most": REASON_LENGTH})
            for key, strike in self.strikes.items() if len(strike.reason) > REASON_LENGTH
        }  # fmt: skip
        if self.signs and not self.kept:
            found["strike"] = Problem("nothing_to_sign")
        if not self.signs and not self.moves:
            found["strike"] = Problem("nobody_struck")
        return found

    def fields(self) -> dict[str, str]:
        """The wish as hidden fields, so that the next page carries exactly what this one showed."""
        values = {"act": self.act, "seen": json.dumps({str(key): value for key, value in self.seen.items()})}
        values |= {name: str(value) for name, value in self.inputs.items()}
        values["signs"] = "1" if self.signs else ""
        for key, strike in self.strikes.items():
            values |= {f"fate-{key}": strike.fate, f"reason-{key}": strike.reason}
        return values

    @property
    def struck_ids(self) -> list[str]:
        return [str(key) for key in self.strikes]


def read_wish() -> Wish:
    """The wish in the form that was sent. Raises `Invalid` for one that no page of ours has written."""
    act = request.form.get("act", "")
    pressed = request.form.get("trigger", "")
    if act not in (SIGN, FORWARD) or pressed not in ("", act, ONLY_STRUCK):
        raise Invalid({"trigger": Problem("unknown_trigger")})
    seen = _seen()
    strikes = {}
    for typed in request.form.getlist("strike"):
        if typed.isascii() and typed.isdigit() and len(typed) < 10 and int(typed) in seen:
            fate = request.form.get(f"fate-{typed}", FATES[0])
            reason = clean(request.form.get(f"reason-{typed}", ""))
            strikes[int(typed)] = Strike(fate if fate in FATES else FATES[0], reason)
    signs = pressed == act if pressed else bool(request.form.get("signs"))
    return Wish(act=act, signs=signs, seen=seen, strikes=strikes, inputs=form_inputs(act))


def label_of(act: str) -> Any:
    trigger = trigger_def(act)
    if trigger is None:
        raise Invalid({"trigger": Problem("unknown_trigger")})
    return trigger


def _seen() -> dict[int, int]:
    """Ids and versions in the order in which the page listed them: the order of the golden book."""
    return read_seen(request.form.get("seen", ""), most=MOST_NAMES)
