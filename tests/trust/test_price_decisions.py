"""The pricing guard, by number: docs/algorithms/pricing-guard.md."""

from dataclasses import replace

import pytest

from tests.cast import DIRECTOR, NOON
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.trust.actions.consent import record_decision
from xenia.trust.actions.decisions import register_decision
from xenia.trust.actions.purposes import publish_notice
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.decisions import PriceDecision as Row
from xenia.trust.queries.decisions import explain_decision, list_price_decisions
from xenia.trust.rules import decisions as rules
from xenia.trust.types.consent import Channel, NewDecision, NewNotice, Said, Way
from xenia.trust.types.decisions import DecisionInput, DecisionKind, InputClass, InputKind, NewPriceDecision

PUBLIC = 98_000
WHY = Text("金卡会员公开权益：标准房九五折。", "A published benefit of gold: 5% off the standard room.")
ROOM = NewPriceDecision(
    kind=DecisionKind.PRICE, guest_id=new_id(), decided_by="recommend", model_version="tariff-7",
    inputs=(DecisionInput(InputKind.PRODUCT, "BZSH-DLX"), DecisionInput(InputKind.DATE, "2026-05-01"), DecisionInput(InputKind.PUBLIC_TIER_BENEFIT, "gold-5")),
    offer="BZSH-DLX", price_minor=93_100, public_price_minor=PUBLIC, currency="CNY", explanation=WHY,
)  # fmt: skip


def with_input(extra: InputKind, value: str = "x", **changed) -> NewPriceDecision:
    return replace(ROOM, inputs=(*ROOM.inputs, DecisionInput(extra, value)), **changed)


def code_of(decision: NewPriceDecision) -> str | None:
    fault = rules.fault_of(decision)
    return fault[0] if fault else None


def of_class(group: InputClass) -> list[InputKind]:
    return [kind for kind in InputKind if rules.class_of(kind) is group]


def test_p1_a_decision_without_inputs_is_refused() -> None:
    assert code_of(replace(ROOM, inputs=())) == "inputs_missing"
    assert set(rules.WORDS) == set(InputKind)


@pytest.mark.parametrize("kind", of_class(InputClass.MARKET))
def test_p2_market_inputs_are_allowed(kind: InputKind) -> None:
    assert code_of(with_input(kind)) is None


@pytest.mark.parametrize("asked", DecisionKind)
@pytest.mark.parametrize("kind", of_class(InputClass.PROFILE))
def test_p3_profile_inputs_are_refused_with_a_sentence_that_names_the_input(kind: InputKind, asked: DecisionKind) -> None:
    fault = rules.fault_of(with_input(kind, kind=asked))
    assert fault is not None
    assert (fault[0], f"The input {kind} " in fault[1].en, rules.name_of(kind).zh in fault[1].zh) == ("priced_by_profile", True, True)


@pytest.mark.parametrize("kind", of_class(InputClass.PREFERENCE))
def test_p4_preferences_choose_an_offer_and_never_a_price(kind: InputKind) -> None:
    assert code_of(with_input(kind)) == "priced_by_preference"
    assert code_of(with_input(kind, kind=DecisionKind.OFFER)) is None


@pytest.mark.django_db
def test_p5_an_offer_by_preference_needs_consent_to_profiling(foundations: None) -> None:
    offer = with_input(InputKind.INTEREST, "islands", kind=DecisionKind.OFFER)
    with pytest.raises(Refused, match="The guest was never asked"):
        register_decision(actor=DIRECTOR, decision=offer, now=NOON)
    words = NewNotice(Text("我们会根据您的预订推荐内容。", "We suggest things by your bookings."), Text("", ""), asks_again=False)
    publish_notice(actor=DIRECTOR, purpose="profiling", notice=words, now=NOON)
    yes = NewDecision(offer.guest_id, "profiling", Channel.ALL, Said.GIVEN, NOON, Way.DESK, notice_version=1)
    record_decision(actor=DIRECTOR, decision=yes, now=NOON)
    assert register_decision(actor=DIRECTOR, decision=offer, now=NOON)
    record_decision(actor=DIRECTOR, decision=replace(yes, said=Said.WITHDRAWN), now=NOON)
    with pytest.raises(Refused, match="The guest withdrew"):
        register_decision(actor=DIRECTOR, decision=replace(offer, offer="OTHER"), now=NOON)


@pytest.mark.parametrize(
    ("price", "inputs", "code"),
    [
        (93_100, ROOM.inputs, None),
        (PUBLIC, ROOM.inputs[:2], None),
        (93_100, ROOM.inputs[:2], "price_unexplained"),
        (99_000, ROOM.inputs, "price_above_public"),
        (-1, ROOM.inputs, "price_above_public"),
    ],
)
def test_p6_nobody_pays_more_than_the_public_price_and_less_only_by_entitlement(price: int, inputs, code: str | None) -> None:
    assert code_of(replace(ROOM, price_minor=price, inputs=inputs)) == code


@pytest.mark.django_db
def test_p7_the_same_inputs_ask_the_same_price_of_another_guest(foundations: None) -> None:
    register_decision(actor=DIRECTOR, decision=ROOM, now=NOON)
    other = replace(ROOM, guest_id=new_id(), inputs=ROOM.inputs[::-1])
    assert register_decision(actor=DIRECTOR, decision=other, now=NOON)
    with pytest.raises(Invalid, match="The same inputs led to the price 93100 before and to 95000 now"):
        register_decision(actor=DIRECTOR, decision=replace(other, price_minor=95_000), now=NOON)
    assert Row.objects.count() == 2
    assert register_decision(actor=DIRECTOR, decision=replace(other, price_minor=95_000, model_version="tariff-8"), now=NOON)


@pytest.mark.django_db
def test_p8_the_guest_can_be_told_why(foundations: None) -> None:
    made = register_decision(actor=DIRECTOR, decision=ROOM, now=NOON)
    told = explain_decision(DIRECTOR, made, guest_id=ROOM.guest_id)
    assert told.decision.explanation == WHY
    assert [(one.name.zh, one.value, one.personal) for one in told.inputs][2] == ("公开的会员权益", "gold-5", False)
    assert [one.id for one in list_price_decisions(DIRECTOR, guest_id=ROOM.guest_id).items] == [made]
    with pytest.raises(NotFound):
        explain_decision(DIRECTOR, made, guest_id=new_id())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"explanation": Text("权益", "A benefit of gold.")}, "explanation_missing"),
        ({"inputs": (DecisionInput(InputKind.COUPON, "13812345678"),)}, "input_personal"),
    ],
)
def test_p8_without_an_explanation_or_with_a_contact_in_it_it_is_refused(changed: dict, code: str) -> None:
    assert code_of(replace(ROOM, **changed)) == code


@pytest.mark.django_db
def test_a_refusal_stays_in_the_audit_log_and_nothing_else_does(foundations: None) -> None:
    with pytest.raises(Invalid, match="take it out"):
        register_decision(actor=DIRECTOR, decision=with_input(InputKind.DEVICE, "iphone"), now=NOON)
    entry = AuditEntry.objects.get(action="pricing.refused")
    assert (entry.subject_id, entry.details["code"], Row.objects.count()) == (str(ROOM.guest_id), "priced_by_profile", 0)
    assert "iphone" not in str(entry.details)


@pytest.mark.django_db
def test_those_who_may_not_decide_prices_register_nothing_and_list_only_one_guests(foundations: None) -> None:
    clerk = product_actor("clerk", "view_guests", "load_data")
    with pytest.raises(Refused, match="decide_prices"):
        register_decision(actor=clerk, decision=ROOM, now=NOON)
    with pytest.raises(Refused):
        list_price_decisions(clerk)
    assert list_price_decisions(clerk, guest_id=ROOM.guest_id).items == []
