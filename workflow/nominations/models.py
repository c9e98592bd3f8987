"""The proposal letter, its nominations, and what gathers around a nomination."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.kernel.db import Base, Code, Id, Line, LongText, partial_index

WAITING = "waits_for IS NOT NULL"


class Proposal(Base):
    """A letter (tờ trình) of one unit with a list of nominations. It moves by moving them."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("kind IN ('yearly', 'thematic', 'sudden')", name="kind"),
        CheckConstraint(
            "submitted_at IS NULL OR (number IS NOT NULL AND letter_date IS NOT NULL)", name="submitted_is_numbered"
        ),
        partial_index("uq_proposal_number", "unit_id", "year", "number", where="submitted_at IS NOT NULL", unique=True),
        Index("ix_proposal_unit_id", "unit_id", "id"),
        Index("ix_proposal_year", "year", "unit_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    kind: Mapped[Code]
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    number: Mapped[Line | None]
    letter_date: Mapped[date | None]
    summary: Mapped[LongText]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)  # the official time of receipt
    endorsed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Nomination(Base):
    """One candidate for one award. `state` and `version` are set by the event triggers alone."""

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("subject IN ('person', 'collective', 'household')", name="subject"),
        CheckConstraint("version >= 0", name="version"),
        CheckConstraint("(waits_for IS NULL) = (ended_at IS NOT NULL)", name="waits_or_ended"),
        CheckConstraint("complete_on IS NULL OR rule_set IS NOT NULL", name="complete_has_rules"),
        CheckConstraint("promised_on IS NULL OR received_at IS NOT NULL", name="promise_has_receipt"),
        partial_index(
            "ix_nomination_queue", "waits_for", "due_on", "id", "award_code", "unit_id", "state", where=WAITING
        ),
        partial_index(
            "ix_nomination_open", "due_on", "id", "award_code", "unit_id", "state", "waits_for", where=WAITING
        ),
        partial_index(
            "ix_nomination_mine",
            "assignee_id",
            "due_on",
            "id",
            "award_code",
            "unit_id",
            "state",
            "waits_for",
            where=WAITING,
        ),
        Index("ix_nomination_unit", "unit_id", "id"),
        Index("ix_nomination_proposal_id", "proposal_id", "position"),
        Index("ix_nomination_nominee_id", "nominee_id"),
        Index("ix_nomination_state", "state", "id"),
        # How long files like this one took: read newest first, from the index alone.
        partial_index(
            "ix_nomination_answered",
            "kind",
            "released_at",
            "id",
            "state",
            "award_code",
            "complete_on",
            "paused_days",
            where="released_at IS NOT NULL AND complete_on IS NOT NULL",
        ),
        Index("ix_nomination_laureate_id", "laureate_id"),
        Index("ix_nomination_achievement_id", "achievement_id"),
        Index("ix_nomination_initiative_id", "initiative_id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    code: Mapped[Code] = mapped_column(unique=True)  # TĐKT-2023-0104
    lookup_code: Mapped[Code | None] = mapped_column(unique=True)  # printed on the receipt, 60 random bits
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    position: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    award_code: Mapped[Code] = mapped_column(ForeignKey("award.code"))
    kind: Mapped[Code]  # of the letter: yearly | thematic | sudden
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"))
    subject: Mapped[Code]
    name: Mapped[Line]
    name_key: Mapped[Line]  # lower case with its accents: a search as typed ranks first
    search_text: Mapped[Line]  # folded name, code and unit: a search without accents finds it
    nominee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    birth_year: Mapped[int | None]  # of the person, or of the representative
    gender: Mapped[Code | None]
    post: Mapped[Line]  # post and workplace, or what the collective is
    occupation: Mapped[
        Code | None
    ]  # leader | civil_servant | worker | farmer | teacher | health | forces | business | other
    direct_labour: Mapped[bool]
    small_collective: Mapped[bool]
    member_count: Mapped[int | None]
    female_count: Mapped[int | None]
    achievement: Mapped[Line]  # one line, fit to be published
    report: Mapped[LongText]
    circumstances: Mapped[LongText]
    previous_awards: Mapped[LongText]
    state_secret: Mapped[bool]  # true: no file is attached, here or by SQL
    content_version: Mapped[int]
    created_at: Mapped[datetime]

    definition_key: Mapped[Code]
    definition_version: Mapped[int]
    state: Mapped[Code]
    version: Mapped[int]

    waits_for: Mapped[Code | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    hold_id: Mapped[int | None]  # no foreign key: the hold points here, and a circle could not be created
    overlay: Mapped[Code | None]  # what is shown instead of the state: on_hold, revocation_review, revoked

    received_at: Mapped[datetime | None]  # official receipt, never changed afterwards
    complete_on: Mapped[date | None]
    rule_set: Mapped[Code | None]
    promised_on: Mapped[date | None]
    paused_on: Mapped[date | None]  # since when the clock stands still
    released_at: Mapped[datetime | None]  # since when the nominee is told the outcome
    decision_item_id: Mapped[int | None]  # likewise
    # Working days that the clock stood still since the file was complete.
    paused_days: Mapped[int] = mapped_column(default=0, server_default="0")
    # Ties to the register, by plain ids: it knows nothing of nominations.
    laureate_id: Mapped[int | None] = mapped_column(default=None)
    achievement_id: Mapped[int | None] = mapped_column(default=None)
    initiative_id: Mapped[int | None] = mapped_column(default=None)
    # The rest of the achievement report, as its form has it.
    duties: Mapped[LongText] = mapped_column(default="", server_default="")
    criteria_met: Mapped[LongText] = mapped_column(default="", server_default="")
    comparison: Mapped[LongText] = mapped_column(default="", server_default="")  # lines "what | last year | this year"


class Task(Base):
    """One thing for somebody to do about a nomination."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_has_outcome"),
        partial_index("uq_task_open", "nomination_id", where="closed_at IS NULL", unique=True),
        Index("ix_task_nomination_id", "nomination_id", "id"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    queue: Mapped[Code]
    state: Mapped[Code]
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    outcome: Mapped[Code | None] = mapped_column(default=None)


class Evidence(Base):
    """A file attached to a nomination; the bytes lie in the blob store under their digest."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_nomination_id", "nomination_id", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    kind: Mapped[Code]  # report | minutes | vote_record | certificate | confirmation | decision_draft | other
    file_name: Mapped[Line]
    media_type: Mapped[Line]  # those of office documents are longer than a code
    size: Mapped[int]
    sha256: Mapped[Code]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class Hold(Base):
    """A stop that is not a refusal; the state beside it stays true."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("(released_at IS NULL) = (release_document IS NULL)", name="released_has_document"),
        partial_index("uq_hold_open", "nomination_id", where="released_at IS NULL", unique=True),
    )  # fmt: skip

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    ground: Mapped[Code]
    reason: Mapped[LongText]
    review_on: Mapped[date]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    released_at: Mapped[datetime | None] = mapped_column(default=None)
    release_document: Mapped[Line | None] = mapped_column(default=None)


class Opinion(Base):
    """A question to another agency and its answer."""

    __tablename__ = "opinion"
    __table_args__ = (Index("ix_opinion_nomination_id", "nomination_id", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    round: Mapped[int]  # the event that asked
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    question: Mapped[LongText]
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    answer: Mapped[LongText | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)


class Notice(Base):
    """A period in which anyone may comment on the proposal."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_nomination_id", "nomination_id", "id"),
        Index("ix_notice_ends_on", "ends_on"),
    )

    id: Mapped[Id] = mapped_column(init=False)
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    objections: Mapped[LongText | None] = mapped_column(default=None)


class BulkReport(Base):
    """What a bulk act did to each row, kept so that its page can be opened again."""

    __tablename__ = "bulk_report"

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trigger: Mapped[Code]
    at: Mapped[datetime]
    body: Mapped[LongText]  # JSON


class ListUpload(Base):
    """A list that came in as a spreadsheet, as it was read: confirming it applies what was previewed."""

    __tablename__ = "list_upload"
    __table_args__ = (
        CheckConstraint("(applied_at IS NULL) = (result IS NULL)", name="applied_has_result"),
        Index("ix_list_upload_proposal_id", "proposal_id", "id"),
        partial_index(
            "uq_list_upload_applied", "proposal_id", "sha256", where="applied_at IS NOT NULL", unique=True
        ),
    )  # fmt: skip

    id: Mapped[Id] = mapped_column(init=False)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    file_name: Mapped[Line]
    sha256: Mapped[Code]
    template_version: Mapped[int]
    rows: Mapped[LongText]  # JSON
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None] = mapped_column(default=None)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    result: Mapped[LongText | None] = mapped_column(default=None)  # JSON: what became of each row
