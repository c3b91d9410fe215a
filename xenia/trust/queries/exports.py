"""Reads of the register of exports: the list, the counts against the company's limits, what is told about them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.notices import Door, Notification
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.models import exports as models
from xenia.trust.models.approvals import Approval
from xenia.trust.rules import exports as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import ApprovalState
from xenia.trust.types.exports import Counter, Counters, Export, ExportPolicy, ExportState, LimitState, YearAbroad

COUNTED = (ExportState.DONE, ExportState.EXPIRED, ExportState.SENT)
NOTICES_MAX = 20
COUNTS = """
SELECT {who}, extract(year FROM e.ended_at AT TIME ZONE 'UTC')::int, count(DISTINCT e.id),
    count(DISTINCT p.record_id) + coalesce(sum(e.people) FILTER (WHERE p.record_id IS NULL), 0),
    count(DISTINCT p.record_id) FILTER (WHERE e.is_sensitive)
        + coalesce(sum(e.people) FILTER (WHERE p.record_id IS NULL AND e.is_sensitive), 0)
FROM trust_export e LEFT JOIN trust_exportedperson p ON p.export_id = e.id
WHERE e.state = ANY(%s) AND e.country <> %s GROUP BY 1, 2, 3 ORDER BY 3 DESC, 5 DESC
"""
"""Different people are counted once; exchanges that name no people count with the number they gave (rule W4)."""


def export_path(export_id: UUID) -> Path:
    """Where the sealed file of an export lies."""
    return ENV.home / "exports" / f"{export_id}.sealed"


def get_policy() -> ExportPolicy:
    """Returns what the company decided about exports; whoever exports may know it, so it takes no actor."""
    return rules.policy_of(dict(models.ExportPolicy.objects.values_list("code", "value")))


def list_exports(actor: Actor, *, kind: str | None = None, page: str | None = None, size: int = 50) -> Page[Export]:
    """Returns the register, newest first: all of it for those who may see the audit log group-wide, their own for everyone else."""
    rows = _seen_by(actor).order_by("-asked_at", "-id")
    if kind:
        rows = rows.filter(kind=kind)
    if page:
        at, export_id = keys_of(page, datetime.fromisoformat, UUID)
        rows = rows.filter(Q(asked_at__lt=at) | Q(asked_at=at, id__lt=export_id))
    count = page_size(size)
    found = list(rows[: count + 1])
    shown = found[:count]
    following = page_token(shown[-1].asked_at.isoformat(), str(shown[-1].id)) if len(found) > count else None
    return Page(_exports(actor, shown), following)


def get_export(actor: Actor, export_id: UUID) -> Export:
    """Returns one line of the register; raises NotFound where it does not exist or is not the actor's to see."""
    found = list(_seen_by(actor).filter(id=export_id))
    if not found:
        raise NotFound("export_not_found", f"There is no export {export_id} that you may see.", "没有您可查看的这次导出。")
    return _exports(actor, found)[0]


def get_counters(actor: Actor) -> Counters:
    """Returns how many different people's data went to whom, by year, against the limits (rules W4, W5).

    The limits are the whole company's, and nobody counts abroad by unit: raises Refused for those who watch over some units only.
    """
    actor.require_for_company(Permission.VIEW_AUDIT)
    policy = get_policy()
    counters = tuple(
        Counter(who, country, year, count, *people) for who, country, year, count, *people in _counted("e.recipient, e.country")
    )
    return Counters(tuple(_years_abroad(policy)), counters, policy)


def year_abroad(year: int) -> YearAbroad:
    """Returns one year's count against the limits. For the action that raises the alarm, so it takes no actor."""
    policy = get_policy()
    found = next((one for one in _years_abroad(policy) if one.year == year), None)
    return found or _year(year, 0, 0, policy)


def list_notices(actor: Actor, now: datetime) -> list[Notification]:
    """Returns the actor's files that can be fetched, and, for those who watch over exports, this year's limits that are near or passed."""
    told = []
    if actor.may(Permission.EXPORT_DATA) and actor.user_id:
        mine = models.Export.objects.filter(asked_by=actor.user_id, state=ExportState.DONE, expires_at__gt=now).order_by("-ended_at")
        told += [_ready(row) for row in mine[:NOTICES_MAX]]
    if actor.may(Permission.VIEW_AUDIT) and actor.units is None:
        told += _alarms(year_abroad(now.year), now)
    return told


def people_of(actor: Actor, export_ids: list[UUID]) -> set[UUID]:
    """Returns the records whose data the exports held: who is affected where such a file is lost."""
    actor.require(Permission.MANAGE_INCIDENTS)
    return set(models.ExportedPerson.objects.filter(export_id__in=export_ids).values_list("record_id", flat=True))


def _seen_by(actor: Actor) -> "QuerySet[models.Export]":
    rows = models.Export.objects.select_related("asked_by")
    if actor.may(Permission.VIEW_AUDIT) and actor.units is None:
        return rows
    actor.require(Permission.EXPORT_DATA)
    return rows.filter(asked_by=actor.user_id)


def _counted(who: str, *, but: str = "") -> Iterator[tuple[str, str, int, int, int, int]]:
    """The counts by recipient and country, or in one sum; `but` is the country that is left out."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(who=who), [list(COUNTED), but])
        yield from cursor.fetchall()


def _years_abroad(policy: ExportPolicy) -> Iterator[YearAbroad]:
    for _, _, year, _, people, sensitive in _counted("'', ''", but=policy.home_country):
        yield _year(year, people, sensitive, policy)


def _year(year: int, people: int, sensitive: int, policy: ExportPolicy) -> YearAbroad:
    return YearAbroad(
        year,
        people,
        policy.yearly_people,
        rules.limit_state(people, policy.yearly_people, policy.near_percent),
        sensitive,
        policy.yearly_people_sensitive,
        rules.limit_state(sensitive, policy.yearly_people_sensitive, policy.near_percent),
    )


def _ready(row: models.Export) -> Notification:
    title = Text(f"导出已备好：{row.rows:,} 行，可下载至到期", f"Your export is ready: {row.rows:,} rows, until it expires")
    return Notification(f"export:{row.id}", "export_ready", title, row.ended_at or row.asked_at, Door("trust/exports"))


def _alarms(year: YearAbroad, now: datetime) -> list[Notification]:
    parts = (
        ("people", year.people, year.limit, year.state, Text("", "")),
        ("sensitive", year.sensitive_people, year.sensitive_limit, year.sensitive_state, Text("敏感信息", " sensitive")),
    )
    told = []
    for name, people, limit, state, what in parts:
        if state is LimitState.WITHIN:
            continue
        is_over = state is LimitState.OVER
        zh = f"{year.year} 年出境{what.zh}人数 {people:,}，" + ("已达上限" if is_over else "接近上限") + f" {limit:,}"
        en = (
            f"People whose{what.en} data went abroad in {year.year}: {people:,}, "
            + ("at or over" if is_over else "near")
            + f" the limit of {limit:,}"
        )
        told.append(Notification(f"abroad:{year.year}:{name}:{state}", "export_limit", Text(zh, en), now, Door("trust/exports")))
    return told


def _exports(actor: Actor, rows: list[models.Export]) -> list[Export]:
    asked = [row.approval_id for row in rows if row.approval_id and row.state == ExportState.ASKED]
    decided: dict[UUID, str] = defaultdict(str, Approval.objects.filter(id__in=asked).values_list("id", "state"))
    closed = (ApprovalState.REFUSED, ApprovalState.WITHDRAWN, ApprovalState.LAPSED)
    return [_export(actor, row, is_refused=row.approval_id is not None and decided[row.approval_id] in closed) for row in rows]


def _export(actor: Actor, row: models.Export, *, is_refused: bool) -> Export:
    return Export(
        id=row.id,
        kind=row.kind,
        state=ExportState.REFUSED if is_refused else ExportState(row.state),
        format=row.format,
        recipient=row.recipient,
        country=row.country,
        purpose=row.purpose,
        agreement=row.agreement,
        fields=tuple(row.fields),
        is_sensitive=row.is_sensitive,
        with_contacts=row.with_contacts,
        people=row.people,
        rows=row.rows,
        rows_total=row.rows_total,
        canary=row.canary,
        asked_by_name=row.asked_by.name if row.asked_by else "",
        is_mine=row.asked_by_id is not None and row.asked_by_id == actor.user_id,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        expires_at=row.expires_at,
        size_bytes=row.size_bytes,
        approval_id=row.approval_id,
        cancel_asked=row.cancel_asked,
        message=Text(**row.message) if row.message else None,
    )
