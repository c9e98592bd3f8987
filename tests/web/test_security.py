"""What no request gets past: forged forms, foreign hosts, open redirects, guessed passwords, dead cookies."""

from __future__ import annotations

import io
import json
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select, text

from notifications.queries import letter
from notifications.render import Renderer
from tests.evidence.forms import forms_of
from tests.factories import make_nomination, pdf
from tests.support.office import OfficeApp, Visitor, open_office
from web.access import limiter, local_address
from web.auth.accounts import make_account
from web.auth.passwords import hash_password
from workflow.people.models import Person

EVERYWHERE = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "X-Frame-Options",
    "Cache-Control",
)
PASSWORD = "bốn từ không liên quan"


@pytest.fixture(autouse=True)
def nothing_counted(office: OfficeApp) -> Iterator[None]:
    """Throttles are kept by the process: each test leaves with nothing counted, as an office opens."""
    yield
    limiter.reset()


@pytest.fixture
def known(office: OfficeApp) -> str:
    """The address of somebody who can sign in with `PASSWORD`."""
    with office.district.services.store.transaction() as tx:
        make_account(tx, office.district.people["desk_officer"], "known@thanhliem.example", hash_password(PASSWORD))
    return "known@thanhliem.example"


def try_password(visitor: Visitor, email: str, password: str = "wrong", **more: str) -> Any:
    visitor.get("/sign-in")
    return visitor.post("/sign-in", email=email, password=password, **more)


# Forged requests


@pytest.mark.parametrize("token", [None, "", "x", "foreign"])
def test_a_form_without_its_own_token_changes_nothing(office: OfficeApp, token: str | None) -> None:
    mine, other = office.visitor("desk_officer"), office.visitor("appraiser")
    mine.get("/account")
    other.get("/account")
    fields = {"locale": "en"} | ({} if token is None else {"csrf_token": other.token if token == "foreign" else token})
    answer = mine.client.post("/account/language", data=fields)
    assert answer.status_code == 400
    assert locale_of(office, "desk_officer") == "vi"


def locale_of(office: OfficeApp, role: str) -> str:
    with office.district.services.store.reading() as session:
        found = session.execute(select(Person.locale).where(Person.id == office.district.people[role]))
        return str(found.scalar_one())


@pytest.mark.parametrize(
    ("head", "value", "status"),
    [
        ("Sec-Fetch-Site", "cross-site", 400),
        ("Sec-Fetch-Site", "same-site", 400),
        ("Sec-Fetch-Site", "same-origin", 303),
        ("Sec-Fetch-Site", "none", 303),
        ("Origin", "https://evil.example", 400),
        ("Origin", "http://localhost.evil.example", 400),
        ("Origin", "http://localhost:81", 400),
        ("Origin", "http://[::1", 400),
        ("Origin", "localhost", 400),
        ("Origin", "http://localhost", 303),
    ],
)
def test_another_site_acts_for_nobody_even_with_the_token(
    office: OfficeApp, head: str, value: str, status: int
) -> None:
    visitor = office.visitor("desk_officer")
    visitor.get("/account")
    fields = {"csrf_token": visitor.token, "locale": "en"}
    answer = visitor.client.post("/account/language", data=fields, headers={head: value})
    assert answer.status_code == status
    assert locale_of(office, "desk_officer") == ("en" if status == 303 else "vi")


def test_signing_in_is_a_form_like_the_others(office: OfficeApp, known: str) -> None:
    """Nobody is signed in to somebody else's account from another page."""
    visitor = office.visitor()
    fields = {"email": known, "password": PASSWORD}
    assert visitor.client.post("/sign-in", data=fields).status_code == 400
    visitor.get("/sign-in")
    assert visitor.client.post("/sign-in", data={**fields, "csrf_token": visitor.token},
                               headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400  # fmt: skip
    assert try_password(visitor, known, PASSWORD).status_code == 303


# What goes out with every answer


def test_every_answer_carries_the_heads(office: OfficeApp) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    officer, clerk = office.visitor("desk_officer"), office.visitor("clerk")
    clerk.post(f"/nominations/{code}/files", kind="report", file=(io.BytesIO(pdf()), "a.pdf"))
    file = re.findall(r'href="(/nominations/files/\d+)"', clerk.get(f"/nominations/{code}").get_data(as_text=True))[0]
    officer.get("/account")
    answers = {
        "page": officer.get("/queue"),
        "public": office.visitor().get("/status"),
        "not found": officer.get("/nowhere"),
        "hidden": officer.get("/nominations/x"),
        "forbidden": officer.get("/admin"),
        "no token": officer.client.post("/account/language"),
        "method": officer.client.put("/queue"),
        "redirect": office.visitor().get("/queue"),
        "lost session": office.visitor().client.post("/queue/run"),
        "file": clerk.get(file),
        "static": officer.client.get("/static/thidua.css"),
        "no static": officer.client.get("/static/nothing"),
        "health": officer.client.get("/healthz"),
        "invalid": officer.post("/queue/run", trigger="x", seen="x"),
    }
    for name, answer in answers.items():
        missing = [head for head in EVERYWHERE if head not in answer.headers]
        assert missing == [], name
        assert "unsafe" not in answer.headers["Content-Security-Policy"], name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        cached = answer.headers["Cache-Control"]
        assert cached == "no-store" or name in ("static", "no static"), (name, cached)
    assert "sandbox" in answers["file"].headers["Content-Security-Policy"]
    assert answers["static"].headers["Cache-Control"].endswith("max-age=31536000")


def test_over_https_cookies_are_bound_to_this_host_and_stay_there(tmp_path: Path) -> None:
    office = open_office(tmp_path, https_only=True)
    answer = office.app.test_client().get("/sign-in", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-thidua=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    language = office.app.test_client().get("/language/en", base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" in language and "HttpOnly" in language


def test_cookies_are_not_for_scripts_nor_for_other_sites(office: OfficeApp) -> None:
    cookie = office.app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie


# Sessions


def test_a_copied_cookie_is_dead_after_signing_out(office: OfficeApp) -> None:
    visitor = office.visitor("desk_officer")
    visitor.get("/account")
    with visitor.client.session_transaction() as session:
        copied = dict(session)
    assert visitor.post("/sign-out").headers["Clear-Site-Data"] == '"cache"'
    thief = office.app.test_client()
    with thief.session_transaction() as session:
        session.update(copied)
    assert thief.get("/account").status_code == 303


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE account SET enabled = false",
        "UPDATE person SET active = false",
        "UPDATE user_session SET revoked_at = created_at",
        "UPDATE user_session SET ends_at = created_at",
        "UPDATE user_session SET last_seen_at = '2023-10-01 00:00:00.000000'",
    ],
)
def test_whatever_ends_a_session_ends_it_at_the_next_request(office: OfficeApp, end: str) -> None:
    visitor = office.visitor("desk_officer")
    assert visitor.get("/queue").status_code == 200
    with office.district.services.store.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(end))
    assert visitor.get("/queue").status_code == 303
    assert visitor.client.post("/queue/run").status_code in (400, 401)


def test_a_lost_session_keeps_the_words_and_gives_them_back(office: OfficeApp, known: str) -> None:
    """Signing in again shows the form as it was typed, and its button works."""
    nomination_id = make_nomination(office.district, "under_appraisal")
    code, words = office.code(nomination_id), 'Đủ tiêu chuẩn; đã đối chiếu "hồ sơ" <gốc>.'
    visitor = office.visitor()
    typed = {
        "trigger": "refer",
        "law_checked": "on",
        "conclusion": words,
        "version": str(office.row(nomination_id)["version"]),
    }
    asked = visitor.client.post(f"/nominations/{code}/moves", data=typed)
    assert asked.status_code == 401
    assert office.row(nomination_id)["state"] == "under_appraisal"
    sign_in = next(form for form in forms_of(asked.get_data(as_text=True), "/sign-in") if form.action == "/sign-in")
    assert ("kept:conclusion", words) in sign_in.fields
    filled = [(name, {"email": known, "password": PASSWORD}.get(name, value)) for name, value in sign_in.fields]
    shown = visitor.client.post("/sign-in", data=dict(filled))
    assert shown.status_code == 200
    again = next(f for f in forms_of(shown.get_data(as_text=True), "/") if f.action == f"/nominations/{code}/moves")
    sent = visitor.client.post(again.action, data=dict(again.fields))
    assert sent.status_code == 303, sent.get_data(as_text=True)[:2000]
    assert office.row(nomination_id)["state"] != "under_appraisal"


# Addresses


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "/\n/evil.example",
        "/\r\nX-A: 1",
        "/a\\b",
        "///evil.example",
        "/\x00",
        "/\u2028x",
        "/" + "a" * 3_000,
        "",
        "?x",
        "/\u202e",
    ],
)
def test_no_address_leads_out_of_the_site(office: OfficeApp, target: str) -> None:
    assert local_address(target) is None
    language = office.visitor().client.get("/language/en?next=" + quote(target.replace("\x00", "")))
    assert language.headers["Location"] == "/"


@pytest.mark.parametrize("target", ["//evil.example", "/\t/evil.example", "https://evil.example"])
def test_signing_in_leads_nowhere_else(office: OfficeApp, known: str, target: str) -> None:
    assert try_password(office.visitor(), known, PASSWORD, next=target).headers["Location"] == "/"


@pytest.mark.parametrize(
    "target", ["/", "/queue?view=late&q=nguy%E1%BB%85n", "/nominations/TĐKT-2023-0001", "/queue#row"]
)
def test_an_address_of_the_site_leads_there(target: str) -> None:
    assert local_address(target) == target


def test_a_paper_taken_back_leads_nowhere_else(office: OfficeApp) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    clerk = office.visitor("clerk")
    for target in ("//evil.example", "/\t/evil.example", "https://evil.example", "/a\r\nX-A: 1"):
        sent = clerk.post(f"/nominations/{code}/files", kind="report", file=(io.BytesIO(pdf()), "a.pdf"), back=target)
        assert sent.headers["Location"].startswith("/nominations/")
        file = re.findall(r'href="(/nominations/files/\d+)"', clerk.get(f"/nominations/{code}").get_data(as_text=True))[
            -1
        ]
        assert clerk.post(f"{file}/withdraw", back=target).headers["Location"] == "/"


def test_the_way_back_is_never_another_site(office: OfficeApp) -> None:
    officer = office.visitor("desk_officer")
    officer.get("/account")
    for came_from in ("https://evil.example/x", "javascript:alert(1)", "http://[::1", "//evil.example"):
        page = officer.client.post("/queue/run", data={"csrf_token": officer.token}, headers={"Referer": came_from})
        assert page.status_code == 422
        assert "evil.example" not in page.get_data(as_text=True)
        assert "javascript:" not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "a@evil.example", "[::1", "evil.example:80", ""]
)
def test_a_foreign_host_is_turned_away(office: OfficeApp, host: str) -> None:
    answer = office.app.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400 or (host == "" and answer.status_code == 200)
    assert "evil.example" not in answer.get_data(as_text=True)


def test_the_configured_host_is_served_and_probes_come_by_number(tmp_path: Path) -> None:
    office = open_office(tmp_path, public_url="https://thidua.thanhliem.example")
    client = office.app.test_client()
    assert client.get("/sign-in", headers={"Host": "thidua.thanhliem.example"}).status_code == 200
    assert client.get("/sign-in", headers={"Host": "10.0.0.7"}).status_code == 400
    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_links_in_letters_and_receipts_come_from_the_settings(tmp_path: Path) -> None:
    """A demonstration answers under any name; what is printed or sent still names the configured one."""
    office = open_office(tmp_path, public_url="https://thidua.thanhliem.example", demo=True)
    nomination_id = make_nomination(office.district, "submitted")
    front = office.app.test_client().get("/sign-in", headers={"Host": "evil.example"})
    assert front.status_code == 200
    assert "evil.example" not in front.get_data(as_text=True)
    page = office.visitor("unit_head").get(f"/proposals/{office.row(nomination_id)['proposal_id']}/receipt")
    with office.district.services.store.reading() as session:
        found = letter(session, 1, Renderer.of(office.district.services.settings))
    assert "https://thidua.thanhliem.example/" in repr(found)
    assert "https://thidua.thanhliem.example/status" in page.get_data(as_text=True)


# Guessing


def test_nobody_learns_whether_an_address_has_an_account(office: OfficeApp, known: str) -> None:
    took: dict[str, list[float]] = {known: [], "stranger@thanhliem.example": []}
    answers = {}
    for _ in range(5):
        for email, seconds in took.items():
            limiter.reset()
            visitor = office.visitor()
            visitor.get("/sign-in")
            started = time.perf_counter()
            answer = visitor.post("/sign-in", email=email, password="not the password")
            seconds.append(time.perf_counter() - started)
            answers[email] = (
                answer.status_code,
                len(answer.get_data().replace(email.encode(), b"")),
                sorted(answer.headers.keys()),
            )
    assert len({repr(value[0]) + repr(value[2]) for value in answers.values()}) == 1
    lengths = [value[1] for value in answers.values()]
    assert max(lengths) - min(lengths) <= 8  # the token of the page is a few characters longer or shorter
    middle = [statistics.median(seconds) for seconds in took.values()]
    assert abs(middle[0] - middle[1]) < 0.3 * max(middle), middle


def test_a_disabled_account_answers_like_a_wrong_password(office: OfficeApp, known: str) -> None:
    wrong = try_password(office.visitor(), known)
    with office.district.services.store.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text("UPDATE account SET enabled = false"))
    disabled = try_password(office.visitor(), known, PASSWORD)
    assert (wrong.status_code, plain(wrong)) == (disabled.status_code, plain(disabled))


def plain(answer: Any) -> str:
    return re.sub(r'value="[^"]{20,}"', "", answer.get_data(as_text=True))


def test_guesses_at_one_account_are_throttled_and_others_are_not(office: OfficeApp, known: str) -> None:
    visitor = office.visitor()
    statuses = [try_password(visitor, "victim@thanhliem.example").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert try_password(visitor, known, PASSWORD).status_code == 303


def test_spelling_the_address_differently_does_not_start_a_new_count(office: OfficeApp) -> None:
    visitor = office.visitor()
    spellings = ["a@thanhliem.example", "A@Thanhliem.Example", " a@thanhliem.example ", "a@thanhliem.example\t"]
    statuses = [try_password(visitor, spellings[turn % 4]).status_code for turn in range(12)]
    assert statuses == [422] * 10 + [429] * 2


def test_looking_up_is_throttled_and_a_miss_tells_nothing(office: OfficeApp) -> None:
    visitor = office.visitor()
    visitor.get("/status")
    near = visitor.post("/status", code="ABCD-EFGH-JKMN", year="1980")
    far = visitor.post("/status", code="x", year="")
    assert near.status_code == far.status_code == 200
    assert re.sub(r'value="[^"]*"', "", near.get_data(as_text=True)) == re.sub(
        r'value="[^"]*"', "", far.get_data(as_text=True)
    )
    same = [visitor.post("/status", code="ABCD-EFGH-JKMP", year="1980").status_code for _ in range(11)]
    assert same == [200] * 10 + [429]
    rest = [visitor.post("/status", code=f"X{turn}", year="1980").status_code for turn in range(60)]
    assert rest.count(429) >= 12
    assert rest[-1] == 429


# Files and sizes


@pytest.mark.parametrize("name", ["Đơn đề nghị.pdf", "ĐĐĐ.pdf", "Báo cáo – Nguyễn Thị Ánh.pdf", "a b'c;d.pdf"])
def test_a_file_keeps_the_name_that_people_gave_it(office: OfficeApp, name: str) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    clerk = office.visitor("clerk")
    clerk.post(f"/nominations/{code}/files", kind="report", file=(io.BytesIO(pdf()), name))
    page = clerk.get(f"/nominations/{code}").get_data(as_text=True)
    file = re.findall(r'href="(/nominations/files/\d+)"', page)[0]
    disposition = clerk.get(file).headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert "UTF-8''" + quote(name, safe="!#$&+^`|~") in disposition or f'"{name}"' in disposition
    assert list(Path(office.district.services.settings.data_dir).rglob("*.pdf")) == []


def test_a_name_with_a_path_in_it_is_only_a_name(office: OfficeApp) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    clerk = office.visitor("clerk")
    for name in ("../../etc/passwd.pdf", "C:\\Windows\\system.pdf", "/etc/passwd.pdf"):
        clerk.post(f"/nominations/{code}/files", kind="report", file=(io.BytesIO(pdf()), name))
    with office.district.services.store.reading() as session:
        names = list(session.execute(text("SELECT file_name FROM evidence ORDER BY id DESC LIMIT 3")).scalars())
    assert len(names) == 3
    assert not any(mark in name for name in names for mark in ("/", "\\", ".."))


@pytest.mark.parametrize("size", [12_500_000, 40_000_000])
def test_a_body_that_is_too_large_is_not_read(office: OfficeApp, size: int) -> None:
    code = office.code(make_nomination(office.district, "draft"))
    answer = office.visitor("clerk").post(
        f"/nominations/{code}/files", kind="report", file=(io.BytesIO(b"%PDF" + b"x" * size), "a.pdf")
    )
    assert answer.status_code == 413
    assert "10\N{NO-BREAK SPACE}MB" in answer.get_data(as_text=True)


def test_fields_that_are_too_large_are_refused(office: OfficeApp) -> None:
    officer = office.visitor("desk_officer")
    assert officer.post("/queue/run", seen="1" * 5_000_000).status_code == 413


# Errors


def test_a_wrong_method_says_which_are_right(office: OfficeApp) -> None:
    answer = office.visitor("desk_officer").client.put("/queue/run")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_no_method_of_another_name_acts(office: OfficeApp) -> None:
    officer = office.visitor("desk_officer")
    officer.get("/account")
    for heads in ({"X-HTTP-Method-Override": "POST"}, {"X-Method-Override": "DELETE"}):
        answer = officer.client.get("/queue/run", headers=heads)
        assert answer.status_code == 405
    assert officer.post("/queue", _method="DELETE").status_code == 405


def test_an_error_of_ours_tells_its_number_and_nothing_else(
    office: OfficeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> str:
        secret = "bí mật của người khác"
        raise RuntimeError("the inside " + str(len(secret)))

    office.app.view_functions["queue.show"] = breaks
    answer = office.visitor("desk_officer").get("/queue")
    page, logged = answer.get_data(as_text=True), capsys.readouterr().out
    assert answer.status_code == 500
    assert json.loads(logged)["request"] in page
    assert "Traceback" not in page and "RuntimeError" not in page and "the inside" not in page
    assert "RuntimeError" in logged and "bí mật" not in logged
    assert len(logged.strip().splitlines()) == 1


def test_what_was_typed_cannot_forge_a_line_in_the_log(office: OfficeApp, capsys: pytest.CaptureFixture[str]) -> None:
    office.app.test_client().get("/sign-in", headers={"Host": "evil.example\x1b[31m"})
    logged = capsys.readouterr().out
    assert len(logged.strip().splitlines()) == 1
    assert "\x1b" not in logged
