"""Booking a partner's file (rules PA11 and PA12 of docs/algorithms/partners.md): looked at first, then carried out by a worker line by
line, stopped between two lines, taken up again where a worker died.

A line is booked once for its reference, so carrying out again finds what is there and goes on with the rest.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app

from xenia.connect.queries.uploads import get_upload
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, XeniaError
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.partner_lines import keep_line
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.actions.work import Clock, Told, ask_to_end, left_behind, perform
from xenia.loyalty.models import partners as models
from xenia.loyalty.queries.partner_files import SAID, Looked, asked_in, get_partner_file, lines_of, look, partner_fault_file
from xenia.loyalty.queries.partner_lines import desk_of, finder
from xenia.loyalty.queries.partners import get_partner
from xenia.loyalty.queries.upload_lines import header_of
from xenia.loyalty.rules.partner_books import ACCRUED, ACCRUED_BACK, REDEEMED, REDEEMED_BACK
from xenia.loyalty.rules.partner_files import columns_of
from xenia.loyalty.rules.take_over import LineRefused
from xenia.loyalty.types.partners import PartnerFileSaid, PartnerMoved
from xenia.loyalty.types.work import WorkState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

PARTNER_FILE_TASK = "xenia.loyalty.partner_file"
LINES_AT_ONCE = 50
FAULTS_AT_ONCE = 5_000
FAILED = {
    "zh": "没有完成：出现意外错误；已入账的流水保留，原因见日志，修好后可继续执行。",
    "en": "Not finished: something unexpected went wrong. What was booked stays. The log says what; mend it and carry out again.",
}
PRODUCT = product_actor(
    "partner_file",
    Permission.VIEW_LOYALTY,
    Permission.MANAGE_LOYALTY,
    Permission.SERVE_MEMBERS,
    Permission.VIEW_GUESTS,
    Permission.VIEW_SOURCES,
    Permission.LOAD_DATA,
)
BOOKED = """
SELECT CASE WHEN line.kind = 'reversal' THEN 'reversal:' || undone.kind ELSE line.kind END,
       count(*), sum(line.points)::bigint, sum(line.money_minor)::bigint
FROM loyalty_partnerline AS line LEFT JOIN loyalty_partnerline AS undone ON undone.id = line.of_id WHERE line.file_id = %s GROUP BY 1
"""


def order_partner_check(*, actor: Actor, partner_id: UUID, upload_id: UUID, now: datetime) -> UUID:
    """Returns the id of a file of which a worker looks at every line and books nothing. Raises Invalid for columns that do not say enough,
    Conflict while another file of the partner is under way or the programme is not open."""
    file_id = _begin(actor, partner_id, upload_id, now)
    _defer(file_id)
    return file_id


@transaction.atomic
def carry_out_partner_file(*, actor: Actor, file_id: UUID, now: datetime) -> None:
    """Lets a worker book what a check found; one that was stopped or failed goes on with the rest. Raises Conflict for one that is under
    way or done."""
    row = _locked(actor, file_id)
    if not WorkState(row.state).is_over or (row.is_ordered and row.state == WorkState.DONE.value):
        raise Conflict("partner_file_state", f"The file is {row.state}, so it is not begun again.", "这个文件正在处理或已完成。")
    if not row.is_ordered and row.state != WorkState.DONE.value:
        raise Conflict("partner_file_unchecked", "The check did not finish; check the file again.", "尚未检查完成；请重新检查文件。")
    row.is_ordered, row.cancel_asked, row.ended_at, row.message = True, False, None, None
    row.state, row.done = WorkState.WAITING.value, 0
    _save_open(row)
    _record(actor, "programme.partner_file_ordered", row, now)
    _defer(file_id)


@transaction.atomic
def cancel_partner_file(*, actor: Actor, file_id: UUID, now: datetime) -> None:
    """Stops a file after its present lines; what was booked stays, and carrying out again goes on. Raises Conflict for one that is over."""
    row = _locked(actor, file_id)
    ask_to_end(actor, row, now)
    _record(actor, "programme.partner_file_cancelled", row, now)


@transaction.atomic
def fetch_partner_faults(*, actor: Actor, file_id: UUID, now: datetime) -> Iterator[bytes]:
    """Returns the file of lines that were not booked, piece by piece; that it was fetched is recorded, for its lines name members."""
    row = _locked(actor, file_id)
    _record(actor, "programme.partner_faults_fetched", row, now)
    return partner_fault_file(actor, file_id)


def resume_left_partner_files(*, actor: Actor, now: datetime) -> int:
    """Queues every file again that gave no sign of life for five minutes; returns how many."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    silent = left_behind(actor, models.PartnerFile, now)
    for file_id in silent:
        _defer(file_id)
    return len(silent)


def perform_partner_file(*, file_id: UUID, clock: Clock) -> None:
    """Does what is left of a check or of carrying out a file. One that fails keeps what it booked; its message says what to mend."""

    def do(row: models.PartnerFile, told: Told) -> dict[str, Any]:
        said, faults = _carried(row, told, clock) if row.is_ordered else _checked(row, told, clock)
        _keep(row, said, faults, clock())
        return {"said": SAID.dump_python(said, mode="json"), "message": None}

    perform(models.PartnerFile, file_id, do, failed=FAILED, clock=clock)


def _checked(row: models.PartnerFile, told: Told, clock: Clock) -> tuple[PartnerFileSaid, dict[int, str]]:
    desk = desk_of(PRODUCT, row.partner_id, now=clock())
    looked, faults = Looked(desk, finder(PRODUCT, desk)), dict[int, str]()
    read = booked = 0
    for line, cells in _watched(row, told):
        read += 1
        try:
            booked += look(PRODUCT, looked, asked_in(PRODUCT, desk, cells, looked.found), now=clock())
        except (LineRefused, XeniaError) as why:
            faults[line] = why.code
    came: dict[str, PartnerMoved] = {}
    for one in looked.known.values():
        if one.id is None:
            what = f"reversal:{one.of.kind}" if one.of else one.kind.value
            before = came.get(what, PartnerMoved())
            came[what] = PartnerMoved(before.lines + 1, before.points + one.points, before.owed_minor + one.money_minor)
    return _said(read, booked, len(faults), came), faults


def _carried(row: models.PartnerFile, told: Told, clock: Clock) -> tuple[PartnerFileSaid, dict[int, str]]:
    """Each line is a transaction of its own: a file never holds a partner's account for longer than a line takes."""
    desk = desk_of(PRODUCT, row.partner_id, now=clock())
    find, faults, read = finder(PRODUCT, desk), dict[int, str](), 0
    for line, cells in _watched(row, told):
        read += 1
        try:
            with transaction.atomic():
                keep_line(PRODUCT, desk, asked_in(PRODUCT, desk, cells, find), row.id, now=clock())
        except (LineRefused, XeniaError) as why:
            faults[line] = why.code
    with connection.cursor() as cursor:
        cursor.execute(BOOKED, [row.id])
        came = {what: PartnerMoved(*one) for what, *one in cursor.fetchall()}
    return _said(read, sum(one.lines for one in came.values()), len(faults), came), faults


def _watched(row: models.PartnerFile, told: Told) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The lines of the file; how far it is is told before every so many, and whoever asked for the end is heard then."""
    for place, found in enumerate(lines_of(PRODUCT, row.upload_id)):
        if place % LINES_AT_ONCE == 0:
            told(done=place)
        yield found


def _said(read: int, booked: int, refused: int, came: Mapping[str, PartnerMoved]) -> PartnerFileSaid:
    """Rule PA12: lines read are lines booked, there already, and refused."""
    kinds = (came.get(one, PartnerMoved()) for one in (ACCRUED, ACCRUED_BACK, REDEEMED, REDEEMED_BACK))
    return PartnerFileSaid(read, booked, read - booked - refused, refused, *kinds)


@transaction.atomic
def _keep(row: models.PartnerFile, said: PartnerFileSaid, faults: Mapping[int, str], now: datetime) -> None:
    models.PartnerFault.objects.filter(file_id=row.id).delete()
    models.PartnerFault.objects.bulk_create(
        (models.PartnerFault(file_id=row.id, line=line, code=code) for line, code in sorted(faults.items())), batch_size=FAULTS_AT_ONCE
    )
    models.PartnerFile.objects.filter(id=row.id).update(done=said.read)
    if row.is_ordered:
        partner = get_partner(PRODUCT, row.partner_id, now=now)
        details = {"code": partner.code, "lines": said.booked, "refused": said.refused}
        record(PRODUCT, "programme.partner_file_booked", subject=subject_of_programme(partner.programme_id), details=details, now=now)


@transaction.atomic
def _begin(actor: Actor, partner_id: UUID, upload_id: UUID, now: datetime) -> UUID:
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    actor.require(Permission.LOAD_DATA)
    desk_of(actor, partner_id, now=now)
    columns_of(header_of(actor, upload_id))
    name = get_upload(actor, upload_id).file_name
    row = models.PartnerFile(id=new_id(), partner_id=partner_id, upload_id=upload_id, file_name=name[-200:])
    row.state, row.ordered_by, row.ordered_at = WorkState.WAITING.value, actor.user_id, now
    _save_open(row)
    _record(actor, "programme.partner_file_checked", row, now)
    return row.id


def _save_open(row: models.PartnerFile) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise Conflict(
            "partner_file_under_way",
            "Another file of this partner is under way; wait for it.",
            "该伙伴有另一个文件正在处理；请等待完成。",
        ) from twice


def _locked(actor: Actor, file_id: UUID) -> models.PartnerFile:
    get_partner_file(actor, file_id)
    actor.require(Permission.LOAD_DATA)
    return models.PartnerFile.objects.select_for_update(of=("self",)).select_related("partner").get(id=file_id)


def _record(actor: Actor, action: str, row: models.PartnerFile, now: datetime) -> None:
    record(actor, action, subject=subject_of_programme(row.partner.programme_id), details={"code": row.partner.code}, now=now)


def _defer(file_id: UUID) -> None:
    app.configure_task(PARTNER_FILE_TASK, queue="care", lock=f"partner-file:{file_id}").defer(file_id=str(file_id))
