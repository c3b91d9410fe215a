"""Writes of the rules by which points come: versions with their days, and the budgets of promotions."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.actions.accounts import open_account
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models.earning import EarningRule as RuleRow
from xenia.loyalty.models.earning import EarningRuleVersion
from xenia.loyalty.models.programmes import Programme as ProgrammeRow
from xenia.loyalty.queries.earning import list_versions
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.earning_rules import as_value, checked_code, checked_rule
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.versions import Days, checked_days, next_number
from xenia.loyalty.types.earning import EarningRule, RuleInForce
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.loyalty.types.programmes import Programme, ProgrammeState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def set_earning_rule(*, actor: Actor, programme_id: UUID, code: str, rule: EarningRule, valid: Days, now: datetime) -> RuleInForce:
    """Keeps a rule, or a new version of it, that holds from a day on and until another (exclusive; None: until it is changed).

    Rule EA3: what was earned stays as it was earned, so a version of a programme that has opened begins today at the earliest. Raises
    Invalid for a rule that cannot be carried out, Conflict where its kind of points changed: that would be another rule.
    """
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    ProgrammeRow.objects.select_for_update().filter(id=programme_id).first()
    programme = get_programme(actor, programme_id)
    checked_rule(rule, [one.code for one in programme.kinds])
    before = [one for one in list_versions(actor, programme_id) if one.code == checked_code(code)]
    is_draft = programme.state is ProgrammeState.DRAFT
    checked_days(valid, None if is_draft else day_of(now, programme.time_zone), ("rule", Text("规则", "The rule")))
    if before and before[-1].rule.kind != rule.kind:
        raise Conflict(
            "rule_kind_fixed",
            f"The rule {code} gives {before[-1].rule.kind}; end it and make another that gives {rule.kind}.",
            f"规则 {code} 给的是 {before[-1].rule.kind}；请停用后另建一条给 {rule.kind} 的规则。",
        )
    row = RuleRow.objects.filter(programme_id=programme_id, code=code).first() or RuleRow.objects.create(
        programme_id=programme_id, code=code, created_by=actor.user_id, created_at=now
    )
    number = next_number(before)
    EarningRuleVersion.objects.create(
        rule=row, number=number, valid_from=valid[0], valid_until=valid[1], value=as_value(rule), changed_by=actor.user_id, changed_at=now
    )
    if rule.has_budget:
        _budget_account(actor, programme, row.id, rule.kind)
    details = {"code": code, "version": number}
    record(actor, "programme.earning_rule_set", subject=subject_of_programme(programme_id), details=details, now=now)
    return RuleInForce(row.id, code, number, valid[0], valid[1], rule)


def end_earning_rule(*, actor: Actor, programme_id: UUID, code: str, ends_on: date, now: datetime) -> RuleInForce:
    """Ends a rule: from the day on it gives nothing. Raises NotFound for a rule that is not, Invalid for a day that is over."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    newest = _newest(actor, programme_id, code)
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    begins = min(ends_on, max(newest.valid_from, today))
    return set_earning_rule(actor=actor, programme_id=programme_id, code=code, rule=newest.rule, valid=(begins, ends_on), now=now)


@transaction.atomic
def fund_budget(*, actor: Actor, programme_id: UUID, code: str, points: int, reference: str, now: datetime) -> int:
    """Adds points to what a promotion may give, and returns the id of its account: the ledger never lets it give more. The same reference
    funds once. Raises NotFound for a rule that is not, Invalid for one without a budget."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme, newest = get_programme(actor, programme_id), _newest(actor, programme_id, code)
    if not newest.rule.has_budget:
        raise Invalid("rule_without_budget", f"The rule {code} gives without a budget; set one first.", f"规则 {code} 未设预算。")
    account = _budget_account(actor, programme, newest.rule_id, newest.rule.kind)
    issued = company_account(actor, programme.kind(newest.rule.kind).id, AccountRole.ISSUED)
    move = Move(key=f"budget:{newest.rule_id.hex}:{reference}", giver=issued, taker=account, amount=points)
    (written,) = write_deed(actor, Deed(Cause.PROMOTION, f"rule:{newest.rule_id}", day_of(now, programme.time_zone), (move,)), now=now)
    if written.is_new:
        details = {"code": code, "points": points}
        record(actor, "programme.budget_funded", subject=subject_of_programme(programme_id), details=details, now=now)
    return account


def _budget_account(actor: Actor, programme: Programme, rule_id: UUID, kind: str) -> int:
    return open_account(actor=actor, point_kind_id=programme.kind(kind).id, role=AccountRole.BUDGET, holder=f"earning:{rule_id}")


def _newest(actor: Actor, programme_id: UUID, code: str) -> RuleInForce:
    found = [one for one in list_versions(actor, programme_id) if one.code == code]
    if not found:
        raise NotFound("earning_rule_unknown", f"The programme has no rule {code}.", f"该计划没有规则 {code}。")
    return found[-1]
