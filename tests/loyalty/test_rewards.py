"""Rewards: docs/algorithms/rewards.md."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.loyalty.at_once import at_once
from tests.loyalty.books import DIRECTOR, TODAY, Books, open_books
from xenia.kernel.errors import Conflict, Invalid, XeniaError
from xenia.kernel.texts import Text
from xenia.loyalty.actions.reward_orders import cancel_reward, confirm_reward, lapse_rewards, reserve_reward
from xenia.loyalty.actions.rewards import add_stock, create_reward, set_reward_terms
from xenia.loyalty.queries.rewards import get_reward, get_reward_order, list_member_orders, quote_reward
from xenia.loyalty.rules.rewards import price_of, require_tier
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.rewards import RewardAsk, RewardDraft, RewardKind, RewardState, RewardTerms, RewardVersion

NIGHT = RewardTerms(20_000, worth_minor=60_000, cancel_days=3)
MIXED = RewardTerms(20_000, money_minor=1_000, points_min=5_000, minor_per_1000=1_255, count_max=3)


@pytest.fixture
def club(books: Books) -> Books:
    books.enrol("Lin", "Wang")
    return books


def reward(club: Books, terms: RewardTerms = NIGHT, *, stock: int | None = None) -> UUID:
    draft = RewardDraft("NIGHT", Text("免费房晚", "Free night"), RewardKind.FREE_NIGHT, terms, stock)
    return create_reward(actor=DIRECTOR, programme_id=club.programme.id, draft=draft, valid=(TODAY, None), now=club.now)


def ordered(club: Books, what: UUID, *, who: str = "Lin", key: str = "k1", now: datetime | None = None) -> UUID:
    return reserve_reward(actor=DIRECTOR, ask=RewardAsk(club.members[who], what, key), now=now or club.now).id


def refused(deed: object) -> str:
    try:
        deed()  # type: ignore[operator]
    except XeniaError as error:
        return error.code
    return ""


def test_rw1_the_newest_terms_that_have_begun_hold() -> None:
    versions = [RewardVersion(1, date(2026, 1, 1), None, NIGHT), RewardVersion(2, date(2026, 3, 1), date(2026, 4, 1), MIXED)]

    found = [version_on(versions, day) for day in (date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1))]

    assert [one and one.number for one in found] == [None, 1, 2, None]


@pytest.mark.parametrize(
    ("each", "count", "price"), [(None, 1, (20_000, 1_000)), (5_000, 1, (5_000, 19_825)), (19_999, 2, (39_998, 2_004))]
)
def test_rw2_points_that_are_not_paid_are_paid_in_money_rounded_up(each: int | None, count: int, price: tuple[int, int]) -> None:
    ask = RewardAsk(UUID(int=1), UUID(int=2), "k", count, each)

    assert price_of(MIXED, ask) == price
    for wrong in (replace(ask, points_each=4_999), replace(ask, points_each=20_001), replace(ask, count=4), replace(ask, count=0)):
        with pytest.raises(Invalid):
            price_of(MIXED, wrong)


def test_rw3_a_reward_for_a_tier_is_for_that_tier() -> None:
    require_tier("NIGHT", replace(NIGHT, tiers=("GOLD",)), "GOLD")

    with pytest.raises(Conflict, match="GOLD alone"):
        require_tier("NIGHT", replace(NIGHT, tiers=("GOLD",)), "SILVER")


def test_rw4_points_and_pieces_are_held_together_or_not_at_all(club: Books) -> None:
    what = reward(club, stock=1)
    club.earn("Lin", 50_000)

    order = ordered(club, what)
    assert (ordered(club, what), club.balance("Lin"), get_reward(DIRECTOR, what, now=club.now).left) == (order, (50_000, 20_000, 0), 0)
    assert [refused(lambda who=who: ordered(club, what, who=who, key="k2")) for who in ("Lin", "Wang")] == ["reward_gone"] * 2  # type: ignore[misc]

    assert (club.balance("Lin"), len(list_member_orders(DIRECTOR, club.members["Lin"])), club.faults()) == ((50_000, 20_000, 0), 1, [])


def test_rw4_points_that_end_at_the_programmes_midnight_are_not_spent_after_it(club: Books) -> None:
    what = reward(club)
    club.earn("Lin", 50_000, until=date(2026, 3, 3))
    last = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)

    ordered(club, what, now=last)
    assert refused(lambda: ordered(club, what, key="k2", now=last + timedelta(seconds=1))) == "points_short"

    quote = quote_reward(DIRECTOR, RewardAsk(club.members["Lin"], what, "k3"), now=last)
    assert (club.balance("Lin"), quote.points, quote.lacking, club.faults()) == ((50_000, 20_000, 0), 20_000, 0, [])


def test_rw5_a_cancelled_reward_gives_the_points_back_to_the_very_lots(club: Books) -> None:
    what = reward(club, stock=1)
    for amount, until in ((15_000, date(2026, 6, 1)), (30_000, date(2026, 9, 1))):
        club.earn("Lin", amount, until=until)
    order = ordered(club, what)
    confirm_reward(actor=DIRECTOR, order_id=order, now=club.now)
    assert club.lots("Lin") == [(0, 15_000), (25_000, 30_000)]

    cancel_reward(actor=DIRECTOR, order_id=order, now=club.now + timedelta(days=3))
    cancel_reward(actor=DIRECTOR, order_id=order, now=club.now + timedelta(days=3))

    assert (club.lots("Lin"), get_reward(DIRECTOR, what, now=club.now).left, club.faults()) == ([(15_000, 15_000), (30_000, 30_000)], 1, [])


def test_rw5_a_confirmed_reward_is_final_after_its_days(club: Books) -> None:
    what = reward(club)
    club.earn("Lin", 20_000)
    order = ordered(club, what)
    confirm_reward(actor=DIRECTOR, order_id=order, now=club.now)

    assert get_reward_order(DIRECTOR, order).cancel_until == date(2026, 3, 5)
    with pytest.raises(Conflict, match="until 2026-03-05"):
        cancel_reward(actor=DIRECTOR, order_id=order, now=club.now + timedelta(days=4))


def test_rw6_what_nobody_confirms_in_time_is_free_again(club: Books) -> None:
    what = reward(club, stock=1)
    club.earn("Lin", 20_000)
    order, late = ordered(club, what), club.now + timedelta(hours=48)

    assert (lapse_rewards(actor=DIRECTOR, now=late), lapse_rewards(actor=DIRECTOR, now=late)) == (1, 0)

    with pytest.raises(Conflict, match="held no more"):
        confirm_reward(actor=DIRECTOR, order_id=order, now=late)
    assert (get_reward_order(DIRECTOR, order).state, club.balance("Lin"), club.faults()) == (RewardState.LAPSED, (20_000, 0, 0), [])


def test_rw1_a_price_changes_from_a_day_on_and_stock_is_added_once(club: Books) -> None:
    what = reward(club, stock=1)
    with pytest.raises(Invalid, match="which is over"):
        set_reward_terms(actor=DIRECTOR, reward_id=what, terms=MIXED, valid=(TODAY - timedelta(days=1), None), now=club.now)

    number = set_reward_terms(actor=DIRECTOR, reward_id=what, terms=MIXED, valid=(TODAY + timedelta(days=1), None), now=club.now)

    assert [add_stock(actor=DIRECTOR, reward_id=what, pieces=4, key="s1", now=club.now) for _ in range(2)] == [5, 5]
    found = [get_reward(DIRECTOR, what, now=club.now + timedelta(days=day)).version for day in (0, 1)]
    assert [one and one.number for one in found] == [1, number]


def test_rw4_of_a_stock_of_five_that_forty_want_exactly_five_are_held(transactional_db: None) -> None:
    club = open_books()
    club.enrol("Lin", "Wang")
    what = reward(club, stock=5)
    for who in ("Lin", "Wang"):
        club.earn(who, 1_000_000)

    found = at_once([lambda n=n: isinstance(ordered(club, what, who=("Lin", "Wang")[n % 2], key=f"k{n}"), UUID) for n in range(40)], 20)  # type: ignore[misc]

    assert (found.count(True), found.count("reward_gone"), club.faults()) == (5, 35, [])
    assert sum(club.balance(who)[1] for who in ("Lin", "Wang")) == 5 * NIGHT.points
