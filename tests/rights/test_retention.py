"""Retention: counted first, ended then, and never what is held. Rules X16 and X17."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import DIRECTOR, NOON, facts_of
from tests.rights.planted import RIGHTS, Planted
from xenia.connect import models
from xenia.connect.queries.uploads import upload_path
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.trust.actions.retention import RuleChange, change_rule, lift_hold, order_report, perform_report, place_hold
from xenia.trust.queries.retention import active_hold, days_kept, get_report, held_now, list_holds, list_reports, list_rules
from xenia.trust.types.retention import NewHold, RetentionReport
from xenia.wiring import RETENTION

LONG_AFTER = NOON + timedelta(days=4_000)


def report(*, is_dry: bool, after: timedelta) -> RetentionReport:
    ordered = order_report(actor=DIRECTOR, is_dry=is_dry, now=NOON)
    perform_report(report_id=ordered, kinds=RETENTION, clock=lambda: NOON + after)
    return get_report(DIRECTOR, ordered)


def counts(made: RetentionReport) -> dict[str, tuple[int, int | None]]:
    assert [line.problem for line in made.lines if line.problem] == []
    return {line.code: (line.due, line.gone) for line in made.lines if line.due}


@pytest.fixture
def aged(planted: Planted) -> Planted:
    """Facts have an instant, bookings a last day."""
    from deltalake import DeltaTable

    from xenia.lake.tables import table_uri
    from xenia.settings import ENV

    for name in ("behaviour_events", "interactions", "feedback"):
        DeltaTable(table_uri(ENV.lake_url, name)).update({"at": "recorded_at"})
    models.Booking.objects.update(ends_on=NOON.date())
    return planted


def test_x17_a_dry_report_counts_everything_and_ends_nothing(aged: Planted) -> None:
    made = report(is_dry=True, after=timedelta(days=4_000))
    assert counts(made) == dict.fromkeys(("behaviour", "interactions", "feedback", "bookings"), (1, None)) | {
        "quarantine": (1, None),
        "uploads": (1, None),
        "queue": (2, None),
    }
    assert (len(facts_of(aged.house.source_id)), models.Booking.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (29, set()),
        (31, {"uploads", "queue"}),
        (91, {"uploads", "queue", "quarantine"}),
        (731, {"uploads", "queue", "quarantine", "behaviour"}),
    ],
)
def test_x16_each_kind_ends_after_its_own_days(aged: Planted, days: int, gone: set[str]) -> None:
    made = report(is_dry=False, after=timedelta(days=days))
    assert {code for code, (due, ended) in counts(made).items() if ended} == gone
    assert models.Upload.objects.filter(erased_at__isnull=False).exists() is ("uploads" in gone)


def job_that(ended: str) -> int:
    """A job of the queue that ended so, at noon."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('care', 'tests') RETURNING id")
        job_id = int(cursor.fetchone()[0])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [ended, job_id])
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [NOON, job_id])
    return job_id


@pytest.mark.parametrize(("days", "left"), [(30, {"done", "failed", "waits"}), (31, {"failed", "waits"}), (91, {"waits"})])
def test_x16_jobs_that_ended_well_go_after_30_days_failed_ones_after_90(db: None, days: int, left: set[str]) -> None:
    jobs = {"done": job_that("succeeded"), "failed": job_that("failed"), "waits": job_that("todo")}
    report(is_dry=False, after=timedelta(days=days))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s)", [list(jobs.values())])
        there = {row[0] for row in cursor.fetchall()}
    assert {name for name, job_id in jobs.items() if job_id in there} == left


def test_after_ten_years_bookings_go_with_all_that_hangs_on_them(aged: Planted) -> None:
    report(is_dry=False, after=timedelta(days=4_000))
    assert (models.Booking.objects.count(), facts_of(aged.house.source_id), facts_of(aged.house.source_id, "payments")) == (0, [], [])
    upload = models.Upload.objects.get()
    assert (upload_path(upload.id).exists(), upload.sample_sealed) == (False, None)


def test_what_is_held_stays_and_goes_once_the_hold_is_over(aged: Planted) -> None:
    hold = place_hold(actor=DIRECTOR, hold=NewHold("法院来函", (aged.zhang,)), rights=RIGHTS, now=NOON)
    assert "behaviour" not in counts(report(is_dry=False, after=timedelta(days=731)))
    assert held_now(now=NOON).record_ids == {aged.zhang}
    lift_hold(actor=DIRECTOR, hold_id=hold, now=NOON)
    assert counts(report(is_dry=False, after=timedelta(days=731)))["behaviour"] == (1, 1)


def test_a_hold_of_one_booking_keeps_that_booking(aged: Planted) -> None:
    place_hold(actor=DIRECTOR, hold=NewHold("争议", booking_id=aged.booking), rights=RIGHTS, now=NOON)
    assert "bookings" not in counts(report(is_dry=False, after=timedelta(days=4_000)))


def test_a_report_that_was_cut_short_goes_on_where_it_was(aged: Planted) -> None:
    class Crash(BaseException):
        pass

    def crash(*given: object) -> int:
        raise Crash

    ordered = order_report(actor=DIRECTOR, is_dry=False, now=NOON)
    crashing = [replace(kind, apply=crash) if kind.code == "behaviour" else kind for kind in RETENTION]
    with pytest.raises(Crash):
        perform_report(report_id=ordered, kinds=crashing, clock=lambda: LONG_AFTER)
    assert get_report(DIRECTOR, ordered).state == "running"
    perform_report(report_id=ordered, kinds=RETENTION, clock=lambda: LONG_AFTER)
    assert {line.gone for line in get_report(DIRECTOR, ordered).lines} == {0, 1, 2}


def test_a_kind_that_fails_keeps_none_of_the_others(aged: Planted) -> None:
    def fail(*given: object) -> int:
        raise OSError("disk full")

    ordered = order_report(actor=DIRECTOR, is_dry=False, now=NOON)
    failing = [replace(kind, apply=fail) if kind.code == "uploads" else kind for kind in RETENTION]
    perform_report(report_id=ordered, kinds=failing, clock=lambda: NOON + timedelta(days=91))
    told = {line.code: (line.gone, line.problem) for line in get_report(DIRECTOR, ordered).lines}
    assert (told["uploads"], told["quarantine"]) == ((0, "OSError"), (1, ""))


def test_the_company_decides_the_days_within_the_law(db: None) -> None:
    change_rule(actor=DIRECTOR, code="uploads", change=RuleChange(7, True), kinds=RETENTION, now=NOON)
    assert days_kept("uploads", 30) == 7
    with pytest.raises(Invalid, match="cannot be kept for 365 days; give 1,825"):
        change_rule(actor=DIRECTOR, code="bookings", change=RuleChange(365, True), kinds=RETENTION, now=NOON)
    with pytest.raises(NotFound):
        change_rule(actor=DIRECTOR, code="dreams", change=RuleChange(365, True), kinds=RETENTION, now=NOON)
    rules = {rule.code: (rule.days, rule.days_first) for rule in list_rules(DIRECTOR, RETENTION)}
    assert (rules["uploads"], rules["bookings"]) == ((7, 30), (3_650, 3_650))


def test_a_rule_that_is_off_is_not_in_the_report(aged: Planted) -> None:
    change_rule(actor=DIRECTOR, code="uploads", change=RuleChange(30, False), kinds=RETENTION, now=NOON)
    assert "uploads" not in counts(report(is_dry=False, after=timedelta(days=4_000)))


def test_a_hold_needs_a_reason_someone_it_is_about_and_a_day_to_come(planted: Planted) -> None:
    for hold in (NewHold("为什么呢"), NewHold("x", (planted.zhang,)), NewHold("法院来函", (planted.zhang,), until=date(2020, 1, 1))):
        with pytest.raises(Invalid):
            place_hold(actor=DIRECTOR, hold=hold, rights=RIGHTS, now=NOON)
    assert list_holds(DIRECTOR, now=NOON) == []


def test_a_hold_ends_by_itself_after_its_last_day(planted: Planted) -> None:
    placed = place_hold(actor=DIRECTOR, hold=NewHold("调查期间", (planted.zhang,), until=date(2026, 3, 10)), rights=RIGHTS, now=NOON)
    for days, held in ((8, True), (10, False)):
        assert (active_hold([planted.zhang], now=NOON + timedelta(days=days)) is not None) is held
    lift_hold(actor=DIRECTOR, hold_id=placed, now=NOON)
    with pytest.raises(Conflict):
        lift_hold(actor=DIRECTOR, hold_id=placed, now=NOON)


def test_only_those_who_manage_retention_see_and_change_it(db: None) -> None:
    clerk = Actor(None, "clerk", frozenset({"handle_requests", "view_guests"}), None)
    for refused in (
        lambda: list_rules(clerk, RETENTION),
        lambda: list_reports(clerk),
        lambda: order_report(actor=clerk, is_dry=True, now=NOON),
    ):
        with pytest.raises(Refused):
            refused()
