"""What a line of a partner is worth, and whether it may be booked: docs/algorithms/partners.md."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from tests.loyalty.partnering import BURN, EARN, RATES
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.loyalty.rules.accounting import journal, valued
from xenia.loyalty.rules.partner_books import months_of
from xenia.loyalty.rules.partners import (
    amount_for,
    checked_ask,
    checked_partner,
    checked_rates,
    checked_state,
    in_books,
    left_after,
    points_for,
    price_of,
    worth,
)
from xenia.loyalty.types.accounting import Cohort, CohortKind, JournalLine
from xenia.loyalty.types.partners import (
    PartnerAsk,
    PartnerDraft,
    PartnerKind,
    PartnerLineKind,
    PartnerMoved,
    PartnerRates,
    PartnerState,
)

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
NOBODY = UUID(int=0)
E, B = PartnerLineKind.EARN, PartnerLineKind.BURN


def ask(kind: PartnerLineKind = E, **more: object) -> PartnerAsk:
    return replace(PartnerAsk(NOBODY, "E1", kind), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "wanted", "has_rates", "is_allowed"),
    [
        (PartnerState.DRAFT, PartnerState.ACTIVE, True, True),
        (PartnerState.DRAFT, PartnerState.ACTIVE, False, False),
        (PartnerState.DRAFT, PartnerState.ENDED, True, False),
        (PartnerState.ACTIVE, PartnerState.DRAFT, True, False),
        (PartnerState.ENDED, PartnerState.ACTIVE, True, True),
    ],
)
def test_pa1_a_partner_begins_with_rates_and_is_no_draft_again(
    before: PartnerState, wanted: PartnerState, has_rates: bool, is_allowed: bool
) -> None:
    if is_allowed:
        assert checked_state(before, wanted, has_rates=has_rates) is wanted
        return
    with pytest.raises(Conflict):
        checked_state(before, wanted, has_rates=has_rates)


@pytest.mark.parametrize(
    ("code", "currency", "contact"), [("bank", "CNY", ""), ("BANK", "yuan", ""), ("BANK", "CNY", "x" * 201), ("BANK", "CNY", "a\nb")]
)
def test_pa1_a_partner_that_cannot_be_is_refused(code: str, currency: str, contact: str) -> None:
    with pytest.raises(Invalid):
        checked_partner(PartnerDraft(code, Text("银行", "Bank"), PartnerKind.BANK, currency, contact))


@pytest.mark.parametrize(
    "rates",
    [
        PartnerRates(),
        replace(RATES, earn=replace(EARN, per=0)),
        replace(RATES, earn=replace(EARN, price_per_1000=-1)),
        replace(RATES, burn=replace(BURN, points=True)),
        replace(RATES, hold_hours=0),
        replace(RATES, exchange_millionths=7_120_000),
    ],
)
def test_pa2_rates_that_cannot_be_carried_out_are_refused(rates: PartnerRates) -> None:
    with pytest.raises(Invalid):
        checked_rates(rates, is_same_currency=True)


def test_pa3_a_member_earns_full_steps_and_pays_each_that_was_begun() -> None:
    assert [points_for(EARN, E, minor) for minor in (45_900, 1_999, 2_000)] == [22, 0, 1]
    assert [points_for(BURN, B, theirs) for theirs in (700, 500, 501)] == [200, 100, 200]
    assert [amount_for(BURN, B, points) for points in (200, 299)] == [1_000, 1_000]
    assert amount_for(EARN, E, 22) == 44_000


def test_pa3_points_and_amount_must_agree() -> None:
    assert worth(RATES, ask(amount=45_900)) == worth(RATES, ask(amount=45_900, points=22)) == (22, 45_900)
    assert worth(RATES, ask(points=7)) == (7, None)
    for wrong in (ask(amount=45_900, points=23), ask(), ask(amount=0), ask(points=-1), ask(points=1_000_001), ask(amount=True)):
        with pytest.raises(Invalid):
            worth(RATES, wrong)
    with pytest.raises(Conflict, match="not agreed"):
        worth(replace(RATES, burn=None), ask(B, points=100))


def test_pa4_what_is_owed_is_rounded_half_to_even_and_taken_at_the_rate_of_exchange() -> None:
    assert [price_of(EARN, points) for points in (22, 3, 5)] == [33, 4, 8]
    assert in_books(33, 7_120_000, ("USD", "CNY")) == 235
    assert in_books(33, 48_000, ("JPY", "CNY")) == 158


@pytest.mark.parametrize(
    "wrong", [ask(reference=""), ask(reference="a b"), ask(reference="x" * 65), ask(of="E0"), ask(PartnerLineKind.REVERSAL)]
)
def test_pa5_a_line_needs_a_reference_and_only_a_reversal_names_another(wrong: PartnerAsk) -> None:
    with pytest.raises(Invalid):
        checked_ask(wrong)


def test_pa8_what_stays_of_a_line_is_worth_what_a_line_of_so_much_would_be() -> None:
    back = ask(PartnerLineKind.REVERSAL, of="E1")
    assert left_after(EARN, E, (22, 45_900), replace(back, amount=10_000)) == (17, 35_900)
    assert left_after(EARN, E, (17, 35_900), back) == (0, 0)
    assert left_after(EARN, E, (7, None), replace(back, points=3)) == (4, None)
    assert left_after(EARN, E, (0, 1_500), back) == (0, 0)
    for left, wrong in (
        ((0, 0), {}),
        ((0, None), {}),
        ((22, 45_900), {"points": 23}),
        ((22, 45_900), {"amount": 45_901}),
        ((7, None), {"amount": 1}),
    ):
        with pytest.raises(Invalid, match="are left"):
            left_after(EARN, E, left, replace(back, **wrong))


def test_pa9_a_month_opens_where_the_one_before_it_closed() -> None:
    lines = {
        (MARCH, "earn"): PartnerMoved(1, 22, 33),
        (MARCH, "reversal:earn"): PartnerMoved(1, 5, 7),
        (MARCH, "burn"): PartnerMoved(1, 200, 160),
        (MAY, "reversal:burn"): PartnerMoved(1, 50, 40),
    }
    months = months_of(lines, {MARCH: 183, MAY: -50}, MAY)

    assert [(one.month, one.opening, one.closing, one.difference) for one in months] == [
        (MARCH, 0, 183, 0),
        (APRIL, 183, 183, 0),
        (MAY, 183, 133, 0),
    ]
    assert [(one.owed_by_partner_minor, one.owed_to_partner_minor, one.net_minor) for one in months] == [
        (26, 160, -134),
        (0, 0, 0),
        (0, -40, 40),
    ]
    assert months_of({}, {}, MAY) == ()


def test_pa10_what_a_partner_pays_is_put_off_whole_and_becomes_revenue_as_points_are_redeemed() -> None:
    issued = Cohort(MARCH, 1_500, 1_000, 0, 0, 0, kind=CohortKind.PARTNER)
    rates = {"face_per_1000": 1_000, "share_at_first": Fraction(17, 20), "later_share": Fraction(3, 4)}
    march, april = valued(issued, **rates), valued(replace(issued, redeemed=400), **rates)

    assert (march.deferred_minor, march.recognised_minor) == (1_500, 0)
    assert (april.expected, april.deferred_minor, april.recognised_minor) == (850, 1_500, 706)
    assert journal(MARCH, [], [march]) == [JournalLine(MARCH, "revenue", 1_500, 0), JournalLine(MARCH, "deferred_revenue", 0, 1_500)]
    all_back = valued(replace(issued, sales_minor=0, reversed=1_000), **rates)
    assert journal(APRIL, [march], [all_back]) == [
        JournalLine(APRIL, "revenue", 0, 1_500),
        JournalLine(APRIL, "deferred_revenue", 1_500, 0),
    ]
