"""Tiers against the ledger: the cache, what was given, benefits, and the board (docs/algorithms/tiers.md)."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.tiers import CLUB, UPGRADES, club, club_with_upgrades
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.actions.benefits import confirm_use, give_back, use_benefit
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.actions.tier_grants import accept_offer, offer_challenge, offer_match, override_tier, withdraw_grant
from xenia.loyalty.actions.tiers import add_measure, recompute, set_tiers
from xenia.loyalty.jobs import review_tiers
from xenia.loyalty.models.tiers import Standing
from xenia.loyalty.queries.ledger import company_account, list_balances, member_accounts
from xenia.loyalty.queries.tier_board import get_board, list_near
from xenia.loyalty.queries.tiers import check_standings, get_tier, list_changes, list_given, tiers_on
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Phase
from xenia.loyalty.types.tiers import BenefitUse, EvidenceKind, GrantState, HandReason, Threshold, TierEvidence, TierPolicy
from xenia.news.models import News

SHOWN = TierEvidence(EvidenceKind.CARD, "CASE-2026-118")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


class Club:
    """A programme with tiers, and what happens to its members on a day."""

    def __init__(self, books: Books, policy: TierPolicy = CLUB) -> None:
        self.books, self.programme, self.day = books, books.programme.id, books.today
        set_tiers(
            actor=DIRECTOR, programme_id=self.programme, policy=policy, valid_from=date(2020, 1, 1), seen_number=0, now=noon(self.day)
        )
        books.enrol("Lin", "Wang")
        self.lin, self.wang = books.members["Lin"], books.members["Wang"]

    def nights(self, amount: int, on: date, *, who: UUID | None = None, of: UUID | None = None, worked_out: bool = True) -> UUID:
        """Books nights, or takes them back from what `of` brought, and works the tier out."""
        self.day, member = on, who or self.lin
        kind = self.books.programme.kind("NIGHTS").id
        issued, mine = company_account(DIRECTOR, kind, AccountRole.ISSUED), member_accounts(DIRECTOR, [member], kind)[member]
        move = self.books.move(*((mine, issued) if of else (issued, mine)), amount, phase=Phase.REVERSAL if of else Phase.POSTED, of=of)
        (written,) = write_deeds(DIRECTOR, [Deed(Cause.STAY, "", on, (move,))], now=noon(on))
        if worked_out:
            recompute(actor=DIRECTOR, programme_id=self.programme, member_ids=[member], now=noon(on))
        return written.id

    def review(self, on: date) -> int:
        self.day = on
        return recompute(actor=DIRECTOR, programme_id=self.programme, member_ids=None, now=noon(on))

    def tier(self) -> str:
        return get_tier(DIRECTOR, self.lin, now=noon(self.day)).standing.tier

    def kept(self) -> str:
        return Standing.objects.get(member_id=self.lin).tier

    def faults(self) -> list[object]:
        return list(check_standings(DIRECTOR, self.programme, now=noon(self.day)))

    def upgrades(self) -> tuple[int, int]:
        """Usable and held back."""
        one = {one.code: one for one in get_tier(DIRECTOR, self.lin, now=noon(self.day)).benefits}.get("UPGRADE")
        return (one.usable, one.reserved) if one else (0, 0)

    def use(self, key: str, uses: int = 1) -> UUID:
        use = BenefitUse("UPGRADE", "booking:7", key, uses)
        return use_benefit(actor=DIRECTOR, member_id=self.lin, use=use, now=noon(self.day))


@pytest.fixture
def house(books: Books) -> Club:
    return Club(books)


@pytest.fixture
def lounge(books: Books) -> Club:
    return Club(books, club_with_upgrades())


def test_ti15_what_is_kept_is_what_the_ledger_says_and_is_told_once(house: Club) -> None:
    house.nights(12, date(2026, 3, 10))
    house.nights(13, date(2026, 4, 10))
    again = recompute(actor=DIRECTOR, programme_id=house.programme, member_ids=[house.lin], now=noon(house.day))

    told = [(one["before"], one["tier"], one["reason"]) for news in News.objects.order_by("id") for one in news.payload.get("changes", ())]
    assert (house.tier(), house.kept(), again, house.faults()) == ("GOLD", "GOLD", 0, [])
    assert told == [("CLASSIC", "SILVER", "qualified"), ("SILVER", "GOLD", "qualified")]


def test_ti10_a_refund_counts_for_the_day_of_the_stay_it_takes_back(house: Club) -> None:
    stay = house.nights(25, date(2026, 5, 2))
    house.nights(3, date(2027, 2, 10), of=stay)

    assert (house.kept(), house.faults()) == ("SILVER", [])
    assert [(one.on, one.tier) for one in list_changes(DIRECTOR, house.lin)] == [(date(2026, 5, 2), "GOLD"), (date(2027, 2, 10), "SILVER")]
    assert tiers_on(DIRECTOR, house.programme, [(house.lin, date(2027, 2, 9))]) == {(house.lin, date(2027, 2, 9)): "GOLD"}


def test_ti15_the_nightly_run_finds_the_day_on_which_a_tier_ends(house: Club) -> None:
    house.nights(25, date(2026, 5, 2))

    assert [house.review(day) for day in (date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 1))] == [0, 1, 0]
    assert (house.kept(), house.faults()) == ("CLASSIC", [])


def test_ti15_a_cache_that_is_wrong_is_found(house: Club) -> None:
    house.nights(12, date(2026, 5, 2))
    Standing.objects.filter(member_id=house.lin).update(tier="PLATINUM")

    (fault,) = check_standings(DIRECTOR, house.programme, now=noon(house.day))

    assert (fault.member_id, fault.what, fault.expected, fault.found) == (house.lin, "tier", "SILVER", "PLATINUM")


@pytest.mark.parametrize("seed", range(3))
def test_ti15_after_any_ledger_the_cache_is_what_the_function_says(house: Club, seed: int) -> None:
    dice, stays, day = Random(seed), list[tuple[UUID, UUID, int]](), date(2026, 3, 3)
    for _ in range(12):
        day += timedelta(days=dice.randrange(1, 60))
        who, amount = dice.choice([house.lin, house.wang]), dice.randrange(1, 15)
        if stays and dice.random() < 0.3:
            of, guest, most = stays.pop(dice.randrange(len(stays)))
            house.nights(dice.randint(1, most), day, who=guest, of=of)
        else:
            stays.append((house.nights(amount, day, who=who), who, amount))
    house.review(day)

    assert (house.faults(), house.books.faults(), house.kept()) == ([], [], house.tier())


def test_ti3_new_tiers_hold_from_their_day_on_and_never_before(house: Club) -> None:
    house.nights(25, date(2026, 5, 2))
    at = {"actor": DIRECTOR, "programme_id": house.programme, "now": noon(house.day)}

    with pytest.raises(Invalid, match="what members were told stays"):
        set_tiers(**at, policy=club(), valid_from=date(2026, 5, 1), seen_number=1)
    with pytest.raises(Conflict, match="version 1 by now"):
        set_tiers(**at, policy=club(), valid_from=date(2026, 6, 1), seen_number=0)
    set_tiers(**at, policy=club(windows_valid=2), valid_from=date(2026, 6, 1), seen_number=1)

    house.review(date(2026, 6, 1))
    assert (Standing.objects.get(member_id=house.lin).until, house.faults()) == (date(2029, 1, 1), [])


def test_ti4_a_programme_may_count_another_measure(house: Club) -> None:
    made = add_measure(actor=DIRECTOR, programme_id=house.programme, code="STAYS", name=Text("入住次数", "Stays"))

    assert add_measure(actor=DIRECTOR, programme_id=house.programme, code="STAYS", name=Text("入住次数", "Stays")) == made
    assert set(member_accounts(DIRECTOR, [house.lin, house.wang], made)) == {house.lin, house.wang}


def test_ti8_a_match_is_offered_accepted_and_failed(house: Club) -> None:
    offer = offer_match(actor=DIRECTOR, member_id=house.lin, tier="GOLD", days=90, evidence=SHOWN, now=noon(house.day))
    before = house.tier()
    accept_offer(actor=DIRECTOR, grant_id=offer, now=noon(house.day))
    accepted = house.kept()
    house.review(house.day + timedelta(days=90))

    (said,) = list_given(DIRECTOR, house.lin, now=noon(house.day))
    assert (before, accepted, house.kept(), said.state, said.evidence) == ("CLASSIC", "GOLD", "CLASSIC", GrantState.FAILED, SHOWN)


def test_ti8_a_second_offer_and_a_story_as_evidence_are_refused(house: Club) -> None:
    asked = {"actor": DIRECTOR, "member_id": house.lin, "tier": "GOLD", "days": 90, "now": noon(house.day)}

    with pytest.raises(Invalid, match="filing number"):
        offer_match(**asked, evidence=TierEvidence(EvidenceKind.CARD, "her mother is ill"))
    offer_match(**asked, evidence=SHOWN)
    with pytest.raises(Conflict, match="withdraw that offer"):
        offer_match(**asked, evidence=SHOWN)
    with pytest.raises(Invalid, match="no tier that can be given"):
        offer_match(**asked | {"tier": "CLASSIC"}, evidence=SHOWN)


def test_ti9_a_challenge_is_met_and_taken_back_by_a_refund(house: Club) -> None:
    asks = [Threshold("NIGHTS", 8)]
    offer = offer_challenge(actor=DIRECTOR, member_id=house.lin, tier="GOLD", days=60, asks=asks, now=noon(house.day))
    accept_offer(actor=DIRECTOR, grant_id=offer, now=noon(house.day))
    stay = house.nights(8, date(2026, 4, 2))
    met = (house.kept(), list_given(DIRECTOR, house.lin, now=noon(house.day))[0].state)
    house.nights(1, date(2026, 6, 1), of=stay)

    assert met == ("GOLD", GrantState.MET)
    assert (house.kept(), list_given(DIRECTOR, house.lin, now=noon(house.day))[0].state) == ("CLASSIC", GrantState.FAILED)


def test_ti11_the_reason_of_a_take_over_is_not_given_by_hand(house: Club) -> None:
    said = {"actor": DIRECTOR, "member_id": house.lin, "tier": "GOLD", "until": date(2026, 12, 1), "now": noon(house.day)}
    with pytest.raises(Invalid, match="taken over"):
        override_tier(reason=HandReason.OPENING, **said)

    assert list_given(DIRECTOR, house.lin, now=noon(house.day)) == []


def test_ti11_a_tier_by_hand_can_be_withdrawn(house: Club) -> None:
    until = date(2026, 12, 1)
    given = override_tier(actor=DIRECTOR, member_id=house.lin, tier="GOLD", until=until, reason=HandReason.RECOVERY, now=noon(house.day))
    had = house.kept()
    house.day += timedelta(days=30)
    withdraw_grant(actor=DIRECTOR, grant_id=given, now=noon(house.day))

    assert (had, house.kept(), [one.tier for one in list_changes(DIRECTOR, house.lin)]) == ("GOLD", "CLASSIC", ["GOLD", "CLASSIC"])


def test_ti13_a_benefit_is_granted_once_a_tier_year_and_the_difference_on_rising(lounge: Club) -> None:
    lounge.nights(10, date(2026, 3, 10))
    silver = lounge.upgrades()
    lounge.nights(15, date(2026, 5, 10))
    lounge.nights(1, date(2026, 5, 11))

    assert (silver, lounge.upgrades(), lounge.books.faults()) == ((2, 0), (4, 0), [])
    lounge.review(date(2027, 1, 1))
    assert (lounge.upgrades(), lounge.faults()) == ((4, 0), [])


def test_ti13_a_use_is_held_back_then_confirmed_or_given_back(lounge: Club) -> None:
    lounge.nights(10, date(2026, 3, 10))
    first, second = lounge.use("a"), lounge.use("b")
    assert (lounge.use("a"), lounge.upgrades()) == (first, (0, 2))
    with pytest.raises(Conflict, match="0 can be used"):
        lounge.use("c")

    for _ in range(2):
        confirm_use(actor=DIRECTOR, use_id=first, now=noon(lounge.day))
        give_back(actor=DIRECTOR, use_id=second, now=noon(lounge.day))
    assert lounge.upgrades() == (1, 0)
    give_back(actor=DIRECTOR, use_id=first, now=noon(lounge.day))
    assert (lounge.upgrades(), lounge.books.faults()) == ((2, 0), [])


def test_ti13_what_is_not_used_ends_with_the_tier_year(lounge: Club) -> None:
    lounge.nights(10, date(2026, 3, 10))
    lounge.use("a")
    lounge.review(date(2028, 1, 1))

    assert (lounge.tier(), lounge.upgrades()) == ("CLASSIC", (0, 1))
    with pytest.raises(Conflict, match="0 can be used"):
        lounge.use("b")


def test_ti13_a_benefit_nobody_granted_cannot_be_used(house: Club) -> None:
    with pytest.raises(NotFound, match="never had a benefit UPGRADE"):
        house.use("a")

    assert not [one for one in list_balances(DIRECTOR, house.lin) if one.name_en == UPGRADES.en]


def test_ti13_a_benefit_without_number_is_there_while_the_tier_is(lounge: Club) -> None:
    lounge.nights(10, date(2026, 3, 10))

    assert list(get_tier(DIRECTOR, lounge.lin, now=noon(lounge.day)).balances) == list_balances(DIRECTOR, lounge.lin)
    assert [(one.code, one.is_counted) for one in get_tier(DIRECTOR, lounge.lin, now=noon(lounge.day)).benefits] == [
        ("FIRST", False),
        ("UPGRADE", True),
    ]


def test_the_board_counts_members_moves_and_who_is_near(house: Club) -> None:
    house.nights(24, date(2026, 3, 10))
    board = get_board(DIRECTOR, house.programme, now=noon(house.day))
    (near,) = list_near(DIRECTOR, house.programme, now=noon(house.day)).items

    assert (board.members, board.due, board.near) == ({"CLASSIC": 1, "SILVER": 1, "GOLD": 0, "PLATINUM": 0}, 1, 1)
    assert [(one.month, one.tier, one.came_up, one.went_up) for one in board.moves] == [
        (date(2026, 3, 1), "CLASSIC", 0, 1),
        (date(2026, 3, 1), "SILVER", 1, 0),
    ]
    assert (near.member_id, near.next_tier, near.progress_permille, near.by) == (house.lin, "GOLD", 960, date(2026, 12, 31))


def test_the_nightly_job_looks_at_everybody_who_is_due(house: Club) -> None:
    house.nights(12, date(2026, 3, 10), worked_out=False)
    review_tiers()

    assert (Standing.objects.count(), get_board(DIRECTOR, house.programme, now=datetime.now(UTC)).due) == (2, 0)
