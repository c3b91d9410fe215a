"""Which tier on which day, rule by rule (docs/algorithms/tiers.md)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loyalty.tiers import CLUB, club, nights, points, version
from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.rules.tier_grants import challenge_until, checked_end, state_on
from xenia.loyalty.rules.tier_policy import as_value, checked_policy, checked_succession, policy_of
from xenia.loyalty.rules.tier_standing import as_cached, standing_on
from xenia.loyalty.rules.tier_windows import window_at
from xenia.loyalty.rules.tiers import history, rank_of, run_on, runs, tier_on
from xenia.loyalty.types.tiers import (
    GivenTier,
    Grant,
    GrantKind,
    GrantState,
    Holder,
    Measured,
    Needs,
    Qualifying,
    Threshold,
    TierPolicy,
    TierReason,
    TierVersion,
    WindowMode,
)

JOINED = date(2021, 2, 1)
MEASURES = ["TIER", "NIGHTS"]
ALWAYS = version(CLUB)


def held(*entries: Qualifying, grants: tuple[Grant, ...] = (), joined: date = JOINED) -> Holder:
    return Holder(joined, entries, grants)


def tiers(holder: Holder, *days: date, policy: TierPolicy = CLUB) -> list[str]:
    return [tier_on(holder, [version(policy)], day) for day in days]


def offered(kind: GrantKind, until: date | None = None) -> GivenTier:
    return GivenTier(
        id=UUID(int=1),
        kind=kind,
        tier="GOLD",
        state=GrantState.ACCEPTED,
        offered_on=date(2025, 3, 1),
        answer_until=None,
        since=date(2025, 3, 1),
        deadline=None,
        until=until,
        asks=(),
        evidence=None,
        reason=None,
    )


def test_ti1_an_entry_counts_from_the_day_it_is_in_the_books() -> None:
    stay = held(nights(12, date(2025, 3, 10)))
    late = held(nights(12, date(2024, 12, 20), booked=date(2025, 1, 5)))

    assert tiers(stay, date(2025, 3, 9), date(2025, 3, 10)) == ["CLASSIC", "SILVER"]
    assert tiers(late, date(2025, 1, 4), date(2025, 1, 5), date(2026, 1, 1)) == ["CLASSIC", "SILVER", "CLASSIC"]


def test_ti1_stretches_say_for_every_day_what_the_function_says() -> None:
    stay = held(nights(12, date(2025, 3, 10)), nights(20, date(2025, 8, 1)))

    found = runs(stay, [ALWAYS], date(2025, 9, 1))

    assert [(one.tier, one.since) for one in found][:3] == [
        ("CLASSIC", JOINED),
        ("SILVER", date(2025, 3, 10)),
        ("GOLD", date(2025, 8, 1)),
    ]


def test_ti2_years_of_membership_begin_on_the_day_of_joining() -> None:
    window = window_at(club(mode=WindowMode.ANNIVERSARY), date(2024, 2, 29), date(2025, 12, 1))

    assert (window.start, window.ends()) == (date(2025, 2, 28), date(2026, 2, 28))


def test_ti2_a_year_may_begin_in_another_month() -> None:
    window = window_at(club(first_month=4), JOINED, date(2025, 3, 31))

    assert (window.start, window.ends()) == (date(2024, 4, 1), date(2025, 4, 1))


@pytest.mark.parametrize(("second", "tier"), [(date(2026, 1, 9), "SILVER"), (date(2026, 1, 10), "CLASSIC")])
def test_ti2_rolling_months_begin_on_every_day_that_counts(second: date, tier: str) -> None:
    stays = held(nights(6, date(2025, 1, 10)), nights(4, second))

    assert tiers(stays, second, policy=club(mode=WindowMode.ROLLING, windows_valid=0)) == [tier]


def test_ti3_a_window_has_the_better_of_the_policies_it_has_a_day_in() -> None:
    harder = replace(CLUB, tiers=tuple(replace(one, asks=(Threshold("NIGHTS", 30),)) if one.code == "GOLD" else one for one in CLUB.tiers))
    both = [ALWAYS, TierVersion(2, date(2025, 7, 1), harder)]
    earned, later = held(nights(25, date(2025, 5, 2))), held(nights(25, date(2026, 5, 2)))

    assert [tier_on(earned, both, day) for day in (date(2025, 7, 1), date(2026, 12, 31))] == ["GOLD", "GOLD"]
    assert tier_on(later, both, date(2026, 5, 2)) == "SILVER"


def test_ti3_no_tier_is_dropped_and_none_changes_places() -> None:
    base, silver, gold, platinum = CLUB.tiers

    with pytest.raises(Conflict, match="GOLD is missing"):
        checked_succession(CLUB, replace(CLUB, tiers=(base, silver, platinum)))
    with pytest.raises(Conflict, match="CLASSIC, SILVER, GOLD, PLATINUM"):
        checked_succession(CLUB, replace(CLUB, tiers=(base, gold, silver, platinum)))


def test_ti4_one_threshold_is_enough_or_all_are_needed() -> None:
    done = held(nights(8, date(2025, 3, 1)), points(12_000, date(2025, 3, 1)))
    strict = replace(CLUB, tiers=tuple(replace(one, needs=Needs.ALL) for one in CLUB.tiers))

    assert tiers(done, date(2025, 3, 1)) == ["GOLD"]
    assert tiers(done, date(2025, 3, 1), policy=strict) == ["CLASSIC"]


@pytest.mark.parametrize(("grace", "last"), [(0, date(2026, 12, 31)), (31, date(2027, 1, 31))])
def test_ti5_a_tier_holds_until_the_end_of_the_next_window_and_days_of_grace(grace: int, last: date) -> None:
    gold = held(nights(25, date(2025, 5, 2)))

    assert tiers(gold, date(2025, 5, 1), last, last + timedelta(days=1), policy=club(grace_days=grace, is_soft=False)) == [
        "CLASSIC",
        "GOLD",
        "CLASSIC",
    ]


def test_ti6_who_does_not_qualify_again_falls_one_tier_a_window() -> None:
    platinum = held(nights(50, date(2024, 4, 1)))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)]

    assert tiers(platinum, *days, policy=club(is_soft=True)) == ["PLATINUM", "GOLD", "SILVER", "CLASSIC"]
    assert tiers(platinum, *days[:2], policy=club(is_soft=False)) == ["PLATINUM", "CLASSIC"]
    assert history(platinum, [version(club(is_soft=True))], date(2026, 6, 1))[-1].reason is TierReason.SOFT_LANDING


def test_ti7_a_sum_over_all_years_brings_a_tier_for_life() -> None:
    life = held(nights(40, date(2021, 5, 1)), nights(40, date(2022, 5, 1)), nights(20, date(2023, 5, 1)))

    standing = standing_on(life, [ALWAYS], date(2030, 1, 1))

    assert (standing.tier, standing.until, standing.reason) == ("SILVER", None, TierReason.LIFETIME)


@pytest.mark.parametrize(("done", "state", "tier"), [(25, GrantState.MET, "GOLD"), (24, GrantState.FAILED, "SILVER")])
def test_ti8_after_a_match_the_member_has_what_was_earned(done: int, state: GrantState, tier: str) -> None:
    ends = date(2025, 5, 30)
    match = offered(GrantKind.MATCH, until=ends)
    guest = held(nights(done, date(2025, 4, 1)), grants=(Grant(GrantKind.MATCH, "GOLD", date(2025, 3, 1), ends),))

    assert tiers(guest, date(2025, 2, 28), date(2025, 3, 1), date(2025, 5, 29), ends) == ["CLASSIC", "GOLD", "GOLD", tier]
    assert [state_on(match, guest, [ALWAYS], day) for day in (date(2025, 5, 29), ends)] == [GrantState.ACCEPTED, state]


def test_ti9_a_challenge_brings_its_tier_on_the_day_it_is_done() -> None:
    deadline = date(2025, 4, 30)
    until = challenge_until(CLUB, JOINED, deadline)
    asks = (Threshold("NIGHTS", 8),)
    guest = held(nights(8, date(2025, 4, 2)), grants=(Grant(GrantKind.CHALLENGE, "GOLD", date(2025, 3, 1), until, asks, deadline),))
    offer = replace(offered(GrantKind.CHALLENGE, until=until), asks=asks, deadline=deadline)

    assert tiers(guest, date(2025, 4, 1), date(2025, 4, 2), date(2026, 12, 31), date(2027, 1, 1)) == ["CLASSIC", "GOLD", "GOLD", "CLASSIC"]
    assert state_on(offer, guest, [ALWAYS], date(2025, 4, 2)) is GrantState.MET
    assert state_on(offer, held(), [ALWAYS], deadline) is GrantState.FAILED


def test_ti9_what_is_not_answered_in_time_has_failed() -> None:
    offer = replace(offered(GrantKind.CHALLENGE), since=None, until=None, state=GrantState.OFFERED, answer_until=date(2025, 3, 31))

    assert [state_on(offer, held(), [ALWAYS], date(2025, 3, day)) for day in (30, 31)] == [GrantState.OFFERED, GrantState.FAILED]


def test_ti10_a_refund_lowers_the_tier_from_its_day_on_and_no_day_before() -> None:
    stay, refund = nights(25, date(2025, 5, 2)), nights(-3, date(2025, 5, 2), booked=date(2026, 2, 10))
    changes = history(held(stay, refund), [ALWAYS], date(2026, 3, 1))

    assert tiers(held(stay, refund), date(2026, 2, 9), date(2026, 2, 10)) == ["GOLD", "SILVER"]
    assert [(one.on, one.tier, one.reason) for one in changes] == [
        (date(2025, 5, 2), "GOLD", TierReason.QUALIFIED),
        (date(2026, 2, 10), "SILVER", TierReason.TAKEN_BACK),
    ]


def test_ti11_a_tier_by_hand_is_a_minimum_with_an_end() -> None:
    by_hand = (Grant(GrantKind.BY_HAND, "SILVER", date(2025, 3, 1), date(2025, 12, 1)),)

    assert tiers(held(grants=by_hand), date(2025, 11, 30), date(2025, 12, 1)) == ["SILVER", "CLASSIC"]
    assert tiers(held(nights(25, date(2025, 5, 2)), grants=by_hand), date(2025, 5, 2)) == ["GOLD"]
    with pytest.raises(Invalid, match="within five years"):
        checked_end(date(2025, 3, 1), date(2025, 3, 1))


def asking(place: int, *asks: Threshold) -> TierPolicy:
    return replace(CLUB, tiers=tuple(replace(one, asks=asks) if at == place else one for at, one in enumerate(CLUB.tiers)))


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (replace(CLUB, tiers=CLUB.tiers[1:]), "SILVER, asks for something"),
        (asking(2), "GOLD asks for nothing"),
        (asking(1, Threshold("SEGMENTS", 4)), "SILVER asks for SEGMENTS, which the programme does not count"),
        (asking(2, Threshold("NIGHTS", 9)), "GOLD takes 9 NIGHTS and SILVER below it 10"),
        (asking(2, *CLUB.tiers[1].asks), "SILVER and GOLD both begin at 10 NIGHTS"),
        (asking(1, Threshold("TIER", 100)), "GOLD can be reached without reaching SILVER"),
        (asking(1, Threshold("NIGHTS", 10, below=24), Threshold("TIER", 5_000)), "SILVER ends below 24 NIGHTS and GOLD begins at 25"),
        (asking(1, Threshold("NIGHTS", 10, below=26), Threshold("TIER", 5_000)), "what lies between is in both"),
        (asking(3, Threshold("NIGHTS", 50, below=90)), "who has more would have none"),
        (asking(3, Threshold("NIGHTS", 50), Threshold("NIGHTS", 60)), "NIGHTS stands twice"),
        (asking(3, Threshold("NIGHTS", 0)), "is 0; take 1"),
        (replace(CLUB, windows_valid=9), "is 9; take 0 to 5"),
        (replace(CLUB, tiers=()), "There are 0 tiers"),
    ],
)
def test_ti12_a_policy_with_a_gap_or_an_overlap_is_refused_in_a_sentence(policy: TierPolicy, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        checked_policy(policy, MEASURES)

    assert refused.value.message_zh != refused.value.message


def test_ti12_a_whole_policy_is_kept_as_it_is() -> None:
    ranges = asking(1, Threshold("NIGHTS", 10, below=25), Threshold("TIER", 5_000, below=12_000))

    assert checked_policy(ranges, MEASURES) == policy_of(as_value(ranges)) == ranges


def test_ti14_what_is_missing_to_the_next_tier_and_to_keep_this_one() -> None:
    guest = held(nights(18, date(2025, 3, 1)), points(3_000, date(2025, 3, 1)))

    standing = standing_on(guest, [ALWAYS], date(2025, 6, 1))

    assert standing.next
    assert standing.keep
    assert (standing.next.tier, [one.missing for one in standing.next.measured], standing.next.by) == (
        "GOLD",
        [7, 9_000],
        date(2025, 12, 31),
    )
    assert (standing.tier, standing.until, standing.keep.starts_on, standing.keep.by) == (
        "SILVER",
        date(2027, 1, 1),
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert standing.keep.measured == (Measured("NIGHTS", 0, 10), Measured("TIER", 0, 5_000))


def test_ti14_rolling_the_fullest_open_window_is_told() -> None:
    guest = held(nights(6, date(2025, 1, 10)), nights(8, date(2025, 5, 1)))
    rolling = club(mode=WindowMode.ROLLING, windows_valid=0)

    standing = standing_on(guest, [version(rolling)], date(2025, 6, 1))

    assert standing.next
    assert standing.keep
    assert (standing.next.measured[0].missing, standing.next.by) == (11, date(2026, 1, 9))
    assert (standing.until, standing.keep.measured[0].missing, standing.keep.by) == (date(2026, 1, 10), 2, date(2026, 1, 9))


@pytest.mark.parametrize(("done", "review"), [(0, None), (8, date(2026, 1, 1)), (25, date(2026, 1, 1))])
def test_ti15_a_standing_says_when_to_look_again(done: int, review: date | None) -> None:
    guest = held(nights(done, date(2025, 3, 1))) if done else held()

    assert standing_on(guest, [ALWAYS], date(2025, 6, 1)).review_on == review


FIRST = date(2023, 1, 1)
DAYS = st.integers(0, 1_000).map(lambda day: FIRST + timedelta(days=day))


@st.composite
def entries(draw: st.DrawFn, least: int = -10) -> Qualifying:
    day = draw(DAYS)
    return Qualifying(draw(st.sampled_from(MEASURES)), draw(st.integers(least, 60)), day, day + timedelta(days=draw(st.integers(0, 60))))


POLICIES = st.builds(
    club,
    mode=st.sampled_from(WindowMode),
    months=st.sampled_from([6, 12, 18]),
    first_month=st.sampled_from([1, 4]),
    windows_valid=st.integers(0, 2),
    grace_days=st.sampled_from([0, 45]),
    is_soft=st.booleans(),
)
GRANTS = st.sampled_from(
    [
        (),
        (Grant(GrantKind.MATCH, "PLATINUM", date(2024, 3, 1), date(2024, 8, 1)),),
        (Grant(GrantKind.CHALLENGE, "GOLD", date(2024, 3, 1), date(2026, 1, 1), (Threshold("NIGHTS", 20),), date(2024, 9, 1)),),
    ]
)
HOLDERS = st.builds(Holder, st.just(FIRST), st.lists(entries(), max_size=7).map(tuple), GRANTS)
VERSIONS = st.builds(
    lambda first, second, day: [version(first)] if second is None else [version(first), TierVersion(2, day, second)],
    POLICIES,
    st.none() | POLICIES,
    DAYS,
)


@settings(max_examples=60, deadline=None)
@given(HOLDERS, VERSIONS, DAYS)
def test_ti1_the_history_says_of_every_day_what_the_function_says(holder: Holder, versions: list[TierVersion], until: date) -> None:
    found = runs(holder, versions, until)

    for day in range(0, (until - FIRST).days + 1, 3):
        at = FIRST + timedelta(days=day)
        assert run_on(found, at).tier == tier_on(holder, versions, at)


@settings(max_examples=100, deadline=None)
@given(HOLDERS, entries(least=1), VERSIONS, DAYS)
def test_ti1_who_has_done_more_never_has_a_lower_tier(holder: Holder, more: Qualifying, versions: list[TierVersion], day: date) -> None:
    done_more = replace(holder, entries=(*holder.entries, more))
    order = versions[-1].policy

    assert rank_of(order, tier_on(done_more, versions, day)) >= rank_of(order, tier_on(holder, versions, day))


@settings(max_examples=60, deadline=None)
@given(HOLDERS, VERSIONS, DAYS, entries())
def test_ti10_nothing_booked_later_changes_a_day_gone(holder: Holder, versions: list[TierVersion], day: date, late: Qualifying) -> None:
    later = replace(late, known_on=max(late.known_on, day + timedelta(days=1)))

    assert history(replace(holder, entries=(*holder.entries, later)), versions, day) == history(holder, versions, day)


@settings(max_examples=60, deadline=None)
@given(HOLDERS, VERSIONS, DAYS)
def test_ti15_nothing_changes_by_itself_before_the_day_to_look_again(holder: Holder, versions: list[TierVersion], day: date) -> None:
    standing = standing_on(holder, versions, day)
    last = min(standing.review_on or date(2027, 1, 1), date(2027, 1, 1)) - timedelta(days=1)

    assert as_cached(standing_on(holder, versions, last)) == as_cached(standing)
