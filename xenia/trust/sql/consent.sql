CREATE FUNCTION trust_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('xenia.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused; add a new row instead.', TG_TABLE_NAME, TG_OP;
END
$$;
CREATE FUNCTION trust_refuse_change_of_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Notice % of % is published: % is refused; publish a new version instead.', OLD.version, OLD.purpose_id, TG_OP;
END
$$;
CREATE TRIGGER consent_decisions_stay BEFORE UPDATE OR DELETE ON trust_consentdecision FOR EACH ROW EXECUTE FUNCTION trust_refuse_rewriting();
CREATE TRIGGER price_decisions_stay BEFORE UPDATE OR DELETE ON trust_pricedecision FOR EACH ROW EXECUTE FUNCTION trust_refuse_rewriting();
CREATE TRIGGER notices_stay BEFORE UPDATE OR DELETE ON trust_notice FOR EACH ROW EXECUTE FUNCTION trust_refuse_change_of_notice();
CREATE FUNCTION trust_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused; an erasure deletes the rows of one guest.', TG_TABLE_NAME, TG_OP;
END
$$;
CREATE TRIGGER consent_decisions_stay_whole BEFORE TRUNCATE ON trust_consentdecision FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_truncate();
CREATE TRIGGER price_decisions_stay_whole BEFORE TRUNCATE ON trust_pricedecision FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_truncate();
CREATE TRIGGER notices_stay_whole BEFORE TRUNCATE ON trust_notice FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_truncate();
