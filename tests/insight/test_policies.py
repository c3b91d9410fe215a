"""Policies of insight: what can be kept, that every change is a version of its own, and that a snapshot keeps to those it was made with."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.insight.planted import LIN, MOTHER, NOW, add, booking
from tests.insight.test_snapshots import MANAGER as PERSON
from tests.insight.test_snapshots import house as house
from tests.insight.test_snapshots import make
from xenia.insight.actions.policies import change_policy, enter_rates
from xenia.insight.models.policies import PolicyRow, RateRow
from xenia.insight.queries.policies import list_policies, policies_in_force, policies_of
from xenia.insight.queries.policy_preview import preview_policy
from xenia.insight.queries.rates import get_rate_sheet, list_entered_rates, rates_in_force
from xenia.insight.queries.rfm import rfm_map
from xenia.insight.queries.value import tier_counts
from xenia.insight.rules.policies import as_value, check, policy_of
from xenia.insight.types.policies import (
    LeavingPolicy,
    LifecyclePolicy,
    Policies,
    Policy,
    PolicyKind,
    ReportingPolicy,
    RfmThresholds,
    TierScale,
    ValueTiers,
)
from xenia.insight.types.standing import RfmScale
from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.lake.engine import Lake
from xenia.trust.models.audit import AuditEntry

MANAGER = replace(PERSON, permissions=frozenset({"manage_models", "view_insight", "view_guests"}))
READER = replace(PERSON, permissions=frozenset({"view_insight", "view_guests"}))
STRICT = RfmThresholds((1, 2, 3, 4), (50, 60, 70, 80), (1, 2, 3, 4))


def change(policy: Policy, seen: int = 0) -> int:
    return change_policy(actor=MANAGER, policy=policy, seen_version=seen, now=NOW).version


@pytest.mark.parametrize(
    ("policy", "code", "words"),
    [
        (RfmThresholds((30, 30, 180, 365)), "bounds_not_rising", "30 不大于"),
        (RfmThresholds((30, 90, 180)), "bounds_not_four", "3 个"),
        (RfmThresholds(frequency_least=(0, 3, 5, 8)), "policy_unfit", "预订次数"),
        (LifecyclePolicy(at_risk_halves=5), "silence_not_rising", "2.5"),
        (LifecyclePolicy(sleeping_days_min=400), "silence_days_not_rising", "400 天"),
        (LifecyclePolicy(typical_days=20), "rhythm_out_of_bounds", "20 天"),
        (LifecyclePolicy(loyal_days=1), "policy_unfit", "忠诚"),
        (ValueTiers(high_share=0.7), "shares_unfit", "70.0%"),
        (ValueTiers(middle_minor_least=1_000_000), "value_bounds_not_rising", "中价值"),
        (LeavingPolicy(7), "policy_unfit", "流失"),
        (ReportingPolicy("XXX"), "currency_unpriced", "XXX"),
    ],
)
def test_a_policy_that_cannot_be_carried_out_is_refused_in_words(policy: Policy, code: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(policy, frozenset({"CNY", "USD"}))
    assert refused.value.code == code
    assert words in refused.value.message_zh


@pytest.mark.parametrize("kind", PolicyKind)
def test_what_the_product_comes_with_can_be_kept_and_read_again(kind: PolicyKind) -> None:
    policy = Policies().of(kind)
    check(policy, frozenset({"CNY"}))
    assert policy_of(kind, as_value(policy)) == policy
    assert policy_of(kind, {"no_longer": 1}) == policy


@pytest.mark.django_db
def test_every_change_is_a_version_of_its_own_and_is_told() -> None:
    assert policies_in_force(READER) == Policies()
    assert [change(LeavingPolicy(90)), change(LeavingPolicy(100), 1), change(LeavingPolicy(100), 2)] == [1, 2, 2]
    assert policies_in_force(READER).leaving == LeavingPolicy(100)
    state = list_policies(READER)[3]
    assert [one.policy for one in state.history] == [LeavingPolicy(100), LeavingPolicy(90), LeavingPolicy(180)]
    told = AuditEntry.objects.filter(action="insight_policy.changed").values_list("details", flat=True)
    assert sorted(one["version"] for one in told) == [1, 2]


@pytest.mark.django_db
def test_of_two_who_change_the_same_version_the_second_is_told() -> None:
    change(LeavingPolicy(90))
    with pytest.raises(Conflict, match="version 1"):
        change(LeavingPolicy(60))
    with pytest.raises(Refused):
        change_policy(actor=READER, policy=LeavingPolicy(60), seen_version=1, now=NOW)
    assert PolicyRow.objects.count() == 1


@pytest.mark.django_db
def test_numbers_keep_to_the_policy_of_their_snapshot_until_the_next(house: Lake) -> None:
    made = make()
    assert change(STRICT) == 1
    assert policies_of(READER, made.id) == Policies()
    before = rfm_map(MANAGER, RfmScale.THRESHOLDS)
    again = make()
    after = rfm_map(MANAGER, RfmScale.THRESHOLDS)
    assert (before.policy.version, after.policy.version, policies_of(READER, again.id).rfm) == (0, 1, STRICT)
    assert {cell.frequency for cell in after.cells if cell.guests} == {1} != {cell.frequency for cell in before.cells if cell.guests}
    assert list_policies(READER)[0].snapshot_version == 1


@pytest.mark.django_db
def test_a_preview_counts_who_would_move_and_moves_nobody(house: Lake) -> None:
    make()
    found = preview_policy(MANAGER, STRICT)
    assert (found.guests, found.is_sampled, sum(one.guests for one in found.moves)) == (3, False, found.changed)
    assert found.changed > 0
    assert preview_policy(MANAGER, RfmThresholds()).changed == 0
    assert preview_policy(MANAGER, LifecyclePolicy()).changed == 0
    assert PolicyRow.objects.count() == 0


@pytest.mark.django_db
def test_a_preview_of_stages_and_tiers_says_from_where_to_where(house: Lake) -> None:
    add(house, "booking_versions", *(booking(f"V{n}", n, booker_id=who) for n, who in ((5, LIN), (150, MOTHER))))
    make()
    sleepy = LifecyclePolicy(at_risk_halves=1, sleeping_halves=2, lost_halves=3, sleeping_days_min=1, lost_days_min=1)
    stages = preview_policy(MANAGER, sleepy)
    assert (stages.guests, stages.changed) == (3, sum(one.guests for one in stages.moves))
    tiers = preview_policy(MANAGER, ValueTiers(scale=TierScale.BOUNDS, high_minor_least=2, middle_minor_least=1))
    assert {one.after.zh for one in tiers.moves} == {"高价值"}


@pytest.mark.django_db
def test_another_rate_or_currency_computes_everybody_anew(house: Lake) -> None:
    later = [NOW + timedelta(days=2, hours=place) for place in range(4)]
    make(later[0])
    assert make(later[1], is_full=False).computed == 0
    assert enter_rates(actor=MANAGER, text="USD,2020-01-01,70", now=NOW) == 1
    assert make(later[2], is_full=False).computed == 3
    change(ReportingPolicy("USD"))
    found = make(later[3], is_full=False)
    assert (found.computed, rfm_map(MANAGER).currency) == (3, "USD")


@pytest.mark.django_db
def test_own_rates_are_kept_whole_or_not_at_all_and_the_later_counts() -> None:
    with pytest.raises(Invalid, match="line 2"):
        enter_rates(actor=MANAGER, text="USD,2026-01-01,7\nUSD,x,7", now=NOW)
    assert RateRow.objects.count() == 0
    for rate in ("7", "8"):
        enter_rates(actor=MANAGER, text=f"USD,2026-01-01,{rate}", now=NOW)
    assert [(one.rate, one.is_in_force) for one in list_entered_rates(READER)] == [("8", True), ("7", False)]
    (line,) = [one for one in get_rate_sheet(READER, NOW.date()).lines if one.currency == "USD"]
    assert (line.rate, line.source.value) == (pytest.approx(8), "own")
    assert rates_in_force(READER).num_rows > 100_000


@pytest.mark.django_db
def test_tiers_are_counted_by_spend_until_there_is_a_model(house: Lake) -> None:
    make()
    found = tier_counts(MANAGER)
    assert ([one.guests for one in found.tiers], found.source.value) == ([0, 1, 2], "spent")
    assert sum(one.value_share or 0 for one in found.tiers) == pytest.approx(1)
