"""Reads of retention: rules, reports, legal holds."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.models import retention as models
from xenia.trust.models.people import User
from xenia.trust.types.access import Permission
from xenia.trust.types.retention import Held, LegalHold, ReportLine, RetentionKind, RetentionReport, RetentionRule, held_of

COMPANY_ZONE = ZoneInfo("Asia/Shanghai")
REPORTS_MAX = 60
HOLDS_MAX = 500


def list_rules(actor: Actor, kinds: Sequence[RetentionKind]) -> list[RetentionRule]:
    """Returns each kind of data with how long it is kept."""
    actor.require(Permission.MANAGE_RETENTION)
    rows = {row.code: row for row in models.RetentionRule.objects.all()}
    names = _names(row.changed_by for row in rows.values())
    return [_rule(kind, rows.get(kind.code), names) for kind in kinds]


def days_kept(code: str, first: int) -> int:
    """Returns for how many days the company keeps a kind of data; `first` where it never decided. Tells nothing of anyone: no actor."""
    row = models.RetentionRule.objects.filter(code=code).first()
    return row.days if row else first


def list_reports(actor: Actor) -> list[RetentionReport]:
    """Returns the newest sixty reports, the newest first."""
    actor.require(Permission.MANAGE_RETENTION)
    rows = list(models.RetentionReport.objects.order_by("-started_at")[:REPORTS_MAX])
    names = _names(row.started_by for row in rows)
    return [_report(row, names) for row in rows]


def get_report(actor: Actor, report_id: UUID) -> RetentionReport:
    """Returns one report; raises NotFound."""
    actor.require(Permission.MANAGE_RETENTION)
    row = models.RetentionReport.objects.filter(id=report_id).first()
    if row is None:
        raise NotFound("report_not_found", f"There is no retention report {report_id}.", "没有这份保留期报告。")
    return _report(row, _names([row.started_by]))


def list_holds(actor: Actor, *, now: datetime) -> list[LegalHold]:
    """Returns up to 500 legal holds, those in force first."""
    actor.require(Permission.MANAGE_RETENTION)
    rows = list(models.LegalHold.objects.order_by("-placed_at")[:HOLDS_MAX])
    names = _names([one for row in rows for one in (row.placed_by, row.lifted_by)])
    return sorted((_hold(row, names, now) for row in rows), key=lambda hold: not hold.is_active)


def active_hold(record_ids: Collection[UUID], booking_ids: Collection[UUID] = (), *, now: datetime) -> LegalHold | None:
    """Returns a hold in force on one of the records or bookings, if any. Asked by actions and pages that have checked the actor."""
    held = Q(record_ids__overlap=list(record_ids)) | Q(booking_id__in=list(booking_ids))
    row = models.LegalHold.objects.filter(_in_force(now) & held).order_by("-placed_at").first()
    return _hold(row, {}, now) if row else None


def held_now(*, now: datetime) -> Held:
    """Returns everything that is held now, for what ends data. Ids only, and asked by jobs: no actor."""
    rows = models.LegalHold.objects.filter(_in_force(now))
    return held_of([{"record_ids": row.record_ids, "booking_id": row.booking_id} for row in rows])


def _in_force(now: datetime) -> Q:
    today = now.astimezone(COMPANY_ZONE).date()
    return Q(lifted_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=today))


def _rule(kind: RetentionKind, row: models.RetentionRule | None, names: dict[UUID | None, str]) -> RetentionRule:
    return RetentionRule(
        code=kind.code,
        title=kind.title,
        event=kind.event,
        purpose=kind.purpose,
        ground=kind.ground,
        deed=kind.deed,
        days=row.days if row else kind.days,
        days_first=kind.days,
        is_on=row.is_on if row else True,
        page=kind.page,
        changed_by=names.get(row.changed_by, "") if row else "",
        changed_at=row.changed_at if row else None,
    )


def _report(row: models.RetentionReport, names: dict[UUID | None, str]) -> RetentionReport:
    lines = tuple(
        ReportLine(one["code"], Text(**one["title"]), datetime.fromisoformat(one["before"]), one["due"], one["gone"], one["problem"])
        for one in row.lines
    )
    return RetentionReport(row.id, row.is_dry, row.state, row.started_at, row.ended_at, names.get(row.started_by, ""), lines)


def _hold(row: models.LegalHold, names: dict[UUID | None, str], now: datetime) -> LegalHold:
    today = now.astimezone(COMPANY_ZONE).date()
    return LegalHold(
        id=row.id,
        record_ids=tuple(row.record_ids),
        booking_id=row.booking_id,
        reason=row.reason,
        placed_by=names.get(row.placed_by, ""),
        placed_at=row.placed_at,
        until=row.until,
        lifted_at=row.lifted_at,
        lifted_by=names.get(row.lifted_by, ""),
        is_active=row.lifted_at is None and (row.until is None or row.until >= today),
    )


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    return dict(User.objects.filter(id__in=[one for one in ids if one]).values_list("id", "name"))
