"""Single acts of the story, each through the use case that a page would call."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from web import schema
from web.demo import lawful
from web.demo.locality import Locality
from web.demo.papers import FILE_NAMES, paper
from web.demo.reference import Register
from web.demo.shapes import Letter, Nomination, Step
from workflow.bootstrap import Services
from workflow.councils.sessions import MoveSession, PlanSession, move_session, plan_session
from workflow.decisions.revoke import MoveDecisionItem, move_decision_item
from workflow.kernel.clock import OFFICE_ZONE
from workflow.kernel.transaction import Tx
from workflow.nominations.advance import Advance, advance
from workflow.nominations.agenda import SetAgenda, add_to_agenda
from workflow.nominations.draft import (
    WriteLetter,
    WriteNomination,
    link_nominee,
    write_letter,
    write_nomination,
    write_own_report,
)
from workflow.nominations.evidence import AttachFile, attach_file
from workflow.nominations.opinions import record_opinion
from workflow.nominations.supplements import AnswerPoint, answer_point
from workflow.nominations.tasks import AssignTasks, assign_tasks
from workflow.people.authority import Actor


class OutOfStep(Exception):
    """The story and the data files, or the story and the product, do not agree."""


class Acts:
    """Does what a step says. What was made so far is kept under the names that the story uses."""

    def __init__(self, services: Services, locality: Locality, register: Register) -> None:
        self.services = services
        self.locality = locality
        self.register = register
        self.letters: dict[str, int] = {}
        self.files: dict[str, int] = {}
        self.sessions: dict[str, int] = {}
        self._letter_texts: Mapping[str, Letter] = {letter.key: letter for letter in locality.letters}
        self._texts: Mapping[str, Nomination] = {one.code: one for one in locality.nominations}
        self._by_name: Mapping[str, Callable[[Tx, Step, Actor], None]] = {
            "write": self._write, "own_report": self._own_report, "rewrite": self._rewrite,
            "number": self._number, "attach": self._attach, "answer": self._answer, "assign": self._assign,
            "opinion": self._opinion, "plan": self._plan, "add_to_agenda": self._add_to_agenda,
            "same_person": self._same_person, "state_facts": self._state_facts, "paper_list": self._paper_list,
        }  # fmt: skip

    def do(self, tx: Tx, step: Step, actor: Actor) -> None:
        """Acts with a name of their own first; all others are triggers of one of the three lifecycles."""
        latest = self.services.office.registry.latest
        if step.act in self._by_name:
            self._by_name[step.act](tx, step, actor)
        elif latest("nomination").definition.has_trigger(step.act):
            self._advance(tx, step, actor)
        elif latest("session").definition.has_trigger(step.act):
            self._move_session(tx, step, actor)
        else:
            self._move_item(tx, step, actor)

    # --- in the unit ------------------------------------------------------------------------

    def _write(self, tx: Tx, step: Step, actor: Actor) -> None:
        """A letter with its first lines, or further lines for a letter begun earlier."""
        letter = self._letter_texts[step.on[0]]
        if letter.key not in self.letters:
            self.letters[letter.key] = self._write_letter(tx, letter, actor, {**_typed(letter), **letter.at_first})
        wanted = step.inputs.get("lines", "").split()
        for text in self.locality.nominations:
            if text.letter == letter.key and (not wanted or text.code in wanted):
                self._write_line(tx, text, actor, {**text.fields(), **text.at_first})

    def _rewrite(self, tx: Tx, step: Step, actor: Actor) -> None:
        letter = self._letter_texts[step.on[0]]
        self._write_letter(tx, letter, actor, _typed(letter))
        for text in self.locality.nominations:
            if text.letter == letter.key:
                self._write_line(tx, text, actor, text.fields())

    def _number(self, tx: Tx, step: Step, actor: Actor) -> None:
        letter = self._letter_texts[step.on[0]]
        numbered = {
            "number": letter.number,
            "letter_date": letter.letter_date and letter.letter_date.isoformat(),
        }
        self._write_letter(tx, letter, actor, {**_typed(letter), **numbered})

    def _write_letter(self, tx: Tx, letter: Letter, actor: Actor, typed: Mapping[str, Any]) -> int:
        fields = dict(typed)
        movement = fields.pop("movement", None)
        if movement:
            fields["movement_id"] = self.register.movements[movement]
        command = WriteLetter(
            unit_id=self.register.units[letter.unit], fields=fields, actor=actor,
            proposal_id=self.letters.get(letter.key),
        )  # fmt: skip
        return write_letter(tx, self.services.office, command)

    def _write_line(self, tx: Tx, text: Nomination, actor: Actor, fields: Mapping[str, Any]) -> None:
        known = self.files.get(text.code)
        command = WriteNomination(
            proposal_id=self.letters[text.letter], fields=fields, actor=actor, nomination_id=known
        )
        file_id = write_nomination(tx, self.services.office, command)
        if text.facts:
            lawful.state(tx, self.services.office, actor, file_id, text.facts)
        if known is not None:
            return
        self.files[text.code] = file_id
        given = self._look_up(tx, "nomination", "code", id=file_id)
        if not given.endswith(f"-{text.code}"):
            raise OutOfStep(f"{text.code} was given the number {given}")
        if text.nominee:
            link_nominee(tx, actor, file_id, self.register.people[text.nominee])

    def _own_report(self, tx: Tx, step: Step, actor: Actor) -> None:
        """The nominee tells it in their own words, which the clerk then leaves alone."""
        for code in step.on:
            told = self._texts[code].fields()
            fields = {name: told.get(name, "") for name in ("report", "circumstances", "previous_awards")}
            write_own_report(tx, self.services.office, actor, self.files[code], fields)

    def _attach(self, tx: Tx, step: Step, actor: Actor) -> None:
        kind = step.inputs["kind"]
        name = step.inputs.get("name", FILE_NAMES[kind])
        for file_id in self._ids(step.on):
            command = AttachFile(
                nomination_id=file_id, kind=kind, file_name=name, content=paper(kind, name, self.locality.sample_line),
                most_bytes=self.services.settings.upload_max_bytes, actor=actor,
            )  # fmt: skip
            attach_file(tx, self.services.office, self.services.blobs, command)

    def _answer(self, tx: Tx, step: Step, actor: Actor) -> None:
        """One point of a supplement, with a new file."""
        kind, name = step.inputs["kind"], step.inputs["name"]
        point_id = self._look_up(
            tx, "supplement_point", "id", nomination_id=self.files[step.on[0]], position=step.inputs["point"]
        )
        answer_point(tx, self.services.office, self.services.blobs, AnswerPoint(
            point_id=point_id, text=step.inputs["text"], kind=kind, file_name=name,
            content=paper(kind, name, self.locality.sample_line),
            most_bytes=self.services.settings.upload_max_bytes, actor=actor,
        ))  # fmt: skip

    # --- in the office ----------------------------------------------------------------------

    def _advance(self, tx: Tx, step: Step, actor: Actor) -> None:
        inputs = dict(step.inputs)
        if "units" in inputs:
            inputs["units"] = [self.register.units[code] for code in inputs["units"]]
        seen: dict[int, int | None] = {
            file_id: self._look_up(tx, "nomination", "version", id=file_id) for file_id in self._ids(step.on)
        }
        advance(tx, self.services.office, Advance(trigger=step.act, seen=seen, actor=actor, inputs=inputs))

    def _assign(self, tx: Tx, step: Step, actor: Actor) -> None:
        ids = self._ids(step.on)
        taker = self.register.people[step.inputs["to"]]
        assigned = assign_tasks(tx, AssignTasks(nomination_ids=ids, assignee_id=taker, actor=actor))
        if set(assigned) != set(ids):
            raise OutOfStep(f"not all could be assigned: {step.on}")

    def _opinion(self, tx: Tx, step: Step, actor: Actor) -> None:
        unit_id = self.register.units[step.inputs["unit"]]
        opinion_id = self._look_up(tx, "opinion", "id", nomination_id=self.files[step.on[0]], unit_id=unit_id)
        record_opinion(tx, actor, opinion_id, step.inputs["answer"])

    def _state_facts(self, tx: Tx, step: Step, actor: Actor) -> None:
        for file_id in self._ids(step.on):
            lawful.state(tx, self.services.office, actor, file_id, step.inputs)

    def _paper_list(self, tx: Tx, step: Step, actor: Actor) -> None:
        lawful.enter_list(tx, actor, self.register.units[step.on[0]], step.inputs)

    def _same_person(self, tx: Tx, step: Step, actor: Actor) -> None:
        laureate_id = self._look_up(tx, "nomination", "laureate_id", id=self.files[step.on[0]])
        lawful.join_with_earlier(tx, actor, laureate_id)

    # --- the council and the decision -------------------------------------------------------

    def _plan(self, tx: Tx, step: Step, actor: Actor) -> None:
        held_at = step.inputs["held_at"].replace(tzinfo=OFFICE_ZONE)
        command = PlanSession(
            council_id=self.register.council_id, held_at=held_at, place=step.inputs["place"], actor=actor
        )
        session_id = plan_session(tx, self.services.office, command)
        number = self._look_up(tx, "council_session", "number", id=session_id)
        if str(number) != step.on[0]:
            raise OutOfStep(f"session {step.on[0]} was given the number {number}")
        self.sessions[step.on[0]] = session_id

    def _add_to_agenda(self, tx: Tx, step: Step, actor: Actor) -> None:
        ids = self._ids(step.inputs["files"].split())
        command = SetAgenda(session_id=self.sessions[step.on[0]], nomination_ids=ids, actor=actor)
        if add_to_agenda(tx, command) != len(ids):
            raise OutOfStep(f"not all could be put on the agenda: {step.inputs['files']}")

    def _move_session(self, tx: Tx, step: Step, actor: Actor) -> None:
        session_id = self.sessions[step.on[0]]
        seen = self._look_up(tx, "council_session", "version", id=session_id)
        command = MoveSession(
            session_id=session_id, trigger=step.act, seen_version=seen, actor=actor, inputs=step.inputs
        )
        move_session(tx, self.services.office, command)

    def _move_item(self, tx: Tx, step: Step, actor: Actor) -> None:
        item_id = self._look_up(tx, "nomination", "decision_item_id", id=self.files[step.on[0]])
        seen = self._look_up(tx, "decision_item", "version", id=item_id)
        command = MoveDecisionItem(
            item_id=item_id, trigger=step.act, seen_version=seen, actor=actor, inputs=step.inputs
        )
        move_decision_item(tx, self.services.office, command)

    def _ids(self, codes: Iterable[str]) -> list[int]:
        return [self.files[code] for code in codes]

    def _look_up(self, tx: Tx, table: str, column: str, **known: int) -> Any:
        """One value, as the page that showed it would have known it."""
        source = schema.metadata().tables[table]
        same = [source.c[name] == value for name, value in known.items()]
        return tx.session.execute(select(source.c[column]).where(*same)).scalar_one()


def _typed(letter: Letter) -> dict[str, Any]:
    return {"kind": letter.kind, "movement": letter.movement, "summary": letter.summary}
