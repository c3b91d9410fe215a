"""The home page: what the company has, what changed, and what waits for a decision. Every number names the list behind it."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncMonth

from xenia.connect import models
from xenia.connect.rows import COMPANY_ZONE, guests_in_units, in_units, midnight
from xenia.connect.types.home import Figure, Home, MonthOfLine, OpenDecision, SourceFreshness
from xenia.connect.types.runs import RunState
from xenia.kernel.actor import Actor
from xenia.kernel.notices import Door, Notification
from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission

WINDOW_DAYS = 30
MONTHS = 24
KEPT_SECONDS = 60
NOTIFIED_DAYS = 7
NOTIFICATIONS_MAX = 50
LATE_AFTER_PERIODS = 2
"""A scheduled source is late when it has missed this many of its own periods."""
WENT_WRONG = (RunState.FAILED, RunState.STOPPED)


def get_home(actor: Actor, now: datetime) -> Home:
    """Returns the home page as of `now`; what the actor lacks the permission for is absent, not zero."""
    today = now.astimezone(ZoneInfo(COMPANY_ZONE)).date()
    sources = _freshness(actor, now) if actor.may(Permission.VIEW_SOURCES) else ()
    figures, months = _counted(actor, today)
    return Home(
        figures=(*figures, *_waiting_figure(actor)),
        decisions=_decisions(actor, sources, now),
        sources=sources,
        months=months,
        time_zone=COMPANY_ZONE,
    )


def list_notifications(actor: Actor, now: datetime) -> list[Notification]:
    """Returns the runs that ended in the last seven days and the rows that wait, newest first; none for those who may not see sources."""
    if not actor.may(Permission.VIEW_SOURCES):
        return []
    ended = _runs(actor).filter(ended_at__gte=now - timedelta(days=NOTIFIED_DAYS), is_dry=False).order_by("-ended_at", "-id")
    told = [_run_notification(run) for run in ended.select_related("source", "upload")[:NOTIFICATIONS_MAX]]
    told += [_waiting_notification(row) for row in _waiting(actor)]
    return sorted(told, key=lambda notification: (notification.at, notification.key), reverse=True)


def _counted(actor: Actor, today: date) -> tuple[tuple[Figure, ...], tuple[MonthOfLine, ...]]:
    """The counts over all guests and bookings, kept for a minute or until a run ends: over a million bookings they take a second."""
    newest = models.Run.objects.order_by(F("ended_at").desc(nulls_last=True)).values_list("id", "ended_at").first()
    units = None if actor.units is None else sorted(str(unit) for unit in actor.units)
    scope = repr((units, sorted(actor.permissions), today, newest))
    key = "connect.home:" + sha256(scope.encode()).hexdigest()
    counted: tuple[tuple[Figure, ...], tuple[MonthOfLine, ...]] | None = cache.get(key)
    if counted is None:
        counted = _figures(actor, today), _months(actor, today)
        cache.set(key, counted, KEPT_SECONDS)
    return counted


def _figures(actor: Actor, today: date) -> tuple[Figure, ...]:
    figures: list[Figure] = []
    if actor.may(Permission.VIEW_GUESTS):
        figures.append(Figure("records", models.GuestRecord.objects.filter(guests_in_units(actor)).count(), None, Door("guests")))
    if actor.may(Permission.VIEW_BOOKINGS):
        figures.append(Figure("bookings", models.Booking.objects.filter(in_units(actor)).count(), None, Door("bookings")))
        figures.append(_recent_bookings(actor, today))
    return tuple(figures)


def _waiting_figure(actor: Actor) -> tuple[Figure, ...]:
    if not actor.may(Permission.VIEW_SOURCES):
        return ()
    waiting = models.QuarantinedRow.objects.filter(in_units(actor, "source__unit_id"), state="waiting", run__is_dry=False).count()
    return (Figure("waiting_rows", waiting, None, Door("quarantine", {"state": "waiting"})),)


def _recent_bookings(actor: Actor, today: date) -> Figure:
    """Bookings made in the last thirty whole days, against the thirty before."""
    start = today - timedelta(days=WINDOW_DAYS)
    before = start - timedelta(days=WINDOW_DAYS)
    counts = models.Booking.objects.filter(in_units(actor), booked_at__gte=midnight(before), booked_at__lt=midnight(today)).aggregate(
        now=Count("booking_id", filter=Q(booked_at__gte=midnight(start))),
        before=Count("booking_id", filter=Q(booked_at__lt=midnight(start))),
    )
    door = Door("bookings", {"booked_from": start.isoformat(), "booked_until": today.isoformat()})
    return Figure("bookings_30_days", counts["now"], counts["before"], door)


def _months(actor: Actor, today: date) -> tuple[MonthOfLine, ...]:
    """Bookings by calendar month and line over 24 months, the current one included; a month without any is absent."""
    if not actor.may(Permission.VIEW_BOOKINGS):
        return ()
    months = today.year * 12 + today.month - MONTHS
    since = midnight(date(months // 12, months % 12 + 1, 1))
    rows = models.Booking.objects.filter(in_units(actor), booked_at__gte=since).annotate(
        month=TruncMonth("booked_at", tzinfo=ZoneInfo(COMPANY_ZONE))
    )
    counted = rows.values("month", "line").annotate(bookings=Count("booking_id")).order_by("month", "line")
    return tuple(MonthOfLine(f"{row['month']:%Y-%m}", row["line"], row["bookings"]) for row in counted)


def _freshness(actor: Actor, now: datetime) -> tuple[SourceFreshness, ...]:
    waiting = {row["source_id"]: row["rows"] for row in _waiting(actor)}
    newest = {run.source_id: run for run in _runs(actor).filter(is_dry=False).order_by("source_id", "-created_at").distinct("source_id")}
    sources = models.Source.objects.filter(in_units(actor)).order_by("name", "id")
    return tuple(_fresh(source, newest.get(source.id), waiting.get(source.id, 0), now) for source in sources)


def _fresh(source: models.Source, run: models.Run | None, waiting_rows: int, now: datetime) -> SourceFreshness:
    last_run_at = run.created_at if run else None
    due = timedelta(minutes=LATE_AFTER_PERIODS * source.every_minutes) if source.every_minutes else None
    is_overdue = due is not None and (last_run_at or source.created_at) + due < now
    went_wrong = run is not None and run.state in WENT_WRONG
    return SourceFreshness(source.id, source.name, last_run_at, run.state if run else None, waiting_rows, is_overdue or went_wrong)


def _decisions(actor: Actor, sources: tuple[SourceFreshness, ...], now: datetime) -> tuple[OpenDecision, ...]:
    """What waits for a person: runs that went wrong and were not run again, rows in quarantine, sources that are overdue."""
    if not actor.may(Permission.VIEW_SOURCES):
        return ()
    wrong = [source for source in sources if source.last_run_state in WENT_WRONG]
    overdue = [source for source in sources if source.is_late and source not in wrong]
    decisions = [_wrong_run(source) for source in wrong]
    decisions += [_waiting_rows(row) for row in _waiting(actor)]
    decisions += [_overdue(source) for source in overdue]
    return tuple(decisions)


def _wrong_run(source: SourceFreshness) -> OpenDecision:
    title = Text(f"“{source.name}”的最近一次导入未完成", f"The last import of {source.name} did not finish")
    return OpenDecision(
        "run_went_wrong",
        title,
        1,
        source.last_run_at,
        Door("runs", {"source_id": str(source.source_id), "state": str(source.last_run_state)}),
    )


def _overdue(source: SourceFreshness) -> OpenDecision:
    title = Text(f"“{source.name}”没有按时送来数据", f"{source.name} has not brought data when it should have")
    return OpenDecision("source_overdue", title, 1, source.last_run_at, Door("sources", {"source_id": str(source.source_id)}))


def _waiting_rows(row: dict[str, Any]) -> OpenDecision:
    name, rows = row["source__name"], row["rows"]
    title = Text(
        f"“{name}”有 {rows:,} 行等待处理", f"{name}: {rows:,} {'row waits' if rows == 1 else 'rows wait'} to be mended or discarded"
    )
    return OpenDecision(
        "rows_waiting", title, rows, row["newest"], Door("quarantine", {"source_id": str(row["source_id"]), "state": "waiting"})
    )


def _run_notification(run: models.Run) -> Notification:
    title = _RUN_TITLES.get(RunState(run.state), _RUN_TITLES[RunState.DONE])
    name = run.upload.file_name
    text = Text(title.zh.format(name=name, read=run.read), title.en.format(name=name, read=run.read))
    return Notification(
        f"run:{run.id}:{run.state}", f"run_{run.state}", text, run.ended_at or run.created_at, Door("run", {"run_id": str(run.id)})
    )


_RUN_TITLES = {
    RunState.DONE: Text("“{name}”已导入，共 {read:,} 行", "{name} was imported: {read:,} rows"),
    RunState.CANCELLED: Text("“{name}”的导入已取消，已读 {read:,} 行", "The import of {name} was cancelled after {read:,} rows"),
    RunState.STOPPED: Text("“{name}”错误行过多，导入已停止", "The import of {name} stopped itself: too many bad rows"),
    RunState.FAILED: Text("“{name}”导入失败", "The import of {name} failed"),
}


def _waiting_notification(row: dict[str, Any]) -> Notification:
    decision = _waiting_rows(row)
    return Notification(f"waiting:{row['source_id']}:{row['rows']}", "rows_waiting", decision.title, row["newest"], decision.door)


def _runs(actor: Actor):  # type: ignore[no-untyped-def]
    return models.Run.objects.filter(in_units(actor, "source__unit_id"))


def _waiting(actor: Actor) -> list[dict[str, Any]]:
    """Waiting rows by source, most first."""
    rows = models.QuarantinedRow.objects.filter(in_units(actor, "source__unit_id"), state="waiting", run__is_dry=False).values(
        "source_id", "source__name"
    )
    return list(rows.annotate(rows=Count("id"), newest=Max("created_at")).order_by("-rows", "source_id"))
