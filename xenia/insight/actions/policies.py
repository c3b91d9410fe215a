"""Changing what the company decided about its guests' numbers, and entering rates of exchange. Each change is a row of its own."""

from datetime import datetime

from django.db import connection, transaction

from xenia.insight.models.policies import PolicyRow, RateRow
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import priced_currencies, read_pasted
from xenia.insight.rules.policies import as_value, check
from xenia.insight.rules.rates import check_read
from xenia.insight.types.policies import Policy, PolicyStamp
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def change_policy(*, actor: Actor, policy: Policy, seen_version: int, now: datetime) -> PolicyStamp:
    """Keeps the policy as a new version and returns its stamp; the same as before makes none. Raises Invalid for what cannot be carried
    out, and Conflict where another version came since the one seen."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    check(policy, priced_currencies(actor))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('insight.change_policy'))")
    force = policies_in_force(actor)
    stamp = force.stamp(policy.kind)
    if stamp.version != seen_version:
        raise Conflict(
            "policy_changed",
            f"The policy {policy.kind} is at version {stamp.version} by now, and you changed version {seen_version}; look at it again.",
            f"这条规则已更新到第 {stamp.version} 版，您修改的是第 {seen_version} 版；请查看后重新修改。",
        )
    if force.of(policy.kind) == policy:
        return stamp
    row = PolicyRow.objects.create(
        kind=policy.kind.value, version=stamp.version + 1, value=as_value(policy), changed_by=actor.user_id, changed_at=now
    )
    details = {"version": row.version}
    record(actor, "insight_policy.changed", subject=Subject(SubjectKind.POLICY, row.kind), details=details, now=now)
    return PolicyStamp(policy.kind, row.version, now)


@transaction.atomic
def enter_rates(*, actor: Actor, text: str, now: datetime) -> int:
    """Keeps every pasted rate, or none and raises Invalid naming the lines at fault; returns how many."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    read = read_pasted(actor, text)
    check_read(read)
    RateRow.objects.bulk_create(
        RateRow(
            currency=one.currency, valid_from=one.valid_from, rate=one.rate, against=one.against, entered_by=actor.user_id, entered_at=now
        )
        for one in read.rates
    )
    details = {"rates": len(read.rates)}
    record(actor, "exchange_rates.entered", subject=Subject(SubjectKind.POLICY, "exchange_rates"), details=details, now=now)
    return len(read.rates)
