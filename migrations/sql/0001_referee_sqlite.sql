-- The database as referee, for SQLite: a move is an event, and nothing else moves anything.

CREATE TRIGGER event_fits_nomination BEFORE INSERT ON event WHEN NEW.subject_kind = 'nomination'
BEGIN
  SELECT RAISE(ABORT, 'thidua: the event does not follow the state of its subject')
  WHERE NOT EXISTS (
    SELECT 1 FROM nomination
    WHERE id = NEW.subject_id AND state = NEW.source AND version = NEW.seq - 1
      AND definition_key = NEW.definition_key AND definition_version = NEW.definition_version
  );
  SELECT RAISE(ABORT, 'thidua: nobody acts on a nomination of their own')
  WHERE EXISTS (
    SELECT 1 FROM nomination
    WHERE id = NEW.subject_id AND nominee_id IS NOT NULL
      AND (nominee_id = NEW.actor_id OR nominee_id = NEW.on_behalf_of_id)
  );
END;

CREATE TRIGGER event_moves_nomination AFTER INSERT ON event WHEN NEW.subject_kind = 'nomination'
BEGIN
  UPDATE nomination SET state = NEW.target, version = NEW.seq WHERE id = NEW.subject_id;
END;

CREATE TRIGGER nomination_moves_by_event BEFORE UPDATE OF id, state, version, definition_key, definition_version ON nomination
WHEN NEW.id IS NOT OLD.id OR NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version
  OR NEW.definition_key IS NOT OLD.definition_key OR NEW.definition_version IS NOT OLD.definition_version
BEGIN
  SELECT RAISE(ABORT, 'thidua: a state moves by an event only')
  WHERE NEW.id IS NOT OLD.id
    OR NEW.definition_key IS NOT OLD.definition_key OR NEW.definition_version IS NOT OLD.definition_version
    OR NEW.version IS NOT OLD.version + 1
    OR NOT EXISTS (
      SELECT 1 FROM event
      WHERE subject_kind = 'nomination' AND subject_id = NEW.id AND seq = NEW.version
        AND source = OLD.state AND target = NEW.state
    );
END;

CREATE TRIGGER nomination_starts_at_the_start BEFORE INSERT ON nomination
BEGIN
  SELECT RAISE(ABORT, 'thidua: a new file starts in the first state of its definition')
  WHERE NEW.version <> 0
    OR EXISTS (SELECT 1 FROM nomination WHERE id = NEW.id)
    OR NOT EXISTS (
      SELECT 1 FROM published_definition
      WHERE key = NEW.definition_key AND version = NEW.definition_version AND initial = NEW.state
    );
END;

CREATE TRIGGER nomination_with_history_stays BEFORE DELETE ON nomination WHEN OLD.version > 0
BEGIN
  SELECT RAISE(ABORT, 'thidua: a file with a history is never deleted');
END;

CREATE TRIGGER event_fits_council_session BEFORE INSERT ON event WHEN NEW.subject_kind = 'session'
BEGIN
  SELECT RAISE(ABORT, 'thidua: the event does not follow the state of its subject')
  WHERE NOT EXISTS (
    SELECT 1 FROM council_session
    WHERE id = NEW.subject_id AND state = NEW.source AND version = NEW.seq - 1
      AND definition_key = NEW.definition_key AND definition_version = NEW.definition_version
  );
END;

CREATE TRIGGER event_moves_council_session AFTER INSERT ON event WHEN NEW.subject_kind = 'session'
BEGIN
  UPDATE council_session SET state = NEW.target, version = NEW.seq WHERE id = NEW.subject_id;
END;

CREATE TRIGGER council_session_moves_by_event BEFORE UPDATE OF id, state, version, definition_key, definition_version ON council_session
WHEN NEW.id IS NOT OLD.id OR NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version
  OR NEW.definition_key IS NOT OLD.definition_key OR NEW.definition_version IS NOT OLD.definition_version
BEGIN
  SELECT RAISE(ABORT, 'thidua: a state moves by an event only')
  WHERE NEW.id IS NOT OLD.id
    OR NEW.definition_key IS NOT OLD.definition_key OR NEW.definition_version IS NOT OLD.definition_version
    OR NEW.version IS NOT OLD.version + 1
    OR NOT EXISTS (
      SELECT 1 FROM event
      WHERE subject_kind = 'session' AND subject_id = NEW.id AND seq = NEW.version
        AND source = OLD.state AND target = NEW.state
    );
END;

CREATE TRIGGER council_session_starts_at_the_start BEFORE INSERT ON council_session
BEGIN
  SELECT RAISE(ABORT, 'thidua: a new file starts in the first state of its definition')
  WHERE NEW.version <> 0
    OR EXISTS (SELECT 1 FROM council_session WHERE id = NEW.id)
    OR NOT EXISTS (
      SELECT 1 FROM published_definition
      WHERE key = NEW.definition_key AND version = NEW.definition_version AND initial = NEW.state
    );
END;

CREATE TRIGGER council_session_with_history_stays BEFORE DELETE ON council_session WHEN OLD.version > 0
BEGIN
  SELECT RAISE(ABORT, 'thidua: a file with a history is never deleted');
END;

CREATE TRIGGER event_fits_decision_item BEFORE INSERT ON event WHEN NEW.subject_kind = 'decision_item'
BEGIN
  SELECT RAISE(ABORT, 'thidua: the event does not follow the state of its subject')
  WHERE NOT EXISTS (
    SELECT 1 FROM decision_item
    WHERE id = NEW.subject_id AND state = NEW.source AND version = NEW.seq - 1
      AND definition_key = NEW.definition_key AND definition_version = NEW.definition_version
  );
END;

CREATE TRIGGER event_moves_decision_item AFTER INSERT ON event WHEN NEW.subject_kind = 'decision_item'
BEGIN
  UPDATE decision_item SET state = NEW.target, version = NEW.seq WHERE id = NEW.subject_id;
END;

CREATE TRIGGER decision_item_moves_by_event BEFORE UPDATE OF id, state, version, definition_key, definition_version ON decision_item
WHEN NEW.id IS NOT OLD.id OR NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version
  OR NEW.definition_key IS NOT OLD.definition_key OR NEW.definition_version IS NOT OLD.definition_version
BEGIN
  SELECT RAISE(ABORT, 'thidua: a state moves by an event only')
  WHERE NEW.id IS NOT OLD.id
    OR NEW.definition_key IS NOT OLD.definition_key OR NEW.definition_version IS NOT OLD.definition_version
    OR NEW.version IS NOT OLD.version + 1
    OR NOT EXISTS (
      SELECT 1 FROM event
      WHERE subject_kind = 'decision_item' AND subject_id = NEW.id AND seq = NEW.version
        AND source = OLD.state AND target = NEW.state
    );
END;

CREATE TRIGGER decision_item_starts_at_the_start BEFORE INSERT ON decision_item
BEGIN
  SELECT RAISE(ABORT, 'thidua: a new file starts in the first state of its definition')
  WHERE NEW.version <> 0
    OR EXISTS (SELECT 1 FROM decision_item WHERE id = NEW.id)
    OR NOT EXISTS (
      SELECT 1 FROM published_definition
      WHERE key = NEW.definition_key AND version = NEW.definition_version AND initial = NEW.state
    );
END;

CREATE TRIGGER decision_item_stays_listed BEFORE DELETE ON decision_item
BEGIN
  SELECT RAISE(ABORT, 'thidua: the signed list never changes');
END;

CREATE TRIGGER decision_item_stays_as_signed BEFORE UPDATE OF decision_id, nomination_id, position, name, award_code ON decision_item
WHEN NEW.decision_id IS NOT OLD.decision_id OR NEW.nomination_id IS NOT OLD.nomination_id
  OR NEW.position IS NOT OLD.position OR NEW.name IS NOT OLD.name OR NEW.award_code IS NOT OLD.award_code
BEGIN
  SELECT RAISE(ABORT, 'thidua: the signed list never changes');
END;

CREATE TRIGGER decision_item_is_new BEFORE INSERT ON decision_item
WHEN EXISTS (SELECT 1 FROM decision_item WHERE decision_id = NEW.decision_id AND position = NEW.position)
BEGIN
  SELECT RAISE(ABORT, 'thidua: the signed list never changes');
END;

CREATE TRIGGER bonus_stays_as_granted BEFORE UPDATE ON bonus
WHEN OLD.amount IS NOT NULL OR NEW.amount IS NULL OR NEW.set_by_id IS NULL
  OR NEW.id IS NOT OLD.id OR NEW.decision_item_id IS NOT OLD.decision_item_id
  OR NEW.rule_set IS NOT OLD.rule_set OR NEW.article IS NOT OLD.article
  OR NEW.base_salary IS NOT OLD.base_salary OR NEW.salary_article IS NOT OLD.salary_article
  OR NEW.rounding IS NOT OLD.rounding
BEGIN
  SELECT RAISE(ABORT, 'thidua: a bonus is frozen with its decision');
END;

CREATE TRIGGER bonus_is_never_deleted BEFORE DELETE ON bonus
BEGIN
  SELECT RAISE(ABORT, 'thidua: a bonus is frozen with its decision');
END;

CREATE TRIGGER bonus_is_new BEFORE INSERT ON bonus
WHEN EXISTS (SELECT 1 FROM bonus WHERE decision_item_id = NEW.decision_item_id)
  OR EXISTS (SELECT 1 FROM bonus WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'thidua: a bonus is frozen with its decision');
END;

CREATE TRIGGER proposal_stays_as_submitted BEFORE UPDATE OF submitted_at, number, letter_date ON proposal
WHEN OLD.submitted_at IS NOT NULL
  AND (NEW.submitted_at IS NOT OLD.submitted_at OR NEW.number IS NOT OLD.number
    OR NEW.letter_date IS NOT OLD.letter_date)
BEGIN
  SELECT RAISE(ABORT, 'thidua: a letter never changes once it is submitted');
END;

CREATE TRIGGER event_has_a_subject BEFORE INSERT ON event
WHEN NEW.subject_kind NOT IN ('nomination', 'session', 'decision_item')
BEGIN
  SELECT RAISE(ABORT, 'thidua: unknown kind of subject');
END;

CREATE TRIGGER nomination_receipt_stays BEFORE UPDATE OF received_at, code ON nomination
WHEN (OLD.received_at IS NOT NULL AND NEW.received_at IS NOT OLD.received_at) OR NEW.code IS NOT OLD.code
BEGIN
  SELECT RAISE(ABORT, 'thidua: the official receipt never changes');
END;

-- INSERT OR REPLACE deletes without firing a delete trigger unless the connection asks for it,
-- so the unique keys are guarded on the way in as well.
CREATE TRIGGER event_is_new BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM event WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER audit_entry_is_new BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR hash = NEW.hash)
  OR EXISTS (SELECT 1 FROM audit_entry WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER audit_entry_is_never_deleted BEFORE DELETE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER published_definition_is_never_changed BEFORE UPDATE ON published_definition
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER published_definition_is_never_deleted BEFORE DELETE ON published_definition
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER published_transition_is_never_changed BEFORE UPDATE ON published_transition
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER published_transition_is_never_deleted BEFORE DELETE ON published_transition
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

CREATE TRIGGER rule_edition_starts_as_a_proposal BEFORE INSERT ON rule_edition
WHEN NEW.confirmed_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM rule_edition WHERE id = NEW.id OR set_id = NEW.set_id)
BEGIN
  SELECT RAISE(ABORT, 'thidua: a rule set is proposed by one person and confirmed by another');
END;

CREATE TRIGGER rule_edition_stays_as_proposed BEFORE UPDATE ON rule_edition
WHEN OLD.confirmed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL OR NEW.id IS NOT OLD.id
  OR NEW.set_id IS NOT OLD.set_id OR NEW.based_on IS NOT OLD.based_on OR NEW.valid_from IS NOT OLD.valid_from
  OR NEW.title_vi IS NOT OLD.title_vi OR NEW.title_en IS NOT OLD.title_en OR NEW.sources IS NOT OLD.sources
  OR NEW.settings IS NOT OLD.settings OR NEW.changes IS NOT OLD.changes OR NEW.text IS NOT OLD.text
  OR NEW.fingerprint IS NOT OLD.fingerprint OR NEW.proposed_by_id IS NOT OLD.proposed_by_id
  OR NEW.proposed_for_id IS NOT OLD.proposed_for_id OR NEW.proposed_at IS NOT OLD.proposed_at
BEGIN
  SELECT RAISE(ABORT, 'thidua: a rule set never changes once it is proposed');
END;

CREATE TRIGGER rule_edition_is_never_deleted BEFORE DELETE ON rule_edition
BEGIN
  SELECT RAISE(ABORT, 'thidua: history is never rewritten');
END;

-- What is a state secret is on paper alone.
CREATE TRIGGER evidence_of_a_secret_is_refused BEFORE INSERT ON evidence
WHEN (SELECT state_secret FROM nomination WHERE id = NEW.nomination_id)
BEGIN
  SELECT RAISE(ABORT, 'thidua: a state secret takes no file');
END;

CREATE TRIGGER evidence_stays_out_of_a_secret BEFORE UPDATE OF nomination_id, withdrawn_at ON evidence
WHEN NEW.withdrawn_at IS NULL AND (SELECT state_secret FROM nomination WHERE id = NEW.nomination_id)
BEGIN
  SELECT RAISE(ABORT, 'thidua: a state secret takes no file');
END;

CREATE TRIGGER nomination_with_files_is_no_secret BEFORE UPDATE OF state_secret ON nomination
WHEN NEW.state_secret AND NOT OLD.state_secret
  AND EXISTS (SELECT 1 FROM evidence WHERE nomination_id = NEW.id AND withdrawn_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'thidua: a state secret takes no file');
END;
