"""Reads of take-overs: how far each is, what it brought, the lines it did not, and the same counted again from the ledger."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Count
from pydantic import TypeAdapter

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.loyalty.models import take_overs as models
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.upload_lines import csv_line, refused_as_sent
from xenia.loyalty.rules.take_over import source_of
from xenia.loyalty.rules.take_over_faults import fault_words
from xenia.loyalty.types.take_over import (
    CENTS,
    FaultCount,
    FaultShown,
    FileOf,
    Statement,
    TakeOver,
    TakeOverPhase,
    TakeOverProof,
)
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission

STATEMENT = TypeAdapter(Statement)
FAULT_COLUMNS = ("file", "line", "code", "原因", "reason", "as sent")
LINES_AT_ONCE = 5_000
MOVED = """
SELECT kind.code, one.cause, sum(one.amount)::bigint FROM loyalty_transfer AS one
JOIN loyalty_account AS giver ON giver.id = one.from_account_id JOIN loyalty_pointkind AS kind ON kind.id = giver.point_kind_id
WHERE one.source = %s AND one.phase = 'posted' GROUP BY 1, 2
"""


def list_take_overs(actor: Actor, programme_id: UUID) -> list[TakeOver]:
    """Returns the take-overs of a programme, the newest 50, the newest on top."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_programme(actor, programme_id)
    return [_take_over(row) for row in models.TakeOver.objects.filter(programme_id=programme_id).order_by("-ordered_at")[:50]]


def get_take_over(actor: Actor, take_over_id: UUID) -> TakeOver:
    """Returns one take-over, for watching it; raises NotFound."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    return _take_over(_row(take_over_id))


def list_fault_counts(actor: Actor, take_over_id: UUID) -> list[FaultCount]:
    """Returns how many lines were not brought for each reason, the most on top."""
    get_take_over(actor, take_over_id)
    counted = models.TakeOverFault.objects.filter(take_over_id=take_over_id).values_list("file", "code").annotate(lines=Count("id"))
    found = [FaultCount(FileOf(file), code, fault_words(code), lines) for file, code, lines in counted]
    return sorted(found, key=lambda one: (-one.lines, one.file, one.code))


def list_faults(actor: Actor, take_over_id: UUID, *, page: str | None = None, size: int = 50) -> Page[FaultShown]:
    """Returns lines that were not brought with their reasons, in the order of the files."""
    get_take_over(actor, take_over_id)
    rows = models.TakeOverFault.objects.filter(take_over_id=take_over_id)
    if page:
        (after,) = keys_of(page, int)
        rows = rows.filter(id__gt=after)
    count = page_size(size)
    found = list(rows.order_by("id")[: count + 1])
    shown = [FaultShown(FileOf(row.file), row.line, row.code, fault_words(row.code)) for row in found[:count]]
    return Page(shown, page_token(found[count - 1].id) if len(found) > count else None)


def fault_file(actor: Actor, take_over_id: UUID) -> Iterator[bytes]:
    """Yields a CSV file of every line that was not brought: file, line, reason in both languages, and the line as it was sent while the
    upload is kept. For whoever may load data too: the lines hold people."""
    actor.require(Permission.LOAD_DATA)
    get_take_over(actor, take_over_id)
    row = _row(take_over_id)
    yield b"\xef\xbb\xbf" + csv_line(FAULT_COLUMNS)
    for file, upload_id in ((FileOf.MEMBERS, row.members_upload), (FileOf.BALANCES, row.balances_upload)):
        faults = models.TakeOverFault.objects.filter(take_over_id=take_over_id, file=file.value)
        codes: dict[int, list[str]] = {}
        for line, code in faults.order_by("line", "id").values_list("line", "code"):
            codes.setdefault(line, []).append(code)
        yield from refused_as_sent(actor, upload_id, codes, fault_words, (file.value,))


def prove_take_over(actor: Actor, take_over_id: UUID) -> TakeOverProof:
    """Returns what the ledger says of a take-over, counted from its transfers alone, and whether the statement says the same (rule
    IM10). A check has brought nothing, and the ledger says so."""
    found = get_take_over(actor, take_over_id)
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [source_of(take_over_id)])
        rows: list[tuple[str, str, int]] = cursor.fetchall()
    brought = {kind: points for kind, cause, points in rows if cause == "opening"}
    forfeited = {kind: points for kind, cause, points in rows if cause == "leaving"}
    members = models.FormerNumber.objects.filter(take_over_id=take_over_id).count()
    said = found.statement or Statement()
    told = {kind: one.brought_cents // CENTS for kind, one in said.points.items() if one.brought_cents}
    gone = {kind: one.forfeited_cents // CENTS for kind, one in said.points.items() if one.forfeited_cents}
    is_same = (brought, forfeited, members) == (told, gone, said.members.brought)
    return TakeOverProof(brought, forfeited, members, is_same)


def _row(take_over_id: UUID) -> models.TakeOver:
    row = models.TakeOver.objects.filter(id=take_over_id).first()
    if row is None:
        raise NotFound("take_over_unknown", f"There is no take-over {take_over_id}.", "没有这次接管。")
    return row


def _take_over(row: models.TakeOver) -> TakeOver:
    return TakeOver(
        row.id,
        row.programme_id,
        row.source_id,
        row.members_file,
        row.balances_file,
        row.as_of,
        WorkState(row.state),
        row.is_ordered,
        TakeOverPhase(row.phase),
        row.done,
        row.total,
        STATEMENT.validate_python(row.statement) if row.statement else None,
        Text(row.message["zh"], row.message["en"]) if row.message else None,
        row.ordered_at,
        row.ended_at,
    )
