"""The day on which an answer is likely, for outsiders: the same words for every file in the same public step."""

from sqlalchemy.orm import Session

from web.context import calendar, now, services, today
from web.i18n import _, day_with_weekday
from workflow.awards.editions import law_of
from workflow.nominations.expectation import Asked, Expectation, expectation_of
from workflow.nominations.public_queries import PublicFile


def expected_for(session: Session, file: PublicFile) -> Expectation:
    """Asked for every file, also where it is not shown: how long a page takes tells nothing either."""
    law = law_of(session)
    rules = law.named(file.rule_set) if file.rule_set else law.on(today())
    asked = Asked(
        family=file.family, kind=file.kind, complete_on=file.complete_on, paused_days=file.paused_days,
        limit=rules.answer_limit(file.award_code, file.family, file.kind),
    )  # fmt: skip
    definitions = [engine.definition for engine in services().office.registry.all()]
    return expectation_of(session, calendar(session), definitions, asked, now())


def expected_words(expected: Expectation) -> str:
    """What may honestly be said: a day, that it has passed, or that nobody can tell yet."""
    if not expected.usual:
        unsure = _("Chưa đủ hồ sơ cùng loại để ước tính.")
        if expected.calendar_days:
            return unsure + " " + _("Quy định: trong %(n)s ngày kể từ khi nhận đủ giấy tờ.", n=expected.days)
        return unsure + " " + _("Quy định: trong %(n)s ngày làm việc kể từ khi nhận đủ giấy tờ.", n=expected.days)
    half = _("Một nửa số hồ sơ cùng loại gần đây có kết quả trong %(n)s ngày làm việc.", n=expected.days)
    if expected.by is None:
        return half + " " + _("Tính từ khi nhận đủ giấy tờ.")
    if expected.passed:
        return _("Muộn hơn thường lệ.") + " " + half
    return _("Khoảng %(day)s.", day=day_with_weekday(expected.by)) + " " + half
