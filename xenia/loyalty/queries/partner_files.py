"""Reads of partners' files: what each line says, what would be booked, how far each file is, and the lines that were not booked (rules PA11
and PA12 of docs/algorithms/partners.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from pydantic import TypeAdapter

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.lake.intake.types import ROW
from xenia.loyalty.models import partners as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.queries.minors import require_guardian
from xenia.loyalty.queries.partner_lines import Desk, Find, Weighed, weigh
from xenia.loyalty.queries.partners import list_partner_rates
from xenia.loyalty.queries.upload_lines import batches_of, csv_line, header_of, refused_as_sent
from xenia.loyalty.rules.partner_files import amount_of, ask_of, columns_of, fault_words
from xenia.loyalty.rules.partners import agreed, rates_on
from xenia.loyalty.rules.take_over import LineRefused
from xenia.loyalty.types.partners import (
    PartnerAsk,
    PartnerFault,
    PartnerFaultCount,
    PartnerFile,
    PartnerFileSaid,
    PartnerLineKind,
    PartnerLineState,
)
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission

SAID = TypeAdapter(PartnerFileSaid)
FAULT_COLUMNS = ("line", "code", "原因", "reason", "as sent")
POINTS = "POINTS"


@dataclass
class Looked:
    """What a check has seen of a file so far: its lines by reference, and what each member could use after them."""

    desk: Desk
    find: Find
    known: dict[str, Weighed] = field(default_factory=dict)
    usable: dict[UUID, int] = field(default_factory=dict)

    def found(self, reference: str) -> Weighed | None:
        return self.known.get(reference) or self.find(reference)


def lines_of(actor: Actor, upload_id: UUID) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Yields each line of a partner's file with its named cells, None for one that cannot be read. Raises Invalid for columns that do not
    say enough, Conflict for a file that has expired. For this module."""
    columns = columns_of(header_of(actor, upload_id))
    for batch in batches_of(actor, upload_id):
        yield from ((one.row_number, None) for one in batch.rejects)
        names = [name for name in columns.values() if name in batch.rows.column_names]
        said = [part for part, name in columns.items() if name in batch.rows.column_names]
        for line, *cells in zip(batch.rows[ROW].to_pylist(), *(batch.rows[name].to_pylist() for name in names), strict=True):
            yield line, {part: (cell or "").strip() for part, cell in zip(said, cells, strict=True)}


def asked_in(actor: Actor, desk: Desk, cells: Mapping[str, str] | None, find: Find) -> PartnerAsk:
    """Returns what a line says, its amount in the unit that was agreed for its day, or for the line that it takes back. Raises LineRefused,
    and Conflict where nothing was agreed. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    if cells is None:
        raise LineRefused("line_unreadable")
    ask, said = ask_of(desk.partner.id, cells), cells.get("amount", "")
    if not said or ask.day is None:
        return ask
    kind, of = ask.kind, None
    if kind is PartnerLineKind.REVERSAL:
        of = find(ask.of)
        if of is None:
            raise LineRefused("partner_line_unknown")
        kind = of.kind
    version = next((one for one in desk.versions if of and one.number == of.rates_number), None) or rates_on(desk.versions, ask.day)
    return replace(ask, amount=amount_of(said, agreed(version.rates, kind).unit, desk.partner.currency))


def look(actor: Actor, looked: Looked, ask: PartnerAsk, *, now: datetime) -> bool:
    """Whether the line would be booked, after the lines of the file before it; False where it is there already. Raises why it would not.
    Nothing is written. For this module."""
    found, is_new = weigh(actor, looked.desk, ask, looked.found)
    if not is_new:
        if found.state in (PartnerLineState.CANCELLED, PartnerLineState.LAPSED):
            raise LineRefused("partner_line_over")
        return found.state is PartnerLineState.HELD
    is_earned = found.of is not None and found.of.kind is PartnerLineKind.EARN
    comes = found.points if found.kind is PartnerLineKind.EARN or (found.of is not None and not is_earned) else -found.points
    if found.kind is PartnerLineKind.BURN:
        require_guardian(actor, found.member, None, now=now)
    left = _usable(actor, looked, found) + comes
    if comes < 0 and left < (-looked.desk.programme.policy.debt_max if is_earned else 0):
        raise LineRefused("points_short")
    looked.usable[found.member.id], looked.known[ask.reference] = left, found
    if found.of is not None:
        looked.known[ask.of] = replace(found.of, left=found.of_left)
    return True


def list_partner_files(actor: Actor, partner_id: UUID) -> list[PartnerFile]:
    """Returns the files of a partner, the newest 50, the newest on top."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    list_partner_rates(actor, partner_id)
    return [_file(row) for row in models.PartnerFile.objects.filter(partner_id=partner_id).order_by("-ordered_at")[:50]]


def get_partner_file(actor: Actor, file_id: UUID) -> PartnerFile:
    """Returns one file, for watching it; raises NotFound."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    return _file(_row(file_id))


def list_partner_fault_counts(actor: Actor, file_id: UUID) -> list[PartnerFaultCount]:
    """Returns how many lines were not booked for each reason, the most on top."""
    get_partner_file(actor, file_id)
    counted = models.PartnerFault.objects.filter(file_id=file_id).values_list("code").annotate(lines=Count("id"))
    found = [PartnerFaultCount(code, fault_words(code), lines) for code, lines in counted]
    return sorted(found, key=lambda one: (-one.lines, one.code))


def list_partner_faults(actor: Actor, file_id: UUID, *, page: str | None = None, size: int = 50) -> Page[PartnerFault]:
    """Returns lines that were not booked with their reasons, in the order of the file."""
    get_partner_file(actor, file_id)
    rows = models.PartnerFault.objects.filter(file_id=file_id)
    if page:
        (after,) = keys_of(page, int)
        rows = rows.filter(id__gt=after)
    count = page_size(size)
    found = list(rows.order_by("id")[: count + 1])
    shown = [PartnerFault(row.line, row.code, fault_words(row.code)) for row in found[:count]]
    return Page(shown, page_token(found[count - 1].id) if len(found) > count else None)


def partner_fault_file(actor: Actor, file_id: UUID) -> Iterator[bytes]:
    """Yields a CSV file of every line that was not booked: line, reason in both languages, and the line as it was sent while the upload is
    kept. For whoever may load data too: the lines name members."""
    actor.require(Permission.LOAD_DATA)
    get_partner_file(actor, file_id)
    row = _row(file_id)
    yield b"\xef\xbb\xbf" + csv_line(FAULT_COLUMNS)
    codes: dict[int, list[str]] = {}
    for line, code in models.PartnerFault.objects.filter(file_id=file_id).order_by("line", "id").values_list("line", "code"):
        codes.setdefault(line, []).append(code)
    yield from refused_as_sent(actor, row.upload_id, codes, fault_words)


def _usable(actor: Actor, looked: Looked, found: Weighed) -> int:
    if found.member.id in looked.usable:
        return looked.usable[found.member.id]
    account = member_accounts(actor, [found.member.id], looked.desk.programme.kind(POINTS).id)[found.member.id]
    posted, reserved = Account.objects.values_list("posted", "reserved").get(id=account)
    return int(posted - reserved)


def _row(file_id: UUID) -> models.PartnerFile:
    row = models.PartnerFile.objects.filter(id=file_id).first()
    if row is None:
        raise NotFound("partner_file_unknown", f"There is no file {file_id} of a partner.", "没有这个伙伴文件。")
    return row


def _file(row: models.PartnerFile) -> PartnerFile:
    return PartnerFile(
        row.id,
        row.partner_id,
        row.file_name,
        WorkState(row.state),
        row.is_ordered,
        row.done,
        SAID.validate_python(row.said) if row.said else None,
        Text(row.message["zh"], row.message["en"]) if row.message else None,
        row.ordered_at,
        row.ended_at,
    )
