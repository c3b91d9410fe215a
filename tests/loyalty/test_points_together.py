"""What is written together ends as what is written one by one, whatever stood on the accounts before (rule PT11 of docs/algorithms/points.md)."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.loyalty.books import DIRECTOR, Books, open_books
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.models.ledger import Lot, LotUse, Transfer
from xenia.loyalty.models.programmes import Programme
from xenia.loyalty.types.ledger import Cause, Deed, Move, Phase

pytestmark = pytest.mark.django_db
MEMBERS = [f"member {number}" for number in range(40)]
LATE = date(2028, 1, 1)
STATES = {"nothing": ["credit", "twice"], "lots": ["credit", "spend", "gift", "promise"], "owes": ["credit", "twice"],
          "promised": ["credit", "twice", "spend"], "ended": ["credit", "end", "end_part", "end_and_credit"]}  # fmt: skip


def opened(code: str, states: list[str]) -> Books:
    """Books in which each member has had what its state says."""
    books = open_books(code=code)
    books.enrol(*MEMBERS)
    for who, state in zip(MEMBERS, states, strict=True):
        if state != "nothing":
            earned = books.earn(who, 100, until=LATE)
        if state == "ended":
            books.earn(who, 70, until=books.today + timedelta(days=1))
        elif state == "owes":
            books.spend(who, 100)
            books.take_back(who, earned, 100)
        elif state == "promised":
            books.spend(who, 60, phase=Phase.PENDING)
    return replace(books, today=books.today + timedelta(days=1), now=books.now + timedelta(days=1))


def deeds_of(books: Books, does: list[str]) -> list[Deed]:
    """What happens to each member on the day after, in the order of the members."""
    found: list[Deed] = []
    for place, (who, deed) in enumerate(zip(MEMBERS, does, strict=True)):
        mine, beside = books.accounts[who], books.accounts[MEMBERS[(place + 1) % len(MEMBERS)]]
        credit = (Cause.STAY, books.move(books.issued, mine, 50, expires_on=LATE))
        said: dict[str, list[tuple[Cause, Move]]] = {
            "credit": [credit],
            "twice": [credit, (Cause.STAY, books.move(books.issued, mine, 7, expires_on=LATE))],
            "spend": [(Cause.REWARD, books.move(mine, books.redeemed, 20))],
            "promise": [(Cause.REWARD, books.move(mine, books.redeemed, 20, phase=Phase.PENDING))],
            "gift": [(Cause.GIFT, books.move(mine, beside, 10))],
            "end": [(Cause.EXPIRY, books.move(mine, books.expired, 70))],
            "end_part": [(Cause.EXPIRY, books.move(mine, books.expired, 30))],
            "end_and_credit": [(Cause.EXPIRY, books.move(mine, books.expired, 70)), credit],
        }
        found += [Deed(cause, "", books.today, (move,)) for cause, move in said[deed]]
    return found


def seen(books: Books) -> list[object]:
    """Balance, lots and what was used of them, member by member."""
    return [(books.balance(who), _lots(books.accounts[who])) for who in MEMBERS]


def _lots(account: int) -> list[object]:
    rows = Lot.objects.filter(account_id=account).order_by("id")
    used = [sorted(LotUse.objects.filter(lot_id=row.id).values_list("amount", flat=True)) for row in rows]
    return [(row.unused, row.amount, row.value_on, row.expires_on, uses) for row, uses in zip(rows, used, strict=True)]


@pytest.mark.parametrize("seed", range(4))
def test_pt11_what_is_written_together_ends_as_what_is_written_one_by_one(seed: int) -> None:
    chance = Random(seed)
    states = [chance.choice(list(STATES)) for _ in MEMBERS]
    does = [chance.choice(STATES[state]) for state in states]
    together, alone = opened("YUN", states), opened("DAN", states)
    write_deeds(DIRECTOR, deeds_of(together, does), now=together.now)
    for deed in deeds_of(alone, does):
        write_deeds(DIRECTOR, [deed], now=alone.now)
    assert (seen(together), together.faults()) == (seen(alone), [])


def test_pt6_together_as_alone_no_more_expires_than_has_ended() -> None:
    books = opened("YUN", ["ended"] * len(MEMBERS))
    deeds = deeds_of(books, ["end"] * len(MEMBERS))
    before = Transfer.objects.count()
    with pytest.raises(Conflict):
        write_deeds(DIRECTOR, [*deeds[1:], replace(deeds[0], moves=(replace(deeds[0].moves[0], amount=71),))], now=books.now)
    assert (Transfer.objects.count(), books.balance(MEMBERS[0])) == (before, (170, 0, 0))
    write_deeds(DIRECTOR, deeds, now=books.now)
    assert ({books.balance(who) for who in MEMBERS}, books.faults()) == ({(100, 0, 0)}, [])


def test_pt12_together_as_alone_nothing_is_booked_in_a_closed_month() -> None:
    books = opened("YUN", ["nothing"] * len(MEMBERS))
    late = [replace(one, booked_on=date(2026, 1, 1)) for one in deeds_of(books, ["credit"] * len(MEMBERS))]
    Programme.objects.filter(id=books.programme.id).update(open_from=date(2026, 2, 1))
    with pytest.raises(Conflict, match="closed before"):
        write_deeds(DIRECTOR, late, now=books.now)
    assert {books.balance(who) for who in MEMBERS} == {(0, 0, 0)}
