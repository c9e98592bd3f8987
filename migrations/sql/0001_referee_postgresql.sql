-- The database as referee, for PostgreSQL: a move is an event, and nothing else moves anything.

CREATE FUNCTION event_fits_nomination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM nomination
  WHERE id = NEW.subject_id AND state = NEW.source AND version = NEW.seq - 1
    AND definition_key = NEW.definition_key AND definition_version = NEW.definition_version
  FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'thidua: the event does not follow the state of its subject';
  END IF;
  IF EXISTS (SELECT 1 FROM nomination WHERE id = NEW.subject_id AND nominee_id IS NOT NULL
             AND (nominee_id = NEW.actor_id OR nominee_id = NEW.on_behalf_of_id)) THEN
    RAISE EXCEPTION 'thidua: nobody acts on a nomination of their own';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_fits_nomination BEFORE INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind = 'nomination') EXECUTE FUNCTION event_fits_nomination();

CREATE FUNCTION event_moves_nomination() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE nomination SET state = NEW.target, version = NEW.seq WHERE id = NEW.subject_id;
  RETURN NULL;
END $$;
CREATE TRIGGER event_moves_nomination AFTER INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind = 'nomination') EXECUTE FUNCTION event_moves_nomination();

CREATE FUNCTION nomination_moves_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.definition_key <> OLD.definition_key
     OR NEW.definition_version <> OLD.definition_version OR NEW.version <> OLD.version + 1
     OR NOT EXISTS (SELECT 1 FROM event WHERE subject_kind = 'nomination' AND subject_id = NEW.id
                    AND seq = NEW.version AND source = OLD.state AND target = NEW.state) THEN
    RAISE EXCEPTION 'thidua: a state moves by an event only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nomination_moves_by_event BEFORE UPDATE ON nomination
  FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.state <> OLD.state OR NEW.version <> OLD.version
    OR NEW.definition_key <> OLD.definition_key OR NEW.definition_version <> OLD.definition_version)
  EXECUTE FUNCTION nomination_moves_by_event();

CREATE FUNCTION nomination_starts_at_the_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> 0 OR NOT EXISTS (
    SELECT 1 FROM published_definition
    WHERE key = NEW.definition_key AND version = NEW.definition_version AND initial = NEW.state) THEN
    RAISE EXCEPTION 'thidua: a new file starts in the first state of its definition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nomination_starts_at_the_start BEFORE INSERT ON nomination
  FOR EACH ROW EXECUTE FUNCTION nomination_starts_at_the_start();

CREATE FUNCTION nomination_with_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: a file with a history is never deleted';
END $$;
CREATE TRIGGER nomination_with_history_stays BEFORE DELETE ON nomination
  FOR EACH ROW WHEN (OLD.version > 0) EXECUTE FUNCTION nomination_with_history_stays();

CREATE FUNCTION event_fits_council_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM council_session
  WHERE id = NEW.subject_id AND state = NEW.source AND version = NEW.seq - 1
    AND definition_key = NEW.definition_key AND definition_version = NEW.definition_version
  FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'thidua: the event does not follow the state of its subject';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_fits_council_session BEFORE INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind = 'session') EXECUTE FUNCTION event_fits_council_session();

CREATE FUNCTION event_moves_council_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE council_session SET state = NEW.target, version = NEW.seq WHERE id = NEW.subject_id;
  RETURN NULL;
END $$;
CREATE TRIGGER event_moves_council_session AFTER INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind = 'session') EXECUTE FUNCTION event_moves_council_session();

CREATE FUNCTION council_session_moves_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.definition_key <> OLD.definition_key
     OR NEW.definition_version <> OLD.definition_version OR NEW.version <> OLD.version + 1
     OR NOT EXISTS (SELECT 1 FROM event WHERE subject_kind = 'session' AND subject_id = NEW.id
                    AND seq = NEW.version AND source = OLD.state AND target = NEW.state) THEN
    RAISE EXCEPTION 'thidua: a state moves by an event only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER council_session_moves_by_event BEFORE UPDATE ON council_session
  FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.state <> OLD.state OR NEW.version <> OLD.version
    OR NEW.definition_key <> OLD.definition_key OR NEW.definition_version <> OLD.definition_version)
  EXECUTE FUNCTION council_session_moves_by_event();

CREATE FUNCTION council_session_starts_at_the_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> 0 OR NOT EXISTS (
    SELECT 1 FROM published_definition
    WHERE key = NEW.definition_key AND version = NEW.definition_version AND initial = NEW.state) THEN
    RAISE EXCEPTION 'thidua: a new file starts in the first state of its definition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER council_session_starts_at_the_start BEFORE INSERT ON council_session
  FOR EACH ROW EXECUTE FUNCTION council_session_starts_at_the_start();

CREATE FUNCTION council_session_with_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: a file with a history is never deleted';
END $$;
CREATE TRIGGER council_session_with_history_stays BEFORE DELETE ON council_session
  FOR EACH ROW WHEN (OLD.version > 0) EXECUTE FUNCTION council_session_with_history_stays();

CREATE FUNCTION event_fits_decision_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM decision_item
  WHERE id = NEW.subject_id AND state = NEW.source AND version = NEW.seq - 1
    AND definition_key = NEW.definition_key AND definition_version = NEW.definition_version
  FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'thidua: the event does not follow the state of its subject';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_fits_decision_item BEFORE INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind = 'decision_item') EXECUTE FUNCTION event_fits_decision_item();

CREATE FUNCTION event_moves_decision_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE decision_item SET state = NEW.target, version = NEW.seq WHERE id = NEW.subject_id;
  RETURN NULL;
END $$;
CREATE TRIGGER event_moves_decision_item AFTER INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind = 'decision_item') EXECUTE FUNCTION event_moves_decision_item();

CREATE FUNCTION decision_item_moves_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.definition_key <> OLD.definition_key
     OR NEW.definition_version <> OLD.definition_version OR NEW.version <> OLD.version + 1
     OR NOT EXISTS (SELECT 1 FROM event WHERE subject_kind = 'decision_item' AND subject_id = NEW.id
                    AND seq = NEW.version AND source = OLD.state AND target = NEW.state) THEN
    RAISE EXCEPTION 'thidua: a state moves by an event only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_item_moves_by_event BEFORE UPDATE ON decision_item
  FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.state <> OLD.state OR NEW.version <> OLD.version
    OR NEW.definition_key <> OLD.definition_key OR NEW.definition_version <> OLD.definition_version)
  EXECUTE FUNCTION decision_item_moves_by_event();

CREATE FUNCTION decision_item_starts_at_the_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> 0 OR NOT EXISTS (
    SELECT 1 FROM published_definition
    WHERE key = NEW.definition_key AND version = NEW.definition_version AND initial = NEW.state) THEN
    RAISE EXCEPTION 'thidua: a new file starts in the first state of its definition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_item_starts_at_the_start BEFORE INSERT ON decision_item
  FOR EACH ROW EXECUTE FUNCTION decision_item_starts_at_the_start();

CREATE FUNCTION signed_list_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: the signed list never changes';
END $$;
CREATE TRIGGER decision_item_stays_listed BEFORE DELETE ON decision_item
  FOR EACH ROW EXECUTE FUNCTION signed_list_never_changes();
CREATE TRIGGER decision_item_is_never_emptied BEFORE TRUNCATE ON decision_item
  FOR EACH STATEMENT EXECUTE FUNCTION signed_list_never_changes();
CREATE TRIGGER decision_item_stays_as_signed BEFORE UPDATE ON decision_item
  FOR EACH ROW WHEN (NEW.decision_id <> OLD.decision_id OR NEW.nomination_id <> OLD.nomination_id
    OR NEW.position <> OLD.position OR NEW.name <> OLD.name OR NEW.award_code <> OLD.award_code)
  EXECUTE FUNCTION signed_list_never_changes();
ALTER TABLE decision_item ENABLE ALWAYS TRIGGER decision_item_stays_listed;
ALTER TABLE decision_item ENABLE ALWAYS TRIGGER decision_item_is_never_emptied;
ALTER TABLE decision_item ENABLE ALWAYS TRIGGER decision_item_stays_as_signed;

CREATE FUNCTION bonus_stays_as_granted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: a bonus is frozen with its decision';
END $$;
CREATE TRIGGER bonus_stays_as_granted BEFORE UPDATE ON bonus
  FOR EACH ROW WHEN (OLD.amount IS NOT NULL OR NEW.amount IS NULL OR NEW.set_by_id IS NULL
    OR NEW.id <> OLD.id OR NEW.decision_item_id <> OLD.decision_item_id
    OR NEW.rule_set <> OLD.rule_set OR NEW.article <> OLD.article
    OR NEW.base_salary <> OLD.base_salary OR NEW.salary_article <> OLD.salary_article
    OR NEW.rounding <> OLD.rounding)
  EXECUTE FUNCTION bonus_stays_as_granted();
CREATE TRIGGER bonus_is_never_deleted BEFORE DELETE ON bonus
  FOR EACH ROW EXECUTE FUNCTION bonus_stays_as_granted();
CREATE TRIGGER bonus_is_never_emptied BEFORE TRUNCATE ON bonus
  FOR EACH STATEMENT EXECUTE FUNCTION bonus_stays_as_granted();
ALTER TABLE bonus ENABLE ALWAYS TRIGGER bonus_stays_as_granted;
ALTER TABLE bonus ENABLE ALWAYS TRIGGER bonus_is_never_deleted;
ALTER TABLE bonus ENABLE ALWAYS TRIGGER bonus_is_never_emptied;

CREATE FUNCTION proposal_stays_as_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: a letter never changes once it is submitted';
END $$;
CREATE TRIGGER proposal_stays_as_submitted BEFORE UPDATE ON proposal
  FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL
    AND (NEW.submitted_at IS DISTINCT FROM OLD.submitted_at OR NEW.number IS DISTINCT FROM OLD.number
      OR NEW.letter_date IS DISTINCT FROM OLD.letter_date))
  EXECUTE FUNCTION proposal_stays_as_submitted();
ALTER TABLE proposal ENABLE ALWAYS TRIGGER proposal_stays_as_submitted;

CREATE FUNCTION event_has_a_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: unknown kind of subject';
END $$;
CREATE TRIGGER event_has_a_subject BEFORE INSERT ON event
  FOR EACH ROW WHEN (NEW.subject_kind NOT IN ('nomination', 'session', 'decision_item'))
  EXECUTE FUNCTION event_has_a_subject();

CREATE FUNCTION nomination_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: the official receipt never changes';
END $$;
CREATE TRIGGER nomination_receipt_stays BEFORE UPDATE OF received_at, code ON nomination
  FOR EACH ROW WHEN ((OLD.received_at IS NOT NULL AND NEW.received_at IS DISTINCT FROM OLD.received_at)
    OR NEW.code <> OLD.code)
  EXECUTE FUNCTION nomination_receipt_stays();

CREATE FUNCTION history_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: history is never rewritten';
END $$;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION history_is_never_rewritten();
CREATE TRIGGER event_is_never_emptied BEFORE TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_never_rewritten();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_is_never_changed;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_is_never_emptied;

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION history_is_never_rewritten();
CREATE TRIGGER audit_entry_is_never_emptied BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_never_rewritten();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_is_never_changed;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_is_never_emptied;

CREATE TRIGGER published_definition_is_never_changed BEFORE UPDATE OR DELETE ON published_definition
  FOR EACH ROW EXECUTE FUNCTION history_is_never_rewritten();
CREATE TRIGGER published_definition_is_never_emptied BEFORE TRUNCATE ON published_definition
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_never_rewritten();
ALTER TABLE published_definition ENABLE ALWAYS TRIGGER published_definition_is_never_changed;
ALTER TABLE published_definition ENABLE ALWAYS TRIGGER published_definition_is_never_emptied;

CREATE TRIGGER published_transition_is_never_changed BEFORE UPDATE OR DELETE ON published_transition
  FOR EACH ROW EXECUTE FUNCTION history_is_never_rewritten();
CREATE TRIGGER published_transition_is_never_emptied BEFORE TRUNCATE ON published_transition
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_never_rewritten();
ALTER TABLE published_transition ENABLE ALWAYS TRIGGER published_transition_is_never_changed;
ALTER TABLE published_transition ENABLE ALWAYS TRIGGER published_transition_is_never_emptied;

CREATE TRIGGER decision_is_never_changed BEFORE UPDATE OR DELETE ON decision
  FOR EACH ROW EXECUTE FUNCTION history_is_never_rewritten();
CREATE TRIGGER decision_is_never_emptied BEFORE TRUNCATE ON decision
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_never_rewritten();
ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_is_never_changed;
ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_is_never_emptied;

ALTER TABLE event ENABLE ALWAYS TRIGGER event_fits_nomination;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_moves_nomination;
ALTER TABLE nomination ENABLE ALWAYS TRIGGER nomination_moves_by_event;

ALTER TABLE event ENABLE ALWAYS TRIGGER event_fits_council_session;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_moves_council_session;
ALTER TABLE council_session ENABLE ALWAYS TRIGGER council_session_moves_by_event;

ALTER TABLE event ENABLE ALWAYS TRIGGER event_fits_decision_item;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_moves_decision_item;
ALTER TABLE decision_item ENABLE ALWAYS TRIGGER decision_item_moves_by_event;

CREATE FUNCTION rule_edition_starts_as_a_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: a rule set is proposed by one person and confirmed by another';
END $$;
CREATE TRIGGER rule_edition_starts_as_a_proposal BEFORE INSERT ON rule_edition
  FOR EACH ROW WHEN (NEW.confirmed_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL)
  EXECUTE FUNCTION rule_edition_starts_as_a_proposal();

CREATE FUNCTION rule_edition_stays_as_proposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'thidua: a rule set never changes once it is proposed';
END $$;
CREATE TRIGGER rule_edition_stays_as_proposed BEFORE UPDATE ON rule_edition
  FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
    OR (NEW.id, NEW.set_id, NEW.based_on, NEW.valid_from, NEW.title_vi, NEW.title_en, NEW.sources, NEW.settings,
        NEW.changes, NEW.text, NEW.fingerprint, NEW.proposed_by_id, NEW.proposed_for_id, NEW.proposed_at)
      IS DISTINCT FROM
       (OLD.id, OLD.set_id, OLD.based_on, OLD.valid_from, OLD.title_vi, OLD.title_en, OLD.sources, OLD.settings,
        OLD.changes, OLD.text, OLD.fingerprint, OLD.proposed_by_id, OLD.proposed_for_id, OLD.proposed_at))
  EXECUTE FUNCTION rule_edition_stays_as_proposed();

CREATE TRIGGER rule_edition_is_never_deleted BEFORE DELETE ON rule_edition
  FOR EACH ROW EXECUTE FUNCTION history_is_never_rewritten();
CREATE TRIGGER rule_edition_is_never_emptied BEFORE TRUNCATE ON rule_edition
  FOR EACH STATEMENT EXECUTE FUNCTION history_is_never_rewritten();
ALTER TABLE rule_edition ENABLE ALWAYS TRIGGER rule_edition_starts_as_a_proposal;
ALTER TABLE rule_edition ENABLE ALWAYS TRIGGER rule_edition_stays_as_proposed;
ALTER TABLE rule_edition ENABLE ALWAYS TRIGGER rule_edition_is_never_deleted;
ALTER TABLE rule_edition ENABLE ALWAYS TRIGGER rule_edition_is_never_emptied;

-- What is a state secret is on paper alone. Both sides lock the nomination, so that neither slips past the other.
CREATE FUNCTION evidence_of_a_secret_is_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM nomination WHERE id = NEW.nomination_id FOR SHARE;
  IF (SELECT state_secret FROM nomination WHERE id = NEW.nomination_id) THEN
    RAISE EXCEPTION 'thidua: a state secret takes no file';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_of_a_secret_is_refused BEFORE INSERT OR UPDATE OF nomination_id, withdrawn_at ON evidence
  FOR EACH ROW WHEN (NEW.withdrawn_at IS NULL) EXECUTE FUNCTION evidence_of_a_secret_is_refused();

CREATE FUNCTION nomination_with_files_is_no_secret() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM evidence WHERE nomination_id = NEW.id AND withdrawn_at IS NULL) THEN
    RAISE EXCEPTION 'thidua: a state secret takes no file';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nomination_with_files_is_no_secret BEFORE UPDATE OF state_secret ON nomination
  FOR EACH ROW WHEN (NEW.state_secret AND NOT OLD.state_secret)
  EXECUTE FUNCTION nomination_with_files_is_no_secret();
