"""The loyalty index in the product: computed, kept by month, shown, decided, and never of whom it must not be."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import DIRECTOR
from tests.insight.kinds import link
from tests.insight.planted import CHEN_GUEST, LIN_GUEST, LINKS, MOTHER, MOTHER_GUEST, NOW, days_ago, fill, on
from tests.insight.test_leaving_desk import seen_by_people
from tests.insight.test_scoring import object_to_profiling
from tests.loyalty.books import Books, open_books
from tests.loyalty.test_loyalty_index_rules import scaled
from xenia.connect.models import GuestRecord
from xenia.identity.models import GuestLink
from xenia.insight.actions.erasure import erase_features
from xenia.insight.facts.snapshot import SCHEMA as FEATURES
from xenia.insight.facts.standing import SCHEMA as STANDINGS
from xenia.insight.facts.standing import STANDING
from xenia.insight.models.snapshots import Snapshot
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import default_lake
from xenia.lake.snapshots import list_versions, write_snapshot
from xenia.lake.tables import ensure_tables
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.actions.loyalty_index import cancel_index, change_index_policy, order_index, perform_index, resume_left_index
from xenia.loyalty.actions.members import enrol_many
from xenia.loyalty.facts.loyalty_index import NAME, SCHEMA, evidence
from xenia.loyalty.models.loyalty_index import IndexPolicy as PolicyRow
from xenia.loyalty.models.loyalty_index import IndexRun
from xenia.loyalty.models.referrals import Referral
from xenia.loyalty.queries.index_board import IndexAsked, get_index_board, list_index_groups, list_index_guests, list_index_movers
from xenia.loyalty.queries.index_policy import get_index_policy, list_index_runs, preview_index_policy
from xenia.loyalty.queries.ledger import company_account, member_accounts
from xenia.loyalty.queries.loyalty_index import get_guest_index
from xenia.loyalty.queries.subjects import export_subject
from xenia.loyalty.rules.index_evidence import DEFAULT
from xenia.loyalty.rules.loyalty_index import month_of, version_of
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.loyalty.types.loyalty_index import Dimension, IndexGrouping
from xenia.settings import ENV
from xenia.trust.models.audit import AuditEntry
from xenia.trust.types.rights import Erasure
from xenia.trust.vault import vault_of

pytestmark = pytest.mark.django_db
MANAGER = Actor(user_id=new_id(), name="a manager", permissions=frozenset({"manage_loyalty", "view_loyalty", "view_insight"}), units=None)
CLERK = replace(MANAGER, units=frozenset())
JUNE = version_of(date(2026, 6, 1))
LENIENT = replace(DEFAULT, coverage_least_percent=1)


COUNTS = {one.name: 0 for one in FEATURES if pa.types.is_integer(one.type) and not one.name.endswith("_days")} | {"is_agency": False}
KNOWN = [
    {"guest_id": LIN_GUEST, "bookings": 5, "bookings_730d": 3, "trips": 2, "trips_365d": 2, "overdue_ratio": 1.0, "spend_minor_365d": 500_000,
     "booking_minor_mean": 150_000.0, "hotel_share": 0.6, "air_share": 0.4, "trips_ahead": 1, "searches_30d": 3, "last_visit_on": on(-2)},
    {"guest_id": MOTHER_GUEST, "bookings": 1, "bookings_730d": 1, "hotel_share": 1.0, "spend_minor_365d": 60_000, "rating_mean": 4.5,
     "rating_last": 5.0, "rating_lowest": 4.0, "reviews": 2, "no_show_share": 0.0, "cancellation_share": 0.0},
    {"guest_id": CHEN_GUEST, "bookings": 9, "bookings_730d": 8, "trips": 9, "trips_365d": 4, "spend_minor_365d": 2_000_000, "air_share": 1.0},
]  # fmt: skip


def see_everybody() -> None:
    seen_by_people()
    change_index_policy(actor=DIRECTOR, policy=LENIENT, seen_number=0, now=NOW)


@pytest.fixture
def shown(empty_home: Any) -> None:
    """A snapshot of three guests whom people see, and a policy by which any coverage will do."""
    ensure_tables(default_lake().url)
    link(LINKS, days_ago(900))
    made = Snapshot.objects.create(as_of=NOW, state="done", is_full=True, created_at=NOW)
    rows = pa.Table.from_pylist([COUNTS | one for one in KNOWN], FEATURES)
    write_snapshot("guest_features", FEATURES, rows.to_batches(), version=made.id)
    worth = [{"guest_id": one["guest_id"], "group": "loyal", "minor": one["spend_minor_365d"], "is_agency": False} for one in KNOWN]
    write_snapshot(STANDING, STANDINGS, pa.Table.from_pylist(worth, STANDINGS).to_batches(), version=made.id)
    see_everybody()


def compute(*, with_past: bool = False) -> IndexRun:
    ordered = order_index(actor=DIRECTOR, with_past=with_past, now=NOW)
    perform_index(run_id=ordered, clock=lambda: NOW, past_months=2)
    return IndexRun.objects.get(id=ordered)


def compute_june() -> IndexRun:
    """Without a look back, which takes seconds: as if a month were there."""
    if not list_versions(NAME):
        rewrite(version_of(date(2025, 1, 1)), [{"guest_id": str(new_id())}])
    return compute()


def rewrite(version: UUID, rows: list[dict[str, Any]]) -> None:
    write_snapshot(NAME, SCHEMA, pa.Table.from_pylist(rows, SCHEMA).to_batches(), version=version, kept=37)


def rows_of(version: UUID = JUNE) -> dict[str, dict[str, Any]]:
    return {row["guest_id"]: row for row in read.execute(evidence(version), units=None).to_pylist()}


def club(*guests: str) -> tuple[Books, dict[str, UUID]]:
    books = open_books()
    made = enrol_many(actor=DIRECTOR, programme_id=books.programme.id, guest_ids=[UUID(one) for one in guests], now=books.now)
    return books, {str(guest): member for guest, member in made.items()}


def moved(books: Books, member: UUID, kind: str, cause: Cause, *, is_use: bool = False) -> None:
    kind_id = books.programme.kind(kind).id
    account = member_accounts(DIRECTOR, [member], kind_id)[member]
    own = company_account(DIRECTOR, kind_id, AccountRole.REDEEMED if is_use else AccountRole.ISSUED)
    giver, taker = (account, own) if is_use else (own, account)
    write_deeds(DIRECTOR, [Deed(cause, "", books.today, (Move(f"{kind}:{cause}:{is_use}", giver, taker, 10),))], now=books.now)


def test_li7_the_first_computation_looks_back_and_a_month_written_again_replaces_itself(shown: None) -> None:
    fill(default_lake())
    run = compute()
    months = [month_of(one) for one in list_versions(NAME)]
    assert (run.state, run.done, run.guests, months) == ("done", 3, 3, [date(2026, 6, 1), date(2026, 5, 1), date(2026, 4, 1)])
    assert set(rows_of(version_of(date(2026, 4, 1)))) == {LIN_GUEST, MOTHER_GUEST, CHEN_GUEST}
    before = rows_of()
    again = compute()
    assert (again.done, len(list_versions(NAME)), rows_of() == before) == (1, 3, True)


def test_li8_a_guest_with_six_months_has_a_forecast(shown: None) -> None:
    compute_june()
    row = rows_of()[LIN_GUEST]
    for month in range(1, 6):
        rewrite(version_of(date(2026, month, 1)), [row | {"bookings_2y": float(month)}])
    found = get_guest_index(DIRECTOR, UUID(LIN_GUEST), now=NOW)
    assert ([one.month.month for one in found.months], [one.month.month for one in found.forecast]) == ([1, 2, 3, 4, 5, 6], [7, 8, 9])
    assert found.months[-1].points == found.index.points


def test_the_ledger_tells_of_members_and_of_others_nothing(shown: None) -> None:
    books, members = club(LIN_GUEST, MOTHER_GUEST)
    moved(books, members[LIN_GUEST], "POINTS", Cause.STAY)
    moved(books, members[LIN_GUEST], "POINTS", Cause.REWARD, is_use=True)
    compute_june()
    told = [
        [row[code] for code in ("active_months", "uses_1y", "friends", "green_1y")]
        for row in (rows_of()[one] for one in (LIN_GUEST, CHEN_GUEST))
    ]
    assert told == [[1.0, 1.0, 0.0, None], [None] * 4]
    moved(books, members[MOTHER_GUEST], "GREEN", Cause.ACTION)
    compute()
    assert [rows_of()[one]["green_1y"] for one in (LIN_GUEST, MOTHER_GUEST, CHEN_GUEST)] == [0.0, 1.0, None]
    assert (rows_of()[LIN_GUEST]["enrolled_year"], Referral.objects.count()) == (2026, 0)


def test_a_guest_sees_each_dimension_with_its_evidence_and_what_comes_later(shown: None) -> None:
    compute_june()
    found = get_guest_index(DIRECTOR, UUID(MOTHER_GUEST), now=NOW)
    row = rows_of()[MOTHER_GUEST]
    assert {line.evidence.code: line.value for line in found.lines} == {code: row[code] for code in (one.code for one in DEFAULT.scales)}
    assert (found.policy_number, found.coverage_least_percent, found.currency, found.forecast, found.forecast_needs) == (1, 1, "CNY", (), 6)
    dimensions = {one.dimension: one for one in found.index.dimensions}
    assert dimensions[Dimension.EMOTIONAL].coverage == 1.0
    assert all((line.points is None) == (line.value is None) for line in found.lines)
    assert len(found.later) == 8


def test_li6_a_policy_holds_at_once_for_every_month_and_is_kept_in_versions(shown: None) -> None:
    compute_june()
    before = get_guest_index(DIRECTOR, UUID(LIN_GUEST), now=NOW).index.points
    wanted = replace(scaled("trips_1y", weight=100), coverage_least_percent=1)
    preview = preview_index_policy(DIRECTOR, wanted)
    number = change_index_policy(actor=MANAGER, policy=wanted, seen_number=1, now=NOW)
    assert (preview.guests, preview.said_before, preview.said_after, number) == (3, 3, 3, 2)
    assert get_guest_index(DIRECTOR, UUID(LIN_GUEST), now=NOW).index.points != before
    with pytest.raises(Conflict, match="version 2"):
        change_index_policy(actor=MANAGER, policy=DEFAULT, seen_number=1, now=NOW)
    assert change_index_policy(actor=MANAGER, policy=wanted, seen_number=2, now=NOW) == 2
    assert [one.number for one in get_index_policy(DIRECTOR).history] == [2, 1, 0]
    assert AuditEntry.objects.filter(action="loyalty_index.policy_changed").count() == PolicyRow.objects.count() == 2


def test_li6_a_policy_that_cannot_be_changes_nothing(shown: None) -> None:
    with pytest.raises(Invalid):
        change_index_policy(actor=DIRECTOR, policy=replace(DEFAULT, weights=()), seen_number=1, now=NOW)
    with pytest.raises(Refused):
        change_index_policy(actor=replace(CLERK, units=frozenset([new_id()])), policy=DEFAULT, seen_number=1, now=NOW)
    assert PolicyRow.objects.count() == 1


def test_a_preview_counts_who_moves_by_more_than_five_points(shown: None) -> None:
    compute_june()
    only = tuple(replace(one, weight=int(one.dimension is Dimension.EMOTIONAL)) for one in DEFAULT.weights)
    found = preview_index_policy(DIRECTOR, replace(LENIENT, weights=only))
    before, after = get_guest_index(DIRECTOR, UUID(MOTHER_GUEST), now=NOW).index.points, found.mean_after
    assert (found.said_before, found.said_after, found.up + found.down) == (3, 1, int(abs((after or 0) - (before or 0)) > 5))
    assert preview_index_policy(DIRECTOR, LENIENT).up == 0


def test_li9_who_objects_is_not_shown_at_once_and_leaves_every_month_with_the_next_computation(shown: None) -> None:
    compute_june()
    before = get_index_board(DIRECTOR, IndexAsked(), now=NOW)
    object_to_profiling(LIN_GUEST)
    with pytest.raises(Refused, match="objects to being profiled"):
        get_guest_index(DIRECTOR, UUID(LIN_GUEST), now=NOW)
    assert (before.guests, get_index_board(DIRECTOR, IndexAsked(), now=NOW).guests) == (3, 2)
    IndexRun.objects.all().delete()
    Snapshot.objects.update(as_of=NOW + timedelta(days=20))
    compute()
    assert [set(rows_of(version_of(date(2026, month, 1)))) for month in (6, 7)] == [{MOTHER_GUEST, CHEN_GUEST}] * 2


def test_li9_of_a_child_nothing_is_computed_nor_shown(shown: None) -> None:
    (sealed,) = vault_of(ENV.key_file).seals(["2015-05-05"], field="connect.guest_record.birth_date", rows=[UUID(MOTHER)])
    GuestRecord.objects.filter(record_id=MOTHER).update(birth_date_sealed=sealed)
    compute_june()
    assert set(rows_of()) == {LIN_GUEST, CHEN_GUEST}
    with pytest.raises(Refused, match="under 14"):
        get_guest_index(DIRECTOR, UUID(MOTHER_GUEST), now=NOW)


def test_li9_an_erasure_takes_a_guest_out_of_every_month_and_an_access_gets_them_all(shown: None) -> None:
    compute_june()
    sections = [one for one in export_subject(DIRECTOR, [UUID(MOTHER)], NOW) if one.code == "loyalty_index"]
    said = {row["name"]: row["value"] for row in sections[0].rows}
    assert said["平均评分 / Mean rating"] == f"{rows_of()[MOTHER_GUEST]['rating_mean']:g}"
    erasure = Erasure(UUID(int=1), (UUID(MOTHER),), (UUID(MOTHER_GUEST),), (), {}, (), ())
    erase_features(DIRECTOR, erasure, {}, NOW)
    assert set(rows_of()) == {LIN_GUEST, CHEN_GUEST}
    assert export_subject(DIRECTOR, [UUID(MOTHER)], NOW) == []


def test_an_erasure_while_a_month_is_written_is_not_undone(shown: None) -> None:
    rewrite(version_of(date(2025, 1, 1)), [{"guest_id": str(new_id())}])
    ordered = order_index(actor=DIRECTOR, with_past=False, now=NOW)
    calls = count()

    def clock() -> datetime:
        if next(calls) == 2:  # who is whom was read, and the month is about to be written
            GuestLink.objects.filter(guest_id=CHEN_GUEST).delete()
        return NOW

    perform_index(run_id=ordered, clock=clock)
    assert set(rows_of()) == {LIN_GUEST, MOTHER_GUEST}


def test_a_guest_of_units_not_seen_is_not_told_of(shown: None) -> None:
    compute_june()
    narrow = replace(DIRECTOR, units=frozenset([new_id()]))
    with pytest.raises(NotFound):
        get_guest_index(narrow, UUID(LIN_GUEST), now=NOW)
    with pytest.raises(Refused):
        get_index_board(narrow, IndexAsked(), now=NOW)
    with pytest.raises(Refused):
        get_guest_index(replace(DIRECTOR, permissions=frozenset({"view_guests"})), UUID(LIN_GUEST), now=NOW)


def test_a_merged_guest_keeps_the_months_of_before(shown: None) -> None:
    compute_june()
    GuestLink.objects.filter(guest_id=LIN_GUEST).update(guest_id=MOTHER_GUEST)
    assert get_guest_index(DIRECTOR, UUID(MOTHER_GUEST), now=NOW).months[-1].points is not None


def test_everybody_and_the_guests_behind_each_number(shown: None) -> None:
    compute_june()
    board = get_index_board(DIRECTOR, IndexAsked(), now=NOW)
    each = [get_guest_index(DIRECTOR, UUID(one), now=NOW).index for one in (LIN_GUEST, MOTHER_GUEST, CHEN_GUEST)]
    assert board.points == pytest.approx(sum(one.points or 0 for one in each) / 3)
    assert board.coverage == pytest.approx(sum(one.coverage for one in each) / 3)
    assert sum(one.guests for one in board.bins) == board.said == 3
    (low,) = {one.low for one in board.bins if one.guests} & {int((each[0].points or 0) // 10 * 10)}
    behind = list_index_guests(DIRECTOR, IndexAsked(low=low), now=NOW).items
    assert UUID(LIN_GUEST) in {one.guest_id for one in behind}
    rated = list_index_guests(DIRECTOR, IndexAsked(measure=Dimension.EMOTIONAL), now=NOW).items
    assert [(one.guest_id, one.name) for one in rated] == [(UUID(MOTHER_GUEST), "客人 2")]


def test_pages_of_guests_go_on_where_the_one_before_ended(shown: None) -> None:
    compute_june()
    first = list_index_guests(DIRECTOR, IndexAsked(), size=2, now=NOW)
    second = list_index_guests(DIRECTOR, IndexAsked(), size=2, page=first.next, now=NOW)
    assert len({one.guest_id for one in (*first.items, *second.items)}) == 3
    assert (first.items[1].points or 0) >= (second.items[0].points or 0)
    assert second.next is None


def test_li10_groups_are_those_of_now_and_their_means_of_their_guests(shown: None) -> None:
    club(LIN_GUEST)
    compute_june()
    (year,) = list_index_groups(DIRECTOR, IndexGrouping.YEAR, now=NOW)
    board = get_index_board(DIRECTOR, IndexAsked(IndexGrouping.YEAR, "2026"), now=NOW)
    assert (year.key, year.guests, year.said, year.points) == ("2026", 1, 1, board.points)
    assert [one.guest_id for one in list_index_guests(DIRECTOR, IndexAsked(IndexGrouping.YEAR, "2026"), now=NOW).items] == [UUID(LIN_GUEST)]
    by_value = list_index_groups(DIRECTOR, IndexGrouping.VALUE, now=NOW)
    assert (sum(one.guests for one in by_value), {one.key for one in by_value} <= {"high", "middle", "low"}) == (3, True)
    with pytest.raises(NotFound):
        list_index_groups(DIRECTOR, IndexGrouping.GROUP, now=NOW)


def test_movers_are_told_since_a_month_that_is_kept(shown: None) -> None:
    compute_june()
    assert list_index_movers(DIRECTOR, months=3, now=NOW).since is None
    rows = rows_of()
    march = [rows[LIN_GUEST] | {"bookings_2y": 0.0, "trips_1y": 0.0}, rows[CHEN_GUEST] | {"bookings_2y": 99.0, "spend_1y": 9e9}]
    rewrite(version_of(date(2026, 3, 1)), march)
    found = list_index_movers(DIRECTOR, months=3, now=NOW)
    assert (found.since, [one.guest_id for one in found.up], [one.guest_id for one in found.down]) == (
        date(2026, 3, 1),
        [UUID(LIN_GUEST)],
        [UUID(CHEN_GUEST)],
    )
    assert (found.up[0].change or 0) > 0 > (found.down[0].change or 0)


def test_before_the_first_computation_it_is_said_so(shown: None) -> None:
    for ask in (lambda: get_guest_index(DIRECTOR, UUID(LIN_GUEST), now=NOW), lambda: preview_index_policy(DIRECTOR, DEFAULT)):
        with pytest.raises(NotFound, match="not computed yet"):
            ask()


def test_two_orders_are_one_with_the_past_where_one_asks_for_it(shown: None) -> None:
    first, second = (order_index(actor=MANAGER, with_past=past, now=NOW) for past in (False, True))
    assert (first, IndexRun.objects.get().with_past) == (second, True)
    assert ProcrastinateJob.objects.filter(task_name="xenia.loyalty.compute_index").count() == 1
    assert AuditEntry.objects.filter(action="loyalty_index.ordered").count() == 1


def test_no_snapshot_no_computation(empty_home: Any) -> None:
    with pytest.raises(NotFound, match="no snapshot"):
        order_index(actor=DIRECTOR, with_past=False, now=NOW)
    assert IndexRun.objects.count() == 0


def test_a_computation_stops_where_asked_and_finished_months_stay(shown: None) -> None:
    compute_june()
    waiting = order_index(actor=DIRECTOR, with_past=True, now=NOW)
    cancel_index(actor=MANAGER, run_id=waiting, now=NOW)
    perform_index(run_id=waiting, clock=lambda: NOW)
    running = order_index(actor=DIRECTOR, with_past=True, now=NOW)
    IndexRun.objects.filter(id=running).update(state="running")
    cancel_index(actor=MANAGER, run_id=running, now=NOW)
    perform_index(run_id=running, clock=lambda: NOW)
    assert [one.state.value for one in list_index_runs(DIRECTOR)] == ["cancelled", "cancelled", "done"]
    assert len(list_versions(NAME)) == 2


def test_one_that_broke_off_is_told_and_begun_anew_comes_to_the_same(shown: None) -> None:
    compute_june()
    before = rows_of()
    ordered = order_index(actor=DIRECTOR, with_past=False, now=NOW)
    lost = Snapshot.objects.create(as_of=NOW, state="done", is_full=True, created_at=NOW + timedelta(hours=1))
    with pytest.raises(NotFound):
        perform_index(run_id=ordered, clock=lambda: NOW)
    assert (IndexRun.objects.get(id=ordered).state, rows_of() == before) == ("failed", True)
    lost.delete()
    IndexRun.objects.filter(id=ordered).update(state="running")
    perform_index(run_id=ordered, clock=lambda: NOW)
    assert (IndexRun.objects.get(id=ordered).state, rows_of() == before) == ("done", True)


@pytest.mark.django_db
def test_li7_a_computation_whose_worker_died_is_taken_up_again() -> None:
    IndexRun.objects.create(state="running", with_past=False, ordered_at=NOW, beat_at=NOW)

    taken = [resume_left_index(actor=DIRECTOR, now=NOW + timedelta(minutes=minutes)) for minutes in (4, 6, 7)]

    assert taken == [0, 1, 0]
