"""Claims of stays that came too late or under another name (EA15 of docs/algorithms/earning.md)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.loyalty.books import DIRECTOR, Books
from tests.loyalty.bought import earn, links_of, record_of, rule, seen_here, stay
from xenia.connect.models import Booking, Source
from xenia.kernel.errors import Conflict, Refused
from xenia.kernel.ids import new_id
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.claims import claim_stay, grant_claim, refuse_claim
from xenia.loyalty.queries.claims import list_claims, list_member_claims
from xenia.loyalty.types.claims import ClaimProof, ClaimState, RefusedFor

CLERK, MANAGER = (replace(DIRECTOR, user_id=new_id(), name=name, kind="person") for name in ("clerk", "manager"))


@pytest.fixture
def club(books: Books, empty_home: Any) -> Books:
    ensure_tables(default_lake().url)
    books.enrol("Lin", "Wang")
    links_of(books)
    seen_here(books)
    rule(books)
    return books


def claimed(club: Books, who: str = "Lin", **more: Any) -> UUID:
    """A stay of a year ago, told of in the lake and among the current bookings, and a claim of it."""
    told = stay(club, who, "OLD", **{"ends_on": club.today - timedelta(days=365)} | more)
    source = Source.objects.get(code="orders")
    Booking.objects.create(
        booking_id=told, source=source, unit_id=source.unit_id, booking_key="OLD", line="hotel", status="completed",
        booker_id=record_of(club, who), traveller_ids=[record_of(club, who)], content_hash=b"c" * 16, order_at=club.now, run_id=new_id(),
        row_number=2,
    )  # fmt: skip
    return claim_stay(actor=CLERK, member_id=club.members["Lin"], booking_id=UUID(told), proof=ClaimProof.FOLIO, now=club.now)


def test_ea15_a_granted_claim_lets_an_old_stay_earn_once(club: Books) -> None:
    claim = claimed(club)
    earn(club)
    assert club.balance("Lin") == (0, 0, 0)
    grant_claim(actor=MANAGER, claim_id=claim, now=club.now)

    assert (club.balance("Lin"), earn(club).transfers) == ((5_000, 0, 0), 0)
    assert [(one.state, one.transfers) for one in list_claims(MANAGER, club.programme.id).items] == [(ClaimState.GRANTED, 1)]
    with pytest.raises(Conflict, match="already"):
        grant_claim(actor=MANAGER, claim_id=claim, now=club.now)


def test_ea15_who_took_a_claim_does_not_grant_it(club: Books) -> None:
    claim = claimed(club)

    with pytest.raises(Refused, match="second person"):
        grant_claim(actor=CLERK, claim_id=claim, now=club.now)

    assert club.balance("Lin") == (0, 0, 0)


def test_ea15_a_booking_is_claimed_once(club: Books) -> None:
    claim = claimed(club)
    booking = list_member_claims(CLERK, club.members["Lin"])[0].booking_id

    with pytest.raises(Conflict, match="before"):
        claim_stay(actor=CLERK, member_id=club.members["Lin"], booking_id=booking, proof=ClaimProof.INVOICE, now=club.now)
    refuse_claim(actor=MANAGER, claim_id=claim, why=RefusedFor.PROOF_UNCLEAR, now=club.now)

    assert claim_stay(actor=CLERK, member_id=club.members["Lin"], booking_id=booking, proof=ClaimProof.INVOICE, now=club.now) != claim


def test_ea15_what_was_not_stayed_is_not_granted(club: Books) -> None:
    claim = claimed(club, status="no_show")

    with pytest.raises(Conflict, match="not stayed"):
        grant_claim(actor=MANAGER, claim_id=claim, now=club.now)

    assert [one.state for one in list_member_claims(CLERK, club.members["Lin"])] == [ClaimState.OPEN]


def test_ea15_a_stay_that_earned_for_another_is_not_granted(club: Books) -> None:
    claim = claimed(club, "Wang", ends_on=club.today - timedelta(days=5))
    earn(club)

    with pytest.raises(Conflict, match="held_by_another"):
        grant_claim(actor=MANAGER, claim_id=claim, now=club.now)

    assert (club.balance("Wang"), club.balance("Lin")) == ((5_000, 0, 0), (0, 0, 0))
