"""Questions put to the law from outside: read strictly, refused with the place and the reason."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from workflow.awards.cases import Case, Count, Day, Facts, Name
from workflow.awards.voting import Ballot

_SAID: Final[Mapping[str, str]] = {
    "missing": "is needed", "int_type": "must be a whole number", "string_type": "must be text",
    "bool_type": "must be true or false", "tuple_type": "must be a list", "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}  # fmt: skip


M = TypeVar("M", bound=BaseModel)


class WrongQuestion(ValueError):
    """What is wrong with a question, one line for each place."""


class VoteQuestion(Facts):
    """The figures of a ballot, and whose council it was. Without `council`, the one that the law means."""

    award: Name
    date: Day
    members: Count
    present: Count
    written: Count = 0
    in_favour: Annotated[int, Field(alias="for", ge=0, le=1_000_000)]
    against: Count
    recused: Count = 0
    invalid: Count = 0
    council: Literal["don_vi", "xa", "huyen", "tinh"] | None = None

    def ballot(self) -> Ballot:
        return Ballot(
            members=self.members, present=self.present, written=self.written, in_favour=self.in_favour,
            against=self.against, recused=self.recused, invalid=self.invalid,
        )  # fmt: skip


def read_case(given: object) -> Case:
    """A case to be judged. Raises `WrongQuestion`."""
    return _read(Case, given)


def read_vote(given: object) -> VoteQuestion:
    """A vote to be weighed. Raises `WrongQuestion`."""
    return _read(VoteQuestion, given)


def read_json(text: str) -> object:
    """JSON without doubled fields and without numbers that are none. Raises `WrongQuestion`."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise WrongQuestion(f"not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise WrongQuestion("not JSON for this: nested too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise error if isinstance(error, WrongQuestion) else WrongQuestion("not JSON: a number is too long") from error


def _read(model: type[M], given: object) -> M:
    if not isinstance(given, dict):
        raise WrongQuestion("must be one object with named fields")
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise WrongQuestion("\n".join(_lines(error, model))) from error


def _lines(error: ValidationError, model: type[BaseModel]) -> Iterable[str]:
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield f"{place}: unknown field; known here: {', '.join(known_fields(model, fault['loc'][:-1]))}"
            continue
        said = _SAID.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
        given = "" if fault["type"] == "missing" else f" (given: {_short(fault['input'])})"
        yield f"{place}: {said}{given}"


def known_fields(model: type[BaseModel], place: Iterable[int | str] = ()) -> list[str]:
    """The names that an object may have at a place of a question."""
    for part in place:
        if isinstance(part, str) and (inner := _inner(model, part)) is not None:
            model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = model.model_fields.get(name)
    waiting: list[Any] = [field.annotation] if field else []
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        waiting.extend(getattr(kind, "__args__", ()))
    return None


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise WrongQuestion(f"{name}: is there twice")
        found[name] = value
    return found


def _no_number(name: str) -> float:
    raise WrongQuestion(f"{name} is no number")
