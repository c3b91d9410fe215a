"""The home page and notifications: numbers of the actor's units, each with the list behind it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Company
from xenia.connect import models
from xenia.connect.queries.bookings import get_totals
from xenia.connect.queries.home import get_home, list_notifications
from xenia.connect.types.guests import BookingFilter
from xenia.connect.types.home import MonthOfLine

NOW = datetime(2026, 3, 3, 4, tzinfo=UTC)


def figures(company: Company, email: str) -> dict[str, tuple[int, int | None]]:
    return {figure.name: (figure.value, figure.before) for figure in get_home(company.actor(email), NOW).figures}


def spoil(company: Company, state: str) -> None:
    """The last run of Beijing ends badly and leaves two rows."""
    models.Run.objects.filter(id=company.beijing.run_id).update(state=state, ended_at=NOW)
    for row in (4, 7):
        models.QuarantinedRow.objects.create(
            run_id=company.beijing.run_id, source_id=company.beijing.source_id, row_number=row, faults=[], rules=[], row_sealed=b"",
            created_at=NOW - timedelta(hours=row), expires_at=NOW + timedelta(days=90),
        )  # fmt: skip


def test_figures_count_what_the_actor_sees_against_the_days_before(company: Company) -> None:
    assert figures(company, "chen") == {"records": (4, None), "bookings": (4, None), "bookings_30_days": (2, 1), "waiting_rows": (0, None)}
    assert figures(company, "zhao") == {"records": (2, None), "bookings": (3, None), "bookings_30_days": (1, 1)}


def test_the_door_of_a_figure_leads_to_as_many_bookings(company: Company) -> None:
    figure = next(figure for figure in get_home(company.actor("chen"), NOW).figures if figure.name == "bookings_30_days")
    where = BookingFilter(**{name: datetime.fromisoformat(day).date() for name, day in figure.door.filter.items()})
    assert get_totals(company.actor("chen"), where=where).bookings == figure.value


def test_months_count_bookings_by_line(company: Company) -> None:
    months = get_home(company.actor("chen"), NOW).months
    assert months == (MonthOfLine("2026-01", "hotel", 1), MonthOfLine("2026-02", "hotel", 2))


def test_nothing_waits_in_a_company_where_all_went_well(company: Company) -> None:
    home = get_home(company.actor("chen"), NOW)
    assert (home.decisions, [source.is_late for source in home.sources]) == ((), [False, False])


@pytest.mark.parametrize("state", ["failed", "stopped"])
def test_a_bad_run_and_its_rows_wait_for_a_decision(company: Company, state: str) -> None:
    spoil(company, state)
    decisions = get_home(company.actor("chen"), NOW).decisions
    assert [(decision.kind, decision.count) for decision in decisions] == [("run_went_wrong", 1), ("rows_waiting", 2)]
    assert decisions[0].door.filter == {"source_id": str(company.beijing.source_id), "state": state}


def test_a_scheduled_source_that_missed_two_periods_is_overdue(company: Company) -> None:
    models.Source.objects.filter(id=company.shanghai.source_id).update(every_minutes=60)
    decisions = get_home(company.actor("chen"), NOW).decisions
    assert [(decision.kind, decision.title.en) for decision in decisions] == [
        ("source_overdue", "外滩云行酒店 PMS has not brought data when it should have")
    ]


def test_notifications_are_of_the_last_seven_days_and_the_own_units(company: Company) -> None:
    spoil(company, "failed")
    models.Run.objects.filter(id=company.shanghai.run_id).update(ended_at=NOW - timedelta(days=8))
    told = list_notifications(company.actor("he"), NOW)
    assert [(notification.kind, notification.door.page) for notification in told] == [("run_failed", "run"), ("rows_waiting", "quarantine")]
    assert list_notifications(company.actor("zhao"), NOW) == []
