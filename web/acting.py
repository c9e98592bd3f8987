"""Answering a form that changes something: once, in one transaction, whatever the finger does."""

import hashlib
from collections.abc import Callable

from flask import flash, redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from states import Refused
from web.context import me, services
from workflow.kernel.errors import DomainError, Invalid
from workflow.kernel.transaction import Tx
from workflow.lifecycle.idempotency import Answer, earlier_answer, remember_answer, request_digest

NOT_ASKED = frozenset({"csrf_token", "idempotency_key"})


def act_once(effect: Callable[[Tx], Answer]) -> Response:
    """Run the effect and remember its answer with it; the same form again gets the same answer.

    The form carries `idempotency_key`. Errors of the domain pass through: nothing was changed.
    """
    key, digest = request.form.get("idempotency_key", ""), _digest()
    try:
        answer = _answer(effect, key, digest)
    except IntegrityError as error:
        if "idempotency" not in str(error.orig):
            raise
        answer = _answer(effect, key, digest)  # the same form won a moment ago: now its answer is there
    except (DomainError, Refused):
        # Perhaps the same form moved the row while this one waited for it: then the answer is its answer.
        earlier = _given_already(key, digest)
        if earlier is None:
            raise
        answer = earlier
    if answer.said:
        flash(answer.said, "good")
    return redirect(answer.location, 303)


def _answer(effect: Callable[[Tx], Answer], key: str, digest: str) -> Answer:
    with services().store.transaction() as tx:
        earlier = earlier_answer(tx.session, me(), key, digest)
        if earlier is not None:
            return earlier
        answer = effect(tx)
        remember_answer(tx, me(), key, digest, answer)
    return answer


def _given_already(key: str, digest: str) -> Answer | None:
    with services().store.reading() as session:
        try:
            return earlier_answer(session, me(), key, digest)
        except Invalid:
            return None


def _digest() -> str:
    fields = {name: request.form.getlist(name) for name in sorted(request.form) if name not in NOT_ASKED}
    for name, file in request.files.items():
        fields[f"file:{name}"] = [file.filename or "", hashlib.sha256(file.stream.read()).hexdigest()]
        file.stream.seek(0)
    return request_digest(request.path, fields)
