"""Raw SQL that must be refused by the database itself, whoever sends it, with the fence in place."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMNS = (
    "subject_kind", "subject_id", "seq", "definition_key", "definition_version", '"trigger"', "source", "target",
    "actor_id", "on_behalf_of_id", "capacity", "detail", "at",
)  # fmt: skip
_TRUE = {
    "subject_kind": "'nomination'", "subject_id": ":file", "seq": ":version + 1", "definition_key": "'nomination'",
    "definition_version": "1", '"trigger"': "'receive'", "source": "'submitted'", "target": "'under_appraisal'",
    "actor_id": ":officer", "on_behalf_of_id": "NULL", "capacity": "'desk_officer'", "detail": "'{}'",
    "at": "CURRENT_TIMESTAMP",
}  # fmt: skip


def event(verb: str = "INSERT", tail: str = "", **wrong: str) -> str:
    """The legal move of the file, but for what is named."""
    values = {**_TRUE, **wrong}
    if "trigger" in wrong:
        values['"trigger"'] = wrong["trigger"]
    names = ", ".join(_COLUMNS)
    return f"{verb} INTO event ({names}) VALUES ({', '.join(values[name] for name in _COLUMNS)}) {tail}"


def copied(table: str, columns: Mapping[str, str], names: str, where: str, verb: str = "INSERT") -> str:
    """A row like another, but for some columns."""
    listed = [name.strip() for name in names.split(",")]
    values = ", ".join(columns.get(name, name) for name in listed)
    return f"{verb} INTO {table} ({names}) SELECT {values} FROM {table} WHERE {where}"


LAST_EVENT = "subject_kind = 'nomination' AND subject_id = :file AND seq = :version"
LETTER = "id = (SELECT proposal_id FROM nomination WHERE id = :file)"
LAST_ENTRY = "id = (SELECT max(id) FROM audit_entry WHERE subject_kind = 'nomination' AND subject_id = :file)"

BY_AN_OFFICER = "set_by_id = :officer, set_at = CURRENT_TIMESTAMP, set_reason = 'x', set_document = 'x'"
OTHER_AWARD = "(SELECT max(code) FROM award WHERE code <> award_code)"

# The list that was signed and the letter that was submitted.
_ATTACKS_ON_PAPER = {
    "change a decision": "UPDATE decision SET number = '1/QĐ-UBND'",
    "delete a decision": "DELETE FROM decision",
    "put another name on the signed list": "UPDATE decision_item SET name = 'Người khác'",
    "sign another award": f"UPDATE decision_item SET award_code = {OTHER_AWARD}",
    "put another file on the signed list": "UPDATE decision_item SET nomination_id = :file",
    "reorder the signed list": "UPDATE decision_item SET position = position + 100",
    "move a name to another decision": "UPDATE decision_item SET decision_id = decision_id + 1000",
    "take a name off the signed list": "DELETE FROM decision_item",
    "change a bonus": "UPDATE bonus SET amount = amount + 10000, full_amount = full_amount + 10000",
    "count a bonus by another salary": "UPDATE bonus SET base_salary = 2340000",
    "say that an officer set a bonus": f"UPDATE bonus SET {BY_AN_OFFICER}",
    "take a bonus away": "DELETE FROM bonus",
    "postdate a letter": f"UPDATE proposal SET submitted_at = CURRENT_TIMESTAMP WHERE {LETTER}",
    "take a letter back": f"UPDATE proposal SET submitted_at = NULL WHERE {LETTER}",
    "renumber a letter": f"UPDATE proposal SET number = '999/TTr' WHERE {LETTER}",
    "redate a letter": f"UPDATE proposal SET letter_date = '2020-01-01' WHERE {LETTER}",
}


def attacks(nomination_columns: str, entry_columns: str) -> dict[str, str]:
    """Name and statement; the same on both databases."""
    return {
        "change an event": f"UPDATE event SET actor_id = :other WHERE {LAST_EVENT}",
        "change where an event led": f"UPDATE event SET target = 'decided' WHERE {LAST_EVENT}",
        "change an event's time": f"UPDATE event SET at = CURRENT_TIMESTAMP WHERE {LAST_EVENT}",
        "delete an event": f"DELETE FROM event WHERE {LAST_EVENT}",
        "delete all events": "DELETE FROM event",
        "change an entry": f"UPDATE audit_entry SET body = '{{}}' WHERE {LAST_ENTRY}",
        "change an entry's digest": f"UPDATE audit_entry SET hash = 'x' WHERE {LAST_ENTRY}",
        "delete an entry": f"DELETE FROM audit_entry WHERE {LAST_ENTRY}",
        "set a state": "UPDATE nomination SET state = 'decided' WHERE id = :file",
        "set a state and the next version":
            "UPDATE nomination SET state = 'decided', version = version + 1 WHERE id = :file",
        "rewind a version": "UPDATE nomination SET version = version - 1 WHERE id = :file",
        "rewind a state": "UPDATE nomination SET state = 'draft', version = 0 WHERE id = :file",
        "move to another definition": "UPDATE nomination SET definition_version = 2 WHERE id = :file",
        "renumber a file": "UPDATE nomination SET id = id + 1000 WHERE id = :file",
        "delete a file": "DELETE FROM nomination WHERE id = :file",
        "change a receipt": "UPDATE nomination SET received_at = CURRENT_TIMESTAMP WHERE id = :file",
        "change a code": "UPDATE nomination SET code = 'TĐKT-1' WHERE id = :file",
        "a move nobody defined": event(target="'decided'", trigger="'sign_decision'"),
        "a move from elsewhere": event(source="'under_appraisal'", target="'pending_decision'", trigger="'refer'"),
        "a move that skips a number": event(seq=":version + 2"),
        "a move that was made already": event(seq=":version"),
        "a move under another definition": event(definition_version="2"),
        "a move of nothing": event(subject_id="999999"),
        "a move of an unknown kind": event(subject_kind="'person'"),
        "a move of one's own file": event(subject_id=":own", actor_id=":nominee"),
        "a move of one's own file through another": event(subject_id=":own", on_behalf_of_id=":nominee"),
        "an event over an event": event(
            seq=":version", tail="ON CONFLICT (subject_kind, subject_id, seq) DO UPDATE SET target = 'decided'"
        ),
        "a file that starts decided": copied(
            "nomination", {"state": "'decided'", "code": "'N-1'", "version": "0", "lookup_code": "'X'"},
            nomination_columns, "id = :file",
        ),
        "a file that starts with a history": copied(
            "nomination", {"state": "'draft'", "code": "'N-1'", "version": "3", "lookup_code": "'X'"},
            nomination_columns, "id = :file",
        ),
        "an entry over an entry": copied("audit_entry", {"body": "'{}'"}, entry_columns, LAST_ENTRY)
        + " ON CONFLICT (subject_kind, subject_id, seq) DO UPDATE SET body = excluded.body",
        "set a session's state": "UPDATE council_session SET state = 'minuted', version = version + 1",
        "set an award's state": "UPDATE decision_item SET state = 'revoked', version = version + 1",
        **_ATTACKS_ON_PAPER,
        "change the law": "UPDATE published_definition SET fingerprint = 'x'",
        "delete from the law": "DELETE FROM published_transition WHERE source = 'draft'",
    }  # fmt: skip


def sqlite_attacks(nomination_columns: str, entry_columns: str) -> dict[str, str]:
    """SQLite's own verbs, which replace a row without a word to a delete trigger."""
    replace = "INSERT OR REPLACE"
    return {
        "replace an event": event(verb=replace, seq=":version", target="'decided'"),
        "replace an entry": copied("audit_entry", {"body": "'{}'"}, entry_columns, LAST_ENTRY, replace),
        "replace an entry by its place": copied(
            "audit_entry", {"body": "'{}'", "hash": "'x'"}, f"id, {entry_columns}", LAST_ENTRY, replace
        ),
        "replace a file": copied(
            "nomination", {"state": "'draft'", "version": "0"}, f"id, {nomination_columns}", "id = :file", replace
        ),
        "replace a bonus": "INSERT OR REPLACE INTO bonus SELECT * FROM bonus",
        "replace by an update": f"UPDATE OR REPLACE event SET seq = seq - 1 WHERE {LAST_EVENT}",
    }


def postgresql_attacks() -> dict[str, str]:
    """PostgreSQL's own ways: emptying a table, and a replica's blindness to triggers."""
    blind = "SET LOCAL session_replication_role = replica; "
    return {
        "empty the events": "TRUNCATE event CASCADE",
        "empty the signed lists": "TRUNCATE decision_item CASCADE",
        "empty the bonuses": "TRUNCATE bonus",
        "change a bonus as a replica": f"{blind}UPDATE bonus SET amount = 0",
        "change a signed name as a replica": f"{blind}UPDATE decision_item SET name = 'x'",
        "renumber a letter as a replica": f"{blind}UPDATE proposal SET number = 'x' WHERE submitted_at IS NOT NULL",
        "empty the trail": "TRUNCATE audit_entry CASCADE",
        "change an event as a replica": f"{blind}UPDATE event SET actor_id = 1 WHERE seq = 1",
        "delete an entry as a replica": f"{blind}DELETE FROM audit_entry",
        "empty the trail as a replica": f"{blind}TRUNCATE audit_entry CASCADE",
        "set a state as a replica": f"{blind}UPDATE nomination SET state = 'decided'",
    }
