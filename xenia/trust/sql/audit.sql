CREATE FUNCTION trust_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON trust_auditentry FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_entries_stay_whole BEFORE TRUNCATE ON trust_auditentry FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
