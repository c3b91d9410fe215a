"""Writes of the pricing guard: a decision is kept with its inputs and explanation, or refused, naming the input it must not look at."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, Refused
from xenia.trust.actions.audit import record
from xenia.trust.models.decisions import PriceDecision as Row
from xenia.trust.queries.consent import may
from xenia.trust.rules import decisions as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.consent import Channel
from xenia.trust.types.decisions import NewPriceDecision

PROFILING = "profiling"


def register_decision(*, actor: Actor, decision: NewPriceDecision, now: datetime) -> UUID:
    """Returns the id under which the decision can be explained (P8). What is not registered must not be shown to the guest.

    Raises Invalid with a sentence that names the input (P1 to P4, P6, P7), Refused where the guest does not allow profiling (P5). A
    refusal is kept in the audit log, in a transaction of its own.
    """
    actor.require(Permission.DECIDE_PRICES)
    fault = rules.fault_of(decision)
    if fault:
        code, text = fault
        _told(actor, "pricing.refused", decision, {"code": code}, now)
        raise Invalid(code, text.en, text.zh)
    if rules.needs_profiling(decision):
        _require_profiling(actor, decision, now)
    try:
        return _registered(actor, decision, now)
    except Invalid as unstated:
        _told(actor, "pricing.refused", decision, {"code": unstated.code}, now)
        raise


@transaction.atomic
def _registered(actor: Actor, decision: NewPriceDecision, now: datetime) -> UUID:
    inputs_hash = rules.same_inputs(decision)
    with connection.cursor() as cursor:  # two decisions on the same inputs at once: the second sees the first
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(inputs_hash[:8], "big", signed=True)])
    before = Row.objects.filter(inputs_hash=inputs_hash).order_by("-id").values_list("price_minor", flat=True).first()
    if before is not None and before != decision.price_minor:
        text = rules.unstated_fault(decision.price_minor, before)
        raise Invalid("inputs_unstated", text.en, text.zh)
    row = Row.objects.create(
        kind=decision.kind.value, guest_id=decision.guest_id, unit_id=decision.unit_id, decided_by=decision.decided_by,
        model_version=decision.model_version, inputs=[[one.kind.value, one.value] for one in decision.inputs], inputs_hash=inputs_hash,
        offer=decision.offer, price_minor=decision.price_minor, public_price_minor=decision.public_price_minor, currency=decision.currency,
        explanation_zh=decision.explanation.zh.strip(), explanation_en=decision.explanation.en.strip(), decided_at=now,
    )  # fmt: skip
    _told(actor, "pricing.registered", decision, {"decision_id": str(row.id)}, now)
    return row.id


def _require_profiling(actor: Actor, decision: NewPriceDecision, now: datetime) -> None:
    answer = may(actor, decision.guest_id, PROFILING, Channel.ALL, now=now)
    if not answer.allowed:
        _told(actor, "pricing.refused", decision, {"code": "profiling_not_allowed"}, now)
        raise Refused(
            "profiling_not_allowed",
            f"The offer looks at this guest's preferences, and the guest does not allow that: {answer.text.en} Make an offer without them.",
            f"该推荐使用了客人的偏好，但客人未允许：{answer.text.zh}请改用不含个人偏好的推荐。",
        )


def _told(actor: Actor, action: str, decision: NewPriceDecision, more: dict[str, str], now: datetime) -> None:
    inputs = sorted({one.kind.value for one in decision.inputs})
    details = {"inputs": inputs, "by": decision.decided_by, "model": decision.model_version} | more
    unit = {"unit_id": str(decision.unit_id)} if decision.unit_id else {}
    record(actor, action, subject=Subject(SubjectKind.GUEST, str(decision.guest_id)), details=details | unit, now=now)
