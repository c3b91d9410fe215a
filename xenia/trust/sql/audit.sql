CREATE FUNCTION trust_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME;
END
$$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON trust_auditentry FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_entries_stay_whole BEFORE TRUNCATE ON trust_auditentry FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_leaves_stay BEFORE UPDATE OR DELETE ON trust_auditleaf FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_leaves_stay_whole BEFORE TRUNCATE ON trust_auditleaf FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_nodes_stay BEFORE UPDATE OR DELETE ON trust_auditnode FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_nodes_stay_whole BEFORE TRUNCATE ON trust_auditnode FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_checkpoints_stay BEFORE UPDATE OR DELETE ON trust_auditcheckpoint FOR EACH ROW EXECUTE FUNCTION trust_refuse_change();
CREATE TRIGGER audit_checkpoints_stay_whole BEFORE TRUNCATE ON trust_auditcheckpoint FOR EACH STATEMENT EXECUTE FUNCTION trust_refuse_change();
