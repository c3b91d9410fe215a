-- Rule CL3 of docs/algorithms/loyalty-accounting.md: a month that is closed stays as it was closed.
CREATE TRIGGER loyalty_closings_stay BEFORE UPDATE OR DELETE ON loyalty_closing FOR EACH ROW
    WHEN (OLD.state = 'done') EXECUTE FUNCTION loyalty_refuse_change();
CREATE TRIGGER loyalty_closed_cohorts_stay BEFORE UPDATE OR DELETE ON loyalty_closedcohort FOR EACH ROW
    EXECUTE FUNCTION loyalty_refuse_change();
