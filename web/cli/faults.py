"""What went wrong, in a sentence for the terminal. A bug stays a bug: it gets no sentence."""

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from states import Refused
from web.wording import problem_text, refusal_text
from workflow.kernel.errors import Invalid, NotFound, Unavailable

FAULT, WRONG_CALL = 1, 2


def told(error: Exception) -> tuple[str | None, int]:
    """The sentence and the exit code; None for what nobody foresaw."""
    if isinstance(error, Invalid):
        return "\n".join(f"{name}: {problem_text(problem)}" for name, problem in error.problems.items()), WRONG_CALL
    if isinstance(error, NotFound):
        return f"there is no such {error.what}", WRONG_CALL
    if isinstance(error, Refused):
        return "\n".join(refusal_text(refusal) for refusal in error.refusals), FAULT
    if isinstance(error, ValidationError):
        return "\n".join(_setting(fault) for fault in error.errors()), WRONG_CALL
    if isinstance(error, ValueError) and str(error).startswith("unknown settings"):
        return str(error), WRONG_CALL
    if isinstance(error, Unavailable):
        return f"The database is away or busy: {error}", FAULT
    if isinstance(error, DBAPIError):
        return _database(error), FAULT
    return None, FAULT


def _setting(fault: object) -> str:
    if not isinstance(fault, dict):
        return str(fault)
    name = "_".join(str(part) for part in fault["loc"]).upper()
    return f"THIDUA_{name}: {fault['msg']}"


def _database(error: DBAPIError) -> str:
    said = str(error.orig).strip().splitlines()[0]
    if "no such table" in said or "does not exist" in said:
        return f"The database lacks a table ({said}). Bring it up to date with: thidua db upgrade"
    return f"The database cannot be used: {said}"
