"""The month as it happened: every act at its own hour, on working days only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from web.demo.acts import Acts, OutOfStep
from web.demo.locality import Locality
from web.demo.reference import Register
from web.demo.shapes import Step
from workflow.bootstrap import Services
from workflow.calendars.working_days import is_working_day
from workflow.kernel.clock import OFFICE_ZONE, ManualClock
from workflow.kernel.transaction import Tx
from workflow.people.authority import Actor, authority_of

START_OF_DAY: Final = time(7, 30)
END_OF_DAY: Final = time(16, 55)


def nothing() -> None:
    """Where nothing is to happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What a running installation does besides: remind in the morning, send what an act has written."""

    before_each_day: Callable[[], None] = nothing
    after_each_act: Callable[[], None] = nothing
    after_each_day: Callable[[], None] = nothing


class Teller:
    """Tells the story on services whose clock it holds."""

    def __init__(self, services: Services, clock: ManualClock, locality: Locality, register: Register) -> None:
        self.store = services.store
        self.clock = clock
        self.locality = locality
        self.register = register
        self.acts = Acts(services, locality, register)

    def tell(self, meanwhile: Meanwhile) -> None:
        """Act after act in the order of the hours, on working days only."""
        acts = {day: tuple(steps) for day, steps in groupby(self.locality.steps, lambda step: step.at.date())}
        for day in _working_days(min(acts), max(acts)):
            self.clock.move_to(datetime.combine(day, START_OF_DAY, OFFICE_ZONE))
            meanwhile.before_each_day()
            for step in acts.pop(day, ()):
                self._tell(step)
                meanwhile.after_each_act()
            evening = datetime.combine(day, END_OF_DAY, OFFICE_ZONE)
            self.clock.move_to(min(evening, self.locality.ends_at))
            meanwhile.after_each_day()
        if acts:
            raise OutOfStep(f"nobody works on {', '.join(map(str, acts))}")

    def _tell(self, step: Step) -> None:
        if step.at < self.clock.now():
            raise OutOfStep(f"{step.at} lies before what was told already")
        self.clock.move_to(step.at)
        try:
            with self.store.transaction() as tx:
                self.acts.do(tx, step, self._actor(tx, step))
        except Exception as error:
            error.add_note(f"{step.at:%d/%m %H:%M} {step.by}: {step.act} {' '.join(step.on)}")
            raise

    def _actor(self, tx: Tx, step: Step) -> Actor:
        actor = authority_of(tx.session, self.register.people[step.by], step.at.date())
        if actor is None:
            raise OutOfStep(f"{step.by} has no authority")
        return actor


def _working_days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if is_working_day(day):
            yield day
