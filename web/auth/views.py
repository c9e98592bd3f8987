"""Signing in and out, choosing a language, one's own account."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from web.access import limiter, local_address, public
from web.auth.accounts import account_of, change_password, sign_in_demo
from web.auth.accounts import sign_in as open_account
from web.auth.demo_accounts import demo_accounts
from web.auth.kept import kept_fields
from web.auth.sessions import SignedIn, end_session, end_sessions_of, live_session, sessions_of
from web.context import maybe_actor, me, now, services
from web.i18n import COOKIE, LOCALES, _
from web.wording import problem_text
from workflow.kernel.errors import Invalid, NotFound
from workflow.people.commands import choose_locale

blueprint = Blueprint("auth", __name__)
FAILED = "failed_sign_in"
YEAR = 31_536_000


def _typed_address() -> str:
    return request.form.get("email", "").strip().lower()[:200] or "-"


def _failed(response: Response) -> bool:
    return response.status_code == 422


@blueprint.get("/sign-in")
@public
def sign_in() -> str | Response:
    if maybe_actor() is not None:  # a live session of somebody who has left must not go round in circles
        return redirect(url_for("home.my_work"), 303)
    return _page(email="", problems={})


@blueprint.post("/sign-in")
@public
@limiter.limit("1000 per 5 minutes", key_func=lambda: "all", deduct_when=_failed)
@limiter.limit("100 per 5 minutes", deduct_when=_failed)
@limiter.limit("10 per 5 minutes", key_func=_typed_address, deduct_when=_failed)
def enter() -> str | Response | tuple[str, int]:
    token = open_account(services().store, _typed_address(), request.form.get("password", ""))
    if token is None:
        problem = _("Địa chỉ thư hoặc mật khẩu chưa đúng. Gõ lại cả hai.")
        return _page(email=_typed_address(), problems={"email": problem}), 422
    return _welcome(token)


@blueprint.post("/sign-in/demo")
@public
def enter_demo() -> Response:
    """One press on the demonstration's list of accounts."""
    typed = request.form.get("person", "")
    token = None
    if services().settings.demo and typed.isascii() and typed.isdigit() and len(typed) < 10:
        token = sign_in_demo(services().store, int(typed))
    if token is None:
        raise NotFound("account")
    return _welcome(token)


def _welcome(token: str) -> Response:
    signed_in = live_session(services().store, token, now())
    login_user(signed_in)
    kept = kept_fields(request.form)
    path = local_address(request.form.get("kept_path", ""))
    if kept and path:
        return current_app.make_response(render_template("auth/kept.html", kept=kept, path=path))
    following = local_address(request.form.get("next", "")) or url_for("home.my_work")
    return redirect(following, 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    if isinstance(current_user._get_current_object(), SignedIn):
        with services().store.transaction() as tx:
            end_session(tx, current_user.token)
    logout_user()
    answer = redirect(url_for("auth.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.get("/language/<locale>")
@public
def language(locale: str) -> Response:
    """Remember the language in a cookie; nothing else changes, so a link is enough."""
    if locale not in LOCALES:
        raise NotFound("language")
    answer = redirect(local_address(request.args.get("next", "")) or "/", 303)
    answer.set_cookie(
        COOKIE, locale, max_age=YEAR, httponly=True, samesite="Lax", secure=services().settings.https_only
    )
    return answer


@blueprint.get("/account")
def account() -> str:
    return _account_page({})


@blueprint.post("/account/password")
@limiter.limit("20 per hour", key_func=lambda: str(me()))
def password() -> Response | tuple[str, int]:
    try:
        change_password(services().store, current_user.account_id, current_user.session_id,
                        request.form.get("current", ""), request.form.get("password", ""))  # fmt: skip
    except Invalid as error:
        return _account_page({name: problem_text(problem) for name, problem in error.problems.items()}), 422
    flash(_("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."), "good")
    return redirect(url_for("auth.account"), 303)


@blueprint.post("/account/language")
def mail_language() -> Response:
    with services().store.transaction() as tx:
        choose_locale(tx, me(), request.form.get("locale", ""))
    flash(_("Đã đổi ngôn ngữ của thư."), "good")
    return redirect(url_for("auth.account"), 303)


@blueprint.post("/account/sessions")
def end_others() -> Response:
    with services().store.transaction() as tx:
        end_sessions_of(tx, current_user.account_id, but=current_user.session_id)
    flash(_("Đã kết thúc các phiên đăng nhập khác."), "good")
    return redirect(url_for("auth.account"), 303)


def _account_page(problems: dict[str, str]) -> str:
    with services().store.reading() as session:
        found = account_of(session, me())
        sessions = sessions_of(session, current_user.account_id, now())
    return render_template("auth/account.html", email=found[1] if found else "", sessions=sessions,
                           this_session=current_user.session_id, problems=problems)  # fmt: skip


def _page(*, email: str, problems: dict[str, str]) -> str:
    accounts = demo_accounts(services()) if services().settings.demo else ()
    return render_template(
        "auth/sign_in.html", email=email, problems=problems, accounts=accounts,
        next_address=local_address(request.args.get("next", "") or request.form.get("next", "")) or "",
        kept=kept_fields(request.form), kept_path=request.form.get("kept_path", ""), kept_files=[],
    )  # fmt: skip
