"""the first schema

Revision ID: 0001
Revises:
"""

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from workflow.kernel.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


REFEREE = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    op.create_table(
        "award",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("short_vi", sa.String(length=300), nullable=False),
        sa.Column("short_en", sa.String(length=300), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("family IN ('title', 'form')", name=op.f("ck_award_family")),
        sa.CheckConstraint("subject IN ('person', 'collective', 'household', 'any')", name=op.f("ck_award_subject")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_award")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", "slot", name=op.f("pk_job_run")),
    )
    op.create_table(
        "published_definition",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("initial", sa.String(length=64), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_published_definition")),
    )
    op.create_table(
        "series",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "year", name=op.f("pk_series")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("abbreviation", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=300), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_unit_dates_in_order")),
        sa.ForeignKeyConstraint(["successor_id"], ["unit.id"], name=op.f("fk_unit_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    op.create_table(
        "council",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_council_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
    )
    op.create_table(
        "laureate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("folded_name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(length=64), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('person', 'collective', 'household')", name=op.f("ck_laureate_kind")),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name=op.f("ck_laureate_not_into_itself")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["laureate.id"], name=op.f("fk_laureate_merged_into_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_laureate_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laureate")),
    )
    with op.batch_alter_table("laureate", schema=None) as batch_op:
        batch_op.create_index("ix_laureate_birth_year", ["birth_year", "kind"], unique=False)
        batch_op.create_index("ix_laureate_identity", ["folded_name", "birth_year", "unit_id", "kind"], unique=False)
        batch_op.create_index(
            "ix_laureate_listed",
            ["folded_name", "id"],
            unique=False,
            sqlite_where=sa.text("listed_at IS NOT NULL"),
            postgresql_where=sa.text("listed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_laureate_merged_into_id",
            ["merged_into_id"],
            unique=False,
            sqlite_where=sa.text("merged_into_id IS NOT NULL"),
            postgresql_where=sa.text("merged_into_id IS NOT NULL"),
        )
        batch_op.create_index("ix_laureate_name_key", ["name_key"], unique=False)

    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("short_vi", sa.String(length=300), nullable=False),
        sa.Column("short_en", sa.String(length=300), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("purpose_vi", sa.Text(), nullable=False),
        sa.Column("purpose_en", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("launched_by_id", sa.Integer(), nullable=True),
        sa.Column("cap_person_percent", sa.Integer(), nullable=True),
        sa.Column("cap_collective_percent", sa.Integer(), nullable=True),
        sa.Column("for_subjects", sa.String(length=300), server_default="", nullable=False),
        sa.Column("for_groups", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint("cap_collective_percent BETWEEN 1 AND 100", name=op.f("ck_movement_cap_collective_percent")),
        sa.CheckConstraint("cap_person_percent BETWEEN 1 AND 100", name=op.f("ck_movement_cap_person_percent")),
        sa.ForeignKeyConstraint(["launched_by_id"], ["unit.id"], name=op.f("fk_movement_launched_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("code", name=op.f("uq_movement_code")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("full_name", sa.String(length=300), nullable=False),
        sa.Column("folded_name", sa.String(length=300), nullable=False),
        sa.Column("title_vi", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=300), nullable=True),
        sa.Column("gender", sa.String(length=64), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_folded_name", ["folded_name"], unique=False)

    op.create_table(
        "published_transition",
        sa.Column("definition_key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_key", "version"],
            ["published_definition.key", "published_definition.version"],
            name=op.f("fk_published_transition_definition_key"),
        ),
        sa.PrimaryKeyConstraint(
            "definition_key", "version", "trigger", "source", "target", name=op.f("pk_published_transition")
        ),
    )
    op.create_table(
        "access_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_entry")),
    )
    with op.batch_alter_table("access_entry", schema=None) as batch_op:
        batch_op.create_index("ix_access_entry_nomination", ["nomination_id", "id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "achievement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("folded_summary", sa.String(length=300), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_achievement_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement")),
    )
    with op.batch_alter_table("achievement", schema=None) as batch_op:
        batch_op.create_index("ix_achievement_happened_on", ["happened_on"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_entry_seq_positive")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
        sa.UniqueConstraint(
            "subject_kind", "subject_id", "seq", name=op.f("uq_audit_entry_subject_kind_subject_id_seq")
        ),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_actor_at", ["actor_id", "id"], unique=False)

    op.create_table(
        "bulk_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bulk_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_report")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name_vi", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('off', 'worked')", name=op.f("ck_calendar_day_kind")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_calendar_day_withdrawn_by_somebody")
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_calendar_day_entered_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_calendar_day_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index(
            "uq_calendar_day_in_force",
            ["day"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "council_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("held_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("definition_key", sa.String(length=64), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minutes_number", sa.String(length=300), nullable=True),
        sa.CheckConstraint("version >= 0", name=op.f("ck_council_session_version")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_council_session_council_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_council_session_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_session")),
        sa.UniqueConstraint("council_id", "year", "number", name=op.f("uq_council_session_council_id_year_number")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=300), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("signature", sa.String(length=300), nullable=False),
        sa.Column("authority", sa.String(length=300), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["person.id"], name=op.f("fk_decision_on_behalf_of_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["person.id"], name=op.f("fk_decision_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("year", "authority", "number", name=op.f("uq_decision_year_authority_number")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_person_id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("from_person_id <> to_person_id", name=op.f("ck_delegation_two_people")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_delegation_dates_in_order")),
        sa.ForeignKeyConstraint(["from_person_id"], ["person.id"], name=op.f("fk_delegation_from_person_id")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f("fk_delegation_to_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_delegation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("definition_key", sa.String(length=64), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_event_seq_positive")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["definition_key", "definition_version", "trigger", "source", "target"],
            [
                "published_transition.definition_key",
                "published_transition.version",
                "published_transition.trigger",
                "published_transition.source",
                "published_transition.target",
            ],
            name="fk_event_published_transition",
        ),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["person.id"], name=op.f("fk_event_on_behalf_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("subject_kind", "subject_id", "seq", name=op.f("uq_event_subject_kind_subject_id_seq")),
    )
    op.create_table(
        "honour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("laureate_id", sa.Integer(), nullable=False),
        sa.Column("award_code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(length=300), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("decision_item_id", sa.Integer(), nullable=True),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(source = 'decision') = (decision_item_id IS NOT NULL)", name=op.f("ck_honour_decision_has_item")
        ),
        sa.CheckConstraint("kind IN ('yearly', 'thematic', 'sudden')", name=op.f("ck_honour_kind")),
        sa.CheckConstraint("source IN ('decision', 'import')", name=op.f("ck_honour_source")),
        sa.ForeignKeyConstraint(["award_code"], ["award.code"], name=op.f("fk_honour_award_code")),
        sa.ForeignKeyConstraint(["laureate_id"], ["laureate.id"], name=op.f("fk_honour_laureate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour")),
        sa.UniqueConstraint("decision_item_id", name=op.f("uq_honour_decision_item_id")),
    )
    with op.batch_alter_table("honour", schema=None) as batch_op:
        batch_op.create_index("ix_honour_laureate_id", ["laureate_id", "year"], unique=False)
        batch_op.create_index("ix_honour_nomination_id", ["nomination_id"], unique=False)
        batch_op.create_index(
            "uq_honour_import",
            ["laureate_id", "award_code", "year", "decision_number"],
            unique=True,
            sqlite_where=sa.text("source = 'import'"),
            postgresql_where=sa.text("source = 'import'"),
        )

    op.create_table(
        "idempotency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idempotency_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_idempotency_person_id_key")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_initiative_created_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_initiative_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("unit_id", "year", "number", name=op.f("uq_initiative_unit_id_year_number")),
    )
    op.create_table(
        "likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (decided_at IS NULL)", name=op.f("ck_likeness_decided")),
        sa.CheckConstraint("state <> 'dismissed' OR reason IS NOT NULL", name=op.f("ck_likeness_dismissed_has_reason")),
        sa.CheckConstraint("state IN ('open', 'linked', 'joined', 'dismissed')", name=op.f("ck_likeness_state")),
        sa.CheckConstraint("subject_kind IN ('laureate', 'nomination')", name=op.f("ck_likeness_subject_kind")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_likeness_in_order")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_likeness_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint(
            "subject_kind", "first_id", "second_id", name=op.f("uq_likeness_subject_kind_first_id_second_id")
        ),
    )
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.create_index(
            "ix_likeness_open",
            ["score", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "paper_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("award_code", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("names", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("names >= 0", name=op.f("ck_paper_list_names")),
        sa.ForeignKeyConstraint(["award_code"], ["award.code"], name=op.f("fk_paper_list_award_code")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_paper_list_entered_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_paper_list_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_list")),
    )
    with op.batch_alter_table("paper_list", schema=None) as batch_op:
        batch_op.create_index("ix_paper_list_year", ["year", "award_code", "unit_id"], unique=False)
        batch_op.create_index(
            "uq_paper_list_current",
            ["unit_id", "year", "award_code"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("collectives", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("persons >= 0 AND collectives >= 0", name=op.f("ck_participation_counts")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_participation_entered_by_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_participation_movement_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_participation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_participation_current",
            ["movement_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=300), nullable=True),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("endorsed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('yearly', 'thematic', 'sudden')", name=op.f("ck_proposal_kind")),
        sa.CheckConstraint(
            "submitted_at IS NULL OR (number IS NOT NULL AND letter_date IS NOT NULL)",
            name=op.f("ck_proposal_submitted_is_numbered"),
        ),
        sa.ForeignKeyConstraint(["endorsed_by_id"], ["person.id"], name=op.f("fk_proposal_endorsed_by_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_proposal_movement_id")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["person.id"], name=op.f("fk_proposal_prepared_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index("ix_proposal_unit_id", ["unit_id", "id"], unique=False)
        batch_op.create_index("ix_proposal_year", ["year", "unit_id"], unique=False)
        batch_op.create_index(
            "uq_proposal_number",
            ["unit_id", "year", "number"],
            unique=True,
            sqlite_where=sa.text("submitted_at IS NOT NULL"),
            postgresql_where=sa.text("submitted_at IS NOT NULL"),
        )

    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reach", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("award_code", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(reach = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_quota_unit_is_named")),
        sa.CheckConstraint("kind IS NULL OR kind IN ('yearly', 'thematic', 'sudden')", name=op.f("ck_quota_kind")),
        sa.CheckConstraint("reach IN ('unit', 'each_unit', 'office')", name=op.f("ck_quota_reach")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_quota_ended_by_somebody")),
        sa.CheckConstraint("(places IS NULL) <> (percent IS NULL)", name=op.f("ck_quota_places_or_percent")),
        sa.CheckConstraint("percent IS NULL OR (percent > 0 AND percent <= 100)", name=op.f("ck_quota_percent")),
        sa.CheckConstraint("places IS NULL OR places >= 0", name=op.f("ck_quota_places")),
        sa.ForeignKeyConstraint(["award_code"], ["award.code"], name=op.f("fk_quota_award_code")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_quota_ended_by_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_quota_entered_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quota_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    with op.batch_alter_table("quota", schema=None) as batch_op:
        batch_op.create_index("ix_quota_year", ["year", "award_code"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=300), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_role_grant_dates_in_order")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["person.id"], name=op.f("fk_role_grant_granted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index("ix_role_grant_role_unit", ["role", "unit_id"], unique=False)
        batch_op.create_index(
            "uq_role_grant_open",
            ["person_id", "unit_id", "role"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )

    op.create_table(
        "rule_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.String(length=64), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("title_vi", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_for_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_for_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_rule_edition_confirmed_by_somebody")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_rule_edition_withdrawn_by_somebody")
        ),
        sa.CheckConstraint("confirmed_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_rule_edition_one_end")),
        sa.CheckConstraint(
            "confirmed_by_id <> proposed_by_id AND (confirmed_for_id IS NULL OR confirmed_for_id <> proposed_by_id)",
            name=op.f("ck_rule_edition_two_people"),
        ),
        sa.CheckConstraint("length(fingerprint) = 64", name=op.f("ck_rule_edition_fingerprint")),
        sa.CheckConstraint(
            "proposed_for_id IS NULL OR (proposed_for_id <> confirmed_by_id AND (confirmed_for_id IS NULL OR confirmed_for_id <> proposed_for_id))",
            name=op.f("ck_rule_edition_two_principals"),
        ),
        sa.CheckConstraint("set_id <> based_on", name=op.f("ck_rule_edition_based_on_another")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_rule_edition_confirmed_by_id")),
        sa.ForeignKeyConstraint(["confirmed_for_id"], ["person.id"], name=op.f("fk_rule_edition_confirmed_for_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_rule_edition_proposed_by_id")),
        sa.ForeignKeyConstraint(["proposed_for_id"], ["person.id"], name=op.f("fk_rule_edition_proposed_for_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_rule_edition_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_edition")),
        sa.UniqueConstraint("set_id", name=op.f("uq_rule_edition_set_id")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_seat_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint(
            "council_id", "person_id", "valid_from", name=op.f("uq_seat_council_id_person_id_valid_from")
        ),
    )
    op.create_table(
        "consumption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("honour_id", sa.Integer(), nullable=False),
        sa.Column("achievement_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(achievement_id IS NULL) <> (initiative_id IS NULL)", name=op.f("ck_consumption_one_thing")
        ),
        sa.ForeignKeyConstraint(["achievement_id"], ["achievement.id"], name=op.f("fk_consumption_achievement_id")),
        sa.ForeignKeyConstraint(["honour_id"], ["honour.id"], name=op.f("fk_consumption_honour_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_consumption_initiative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consumption")),
        sa.UniqueConstraint("achievement_id", name=op.f("uq_consumption_achievement_id")),
        sa.UniqueConstraint("initiative_id", name=op.f("uq_consumption_initiative_id")),
    )
    with op.batch_alter_table("consumption", schema=None) as batch_op:
        batch_op.create_index("ix_consumption_honour_id", ["honour_id"], unique=False)

    op.create_table(
        "list_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.CheckConstraint("(applied_at IS NULL) = (result IS NULL)", name=op.f("ck_list_upload_applied_has_result")),
        sa.ForeignKeyConstraint(["applied_by_id"], ["person.id"], name=op.f("fk_list_upload_applied_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_list_upload_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_list_upload_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_upload")),
    )
    with op.batch_alter_table("list_upload", schema=None) as batch_op:
        batch_op.create_index("ix_list_upload_proposal_id", ["proposal_id", "id"], unique=False)
        batch_op.create_index(
            "uq_list_upload_applied",
            ["proposal_id", "sha256"],
            unique=True,
            sqlite_where=sa.text("applied_at IS NOT NULL"),
            postgresql_where=sa.text("applied_at IS NOT NULL"),
        )

    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("lookup_code", sa.String(length=64), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("award_code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("search_text", sa.String(length=300), nullable=False),
        sa.Column("nominee_id", sa.Integer(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(length=64), nullable=True),
        sa.Column("post", sa.String(length=300), nullable=False),
        sa.Column("occupation", sa.String(length=64), nullable=True),
        sa.Column("direct_labour", sa.Boolean(), nullable=False),
        sa.Column("small_collective", sa.Boolean(), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=True),
        sa.Column("female_count", sa.Integer(), nullable=True),
        sa.Column("achievement", sa.String(length=300), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("previous_awards", sa.Text(), nullable=False),
        sa.Column("state_secret", sa.Boolean(), nullable=False),
        sa.Column("content_version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("definition_key", sa.String(length=64), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("waits_for", sa.String(length=64), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("hold_id", sa.Integer(), nullable=True),
        sa.Column("overlay", sa.String(length=64), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        sa.Column("complete_on", sa.Date(), nullable=True),
        sa.Column("rule_set", sa.String(length=64), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("decision_item_id", sa.Integer(), nullable=True),
        sa.Column("paused_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("laureate_id", sa.Integer(), nullable=True),
        sa.Column("achievement_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("duties", sa.Text(), server_default="", nullable=False),
        sa.Column("criteria_met", sa.Text(), server_default="", nullable=False),
        sa.Column("comparison", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("subject IN ('person', 'collective', 'household')", name=op.f("ck_nomination_subject")),
        sa.CheckConstraint("(waits_for IS NULL) = (ended_at IS NOT NULL)", name=op.f("ck_nomination_waits_or_ended")),
        sa.CheckConstraint(
            "complete_on IS NULL OR rule_set IS NOT NULL", name=op.f("ck_nomination_complete_has_rules")
        ),
        sa.CheckConstraint(
            "promised_on IS NULL OR received_at IS NOT NULL", name=op.f("ck_nomination_promise_has_receipt")
        ),
        sa.CheckConstraint("version >= 0", name=op.f("ck_nomination_version")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_nomination_assignee_id")),
        sa.ForeignKeyConstraint(["award_code"], ["award.code"], name=op.f("fk_nomination_award_code")),
        sa.ForeignKeyConstraint(["movement_id"], ["movement.id"], name=op.f("fk_nomination_movement_id")),
        sa.ForeignKeyConstraint(["nominee_id"], ["person.id"], name=op.f("fk_nomination_nominee_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_nomination_proposal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_nomination_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("code", name=op.f("uq_nomination_code")),
        sa.UniqueConstraint("lookup_code", name=op.f("uq_nomination_lookup_code")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index("ix_nomination_achievement_id", ["achievement_id"], unique=False)
        batch_op.create_index(
            "ix_nomination_answered",
            ["kind", "released_at", "id", "state", "award_code", "complete_on", "paused_days"],
            unique=False,
            sqlite_where=sa.text("released_at IS NOT NULL AND complete_on IS NOT NULL"),
            postgresql_where=sa.text("released_at IS NOT NULL AND complete_on IS NOT NULL"),
        )
        batch_op.create_index("ix_nomination_initiative_id", ["initiative_id"], unique=False)
        batch_op.create_index("ix_nomination_laureate_id", ["laureate_id"], unique=False)
        batch_op.create_index(
            "ix_nomination_mine",
            ["assignee_id", "due_on", "id", "award_code", "unit_id", "state", "waits_for"],
            unique=False,
            sqlite_where=sa.text("waits_for IS NOT NULL"),
            postgresql_where=sa.text("waits_for IS NOT NULL"),
        )
        batch_op.create_index("ix_nomination_nominee_id", ["nominee_id"], unique=False)
        batch_op.create_index(
            "ix_nomination_open",
            ["due_on", "id", "award_code", "unit_id", "state", "waits_for"],
            unique=False,
            sqlite_where=sa.text("waits_for IS NOT NULL"),
            postgresql_where=sa.text("waits_for IS NOT NULL"),
        )
        batch_op.create_index("ix_nomination_proposal_id", ["proposal_id", "position"], unique=False)
        batch_op.create_index(
            "ix_nomination_queue",
            ["waits_for", "due_on", "id", "award_code", "unit_id", "state"],
            unique=False,
            sqlite_where=sa.text("waits_for IS NOT NULL"),
            postgresql_where=sa.text("waits_for IS NOT NULL"),
        )
        batch_op.create_index("ix_nomination_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_nomination_unit", ["unit_id", "id"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_user_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_user_session_token_digest")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index("ix_user_session_account_id", ["account_id", "id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("written", sa.Integer(), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("invalid", sa.Integer(), nullable=True),
        sa.Column("recused", sa.Integer(), nullable=True),
        sa.Column("needed", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("rule_set", sa.String(length=64), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "passed IS NULL OR (present IS NOT NULL AND written IS NOT NULL AND in_favour IS NOT NULL AND against IS NOT NULL AND invalid IS NOT NULL AND recused IS NOT NULL AND needed IS NOT NULL AND recorded_at IS NOT NULL)",
            name=op.f("ck_agenda_item_passed_has_its_count"),
        ),
        sa.CheckConstraint(
            "present IS NULL OR (present >= 0 AND written >= 0 AND in_favour >= 0 AND against >= 0 AND invalid >= 0 AND recused >= 0 AND in_favour + against + invalid + recused = present + written)",
            name=op.f("ck_agenda_item_count_is_balanced"),
        ),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_agenda_item_nomination_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_agenda_item_recorded_by_id")),
        sa.ForeignKeyConstraint(["session_id"], ["council_session.id"], name=op.f("fk_agenda_item_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("session_id", "nomination_id", name=op.f("uq_agenda_item_session_id_nomination_id")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            "uq_agenda_item_open",
            ["nomination_id"],
            unique=True,
            sqlite_where=sa.text("passed IS NULL AND removed_at IS NULL"),
            postgresql_where=sa.text("passed IS NULL AND removed_at IS NULL"),
        )

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("outcome IN ('pass', 'fail')", name=op.f("ck_confirmation_outcome")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_confirmation_confirmed_by_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_confirmation_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index("ix_confirmation_nomination_id", ["nomination_id", "rule", "id"], unique=False)

    op.create_table(
        "content_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_content_snapshot_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_snapshot")),
        sa.UniqueConstraint("nomination_id", "round", name=op.f("uq_content_snapshot_nomination_id_round")),
    )
    op.create_table(
        "decision_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("award_code", sa.String(length=64), nullable=False),
        sa.Column("definition_key", sa.String(length=64), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_decision_item_version")),
        sa.ForeignKeyConstraint(["award_code"], ["award.code"], name=op.f("fk_decision_item_award_code")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_item_decision_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_decision_item_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_item")),
        sa.UniqueConstraint("decision_id", "position", name=op.f("uq_decision_item_decision_id_position")),
    )
    with op.batch_alter_table("decision_item", schema=None) as batch_op:
        batch_op.create_index("ix_decision_item_nomination_id", ["nomination_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=300), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_evidence_nomination_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_evidence_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_nomination_id", ["nomination_id", "id"], unique=False)

    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.Column("release_document", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "(released_at IS NULL) = (release_document IS NULL)", name=op.f("ck_hold_released_has_document")
        ),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_hold_nomination_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_hold_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    with op.batch_alter_table("hold", schema=None) as batch_op:
        batch_op.create_index(
            "uq_hold_open",
            ["nomination_id"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("objections", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_notice_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_ends_on", ["ends_on"], unique=False)
        batch_op.create_index("ix_notice_nomination_id", ["nomination_id", "id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_opinion_nomination_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_opinion_recorded_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_opinion_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index("ix_opinion_nomination_id", ["nomination_id", "id"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("to_address", sa.String(length=300), nullable=False),
        sa.Column("to_name", sa.String(length=300), nullable=False),
        sa.Column("locale", sa.String(length=64), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("subject_line", sa.String(length=300), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_message_sent_has_time")),
        sa.CheckConstraint(
            "state IN ('pending', 'sent', 'dead', 'held', 'superseded')", name=op.f("ck_outbox_message_state")
        ),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_outbox_message_nomination_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "event_seq",
            "kind",
            "recipient",
            name=op.f("uq_outbox_message_subject_kind_subject_id_event_seq_kind_recipient"),
        ),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_message_pending",
            ["next_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_outbox_message_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_outbox_message_thread", ["nomination_id", "id"], unique=False)

    op.create_table(
        "stated_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("capacity", sa.String(length=64), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("stated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("capacity IN ('unit', 'office')", name=op.f("ck_stated_fact_capacity")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_stated_fact_nomination_id")),
        sa.ForeignKeyConstraint(["stated_by_id"], ["person.id"], name=op.f("fk_stated_fact_stated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_fact")),
    )
    with op.batch_alter_table("stated_fact", schema=None) as batch_op:
        batch_op.create_index("ix_stated_fact_nomination_id", ["nomination_id", "name", "id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_task_closed_has_outcome")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_task_assignee_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_task_closed_by_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_task_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_nomination_id", ["nomination_id", "id"], unique=False)
        batch_op.create_index(
            "uq_task_open",
            ["nomination_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("says", sa.String(length=300), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_for_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=64), nullable=True),
        sa.Column("answer_reason", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_for_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("answer IS NULL OR answer IN ('granted', 'refused')", name=op.f("ck_waiver_answer")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_waiver_answered")),
        sa.CheckConstraint(
            "answered_by_id IS NULL OR answered_by_id <> asked_by_id", name=op.f("ck_waiver_second_person")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_waiver_answered_by_id")),
        sa.ForeignKeyConstraint(["answered_for_id"], ["person.id"], name=op.f("fk_waiver_answered_for_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_waiver_asked_by_id")),
        sa.ForeignKeyConstraint(["asked_for_id"], ["person.id"], name=op.f("fk_waiver_asked_for_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_waiver_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index("ix_waiver_nomination_id", ["nomination_id", "rule", "id"], unique=False)
        batch_op.create_index(
            "uq_waiver_open",
            ["nomination_id", "rule"],
            unique=True,
            sqlite_where=sa.text("answer IS NULL"),
            postgresql_where=sa.text("answer IS NULL"),
        )

    op.create_table(
        "bonus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_item_id", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(length=64), nullable=False),
        sa.Column("article", sa.String(length=300), nullable=False),
        sa.Column("multiplier", sa.String(length=64), nullable=True),
        sa.Column("base_salary", sa.Integer(), nullable=False),
        sa.Column("salary_article", sa.String(length=300), nullable=False),
        sa.Column("rounding", sa.String(length=64), nullable=False),
        sa.Column("unrounded", sa.String(length=64), nullable=True),
        sa.Column("full_amount", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=64), nullable=False),
        sa.Column("beside_award", sa.String(length=64), nullable=True),
        sa.Column("beside_number", sa.String(length=300), nullable=True),
        sa.Column("beside_date", sa.Date(), nullable=True),
        sa.Column("granted_before", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", UtcDateTime(), nullable=True),
        sa.Column("set_reason", sa.String(length=300), nullable=True),
        sa.Column("set_document", sa.String(length=300), nullable=True),
        sa.CheckConstraint("(note = 'to_be_set') = (amount IS NULL)", name=op.f("ck_bonus_open_has_no_amount")),
        sa.CheckConstraint("note IN ('full', 'highest_title', 'difference', 'to_be_set')", name=op.f("ck_bonus_note")),
        sa.CheckConstraint(
            "(amount IS NULL) = (multiplier IS NULL) AND (amount IS NULL) = (unrounded IS NULL) AND (amount IS NULL) = (full_amount IS NULL)",
            name=op.f("ck_bonus_counted_whole"),
        ),
        sa.CheckConstraint(
            "(set_by_id IS NULL) = (set_at IS NULL) AND (set_by_id IS NULL) = (set_reason IS NULL) AND (set_by_id IS NULL) = (set_document IS NULL)",
            name=op.f("ck_bonus_set_by_somebody"),
        ),
        sa.CheckConstraint(
            "amount >= 0 AND amount <= full_amount AND granted_before >= 0", name=op.f("ck_bonus_amount")
        ),
        sa.ForeignKeyConstraint(["beside_award"], ["award.code"], name=op.f("fk_bonus_beside_award")),
        sa.ForeignKeyConstraint(["decision_item_id"], ["decision_item.id"], name=op.f("fk_bonus_decision_item_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_bonus_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus")),
        sa.UniqueConstraint("decision_item_id", name=op.f("uq_bonus_decision_item_id")),
    )
    op.create_table(
        "supplement_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=True),
        sa.Column("flagged_late", sa.Boolean(), nullable=False),
        sa.Column("before_evidence_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("after_evidence_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answered_at IS NULL OR answer <> '' OR after_evidence_id IS NOT NULL",
            name=op.f("ck_supplement_point_answer_says_something"),
        ),
        sa.CheckConstraint("outcome IN ('accepted', 'not_accepted')", name=op.f("ck_supplement_point_outcome")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'accepted' OR why <> ''", name=op.f("ck_supplement_point_refusal_says_why")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_supplement_point_answered_by_somebody")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (settled_by_id IS NULL)",
            name=op.f("ck_supplement_point_settled_by_somebody"),
        ),
        sa.CheckConstraint(
            "settled_at IS NULL OR answered_at IS NOT NULL", name=op.f("ck_supplement_point_settled_after_answer")
        ),
        sa.ForeignKeyConstraint(
            ["after_evidence_id"], ["evidence.id"], name=op.f("fk_supplement_point_after_evidence_id")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_supplement_point_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["before_evidence_id"], ["evidence.id"], name=op.f("fk_supplement_point_before_evidence_id")
        ),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_supplement_point_nomination_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_supplement_point_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement_point")),
        sa.UniqueConstraint(
            "nomination_id", "round", "position", name=op.f("uq_supplement_point_nomination_id_round_position")
        ),
    )

    _call_the_referee()


def _call_the_referee() -> None:
    """Triggers that refuse an illegal move or a changed history to whoever writes SQL."""
    connection = op.get_bind()
    script = (REFEREE / f"0001_referee_{connection.dialect.name}.sql").read_text(encoding="utf-8")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(script)
        return
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.exec_driver_sql(statement)
            statement = ""


# From the leaves to the roots; the triggers go with their tables.
TABLES = (
    "supplement_point",
    "bonus",
    "waiver",
    "task",
    "stated_fact",
    "outbox_message",
    "opinion",
    "notice",
    "hold",
    "evidence",
    "decision_item",
    "content_snapshot",
    "confirmation",
    "agenda_item",
    "user_session",
    "nomination",
    "list_upload",
    "consumption",
    "seat",
    "rule_edition",
    "role_grant",
    "quota",
    "proposal",
    "participation",
    "paper_list",
    "likeness",
    "initiative",
    "idempotency",
    "honour",
    "event",
    "delegation",
    "decision",
    "council_session",
    "calendar_day",
    "bulk_report",
    "audit_entry",
    "achievement",
    "account",
    "access_entry",
    "published_transition",
    "person",
    "movement",
    "laureate",
    "council",
    "unit",
    "series",
    "published_definition",
    "job_run",
    "award",
)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TABLE {table} CASCADE")
        functions = connection.exec_driver_sql(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " JOIN pg_language l ON l.oid = p.prolang WHERE n.nspname = current_schema() AND l.lanname = 'plpgsql'"
        )
        for (name,) in functions.fetchall():
            op.execute(f"DROP FUNCTION {name}()")
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        op.execute(f"DROP TRIGGER {name}")
    for table in TABLES:
        op.execute(f"DELETE FROM {table}")
    for table in TABLES:
        op.drop_table(table)
