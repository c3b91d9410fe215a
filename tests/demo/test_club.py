"""Three years of the demonstration's club: the books add up, and are the bookings."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from xenia.connect.queries.runs import list_record_ids
from xenia.demo.club import load_club
from xenia.demo.company import load_exports
from xenia.demo.writer import write_company
from xenia.identity.actions.links import link_records
from xenia.identity.actions.runs import order_run, perform_run
from xenia.identity.jobs import ACTOR
from xenia.kernel.actor import product_actor
from xenia.lake.tables import ensure_tables
from xenia.loyalty.queries.accounting import find_comparison, get_liability, list_differences, reconcile
from xenia.loyalty.queries.companies import list_companies
from xenia.loyalty.queries.ledger import check_books
from xenia.loyalty.queries.programmes import get_by_code
from xenia.loyalty.queries.referrals import get_referral_board
from xenia.loyalty.types.earning import Why
from xenia.loyalty.types.programmes import Programme
from xenia.settings import ENV
from xenia.trust.types.access import Permission

GUESTS, SEED = 300, 7
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DIRECTOR = product_actor("tests", *Permission)


@pytest.fixture
def club(db: None, empty_home: Path, tmp_path: Path) -> Programme:
    """A small company, loaded and matched, and its club."""
    ensure_tables(ENV.lake_url)
    company = write_company(tmp_path, guests=GUESTS, seed=SEED, until=date(2026, 11, 19), progress=lambda what, share: None)
    runs = load_exports(company, clock=lambda: NOW, progress=lambda line: None)
    for run in runs:
        for record_ids in list_record_ids(ACTOR, run.id):
            link_records(actor=ACTOR, record_ids=record_ids, now=NOW)
    perform_run(actor=ACTOR, run_id=order_run(actor=ACTOR, now=NOW), clock=lambda: NOW)
    again = load_exports(company, clock=lambda: NOW, progress=lambda line: None)  # as after a load that was broken off
    load_club(DIRECTOR, again, now=NOW, progress=print)
    return get_by_code(DIRECTOR, "yunxing")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_club_has_three_closed_years_that_are_the_ledger_and_the_bookings(club: Programme) -> None:
    liability, now = get_liability(DIRECTOR, club.id, now=NOW), reconcile(DIRECTOR, club.id)
    compared = find_comparison(DIRECTOR, club.id)
    assert compared is not None
    differing = list_differences(DIRECTOR, compared.id).items

    assert (len(liability.closings), liability.next_month, check_books(DIRECTOR)) == (36, None, [])
    assert (now.difference, now.members > 0, liability.closings[0].totals.expired > 0) == (0, True, True)
    assert ({one.why for one in differing}, len(differing) <= 2) == ({Why.TOO_OLD} if differing else set(), True)
    assert compared.by_rules - compared.in_ledger == sum(one.by_rules for one in differing)
    (company,) = list_companies(DIRECTOR, club.id).items
    assert (2 <= company.travellers <= 4, company.usable > 0) == (True, True)
    friends = get_referral_board(DIRECTOR, club.id)
    assert sum(one.count for one in friends.counts) > 0
