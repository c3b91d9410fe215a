"""The lines of a partner as a file, for settling with it: rule PA9 of docs/algorithms/partners.md."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from xenia.identity.queries.links import list_records
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.money import minor_digits
from xenia.kernel.paging import PAGE_SIZE_MAX
from xenia.kernel.texts import Text
from xenia.loyalty.models.partners import PartnerLine as LineRow
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.partner_lines import list_partner_lines
from xenia.loyalty.queries.partners import list_partner_rates
from xenia.loyalty.rules.closings import month_after
from xenia.loyalty.types.partners import PartnerLine, PartnerLineFilter
from xenia.trust.types.access import Permission
from xenia.trust.types.exports import ExportColumn, Exporter, ExportRow, ExportScope, ExportSize

_C = ExportColumn
COLUMNS = (
    _C("reference", Text("流水号", "Reference")),
    _C("kind", Text("类型", "Kind")),
    _C("state", Text("状态", "State")),
    _C("member_number", Text("会员号", "Member number")),
    _C("day", Text("日期", "Day")),
    _C("booked_on", Text("记账日期", "Booked on")),
    _C("amount", Text("伙伴侧数量（最小单位）", "At the partner, smallest units")),
    _C("points", Text("积分", "Points")),
    _C("owed", Text("应收应付金额", "Owed")),
    _C("currency", Text("币种", "Currency")),
    _C("of_reference", Text("原流水号", "Taken back of")),
)


def lines_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many lines there are, and of how many members they tell."""
    partner_id, wanted, _ = _asked(actor, scope)
    rows = LineRow.objects.filter(partner_id=partner_id)
    if wanted.month:
        rows = rows.filter(booked_on__gte=wanted.month, booked_on__lt=month_after(wanted.month))
    return ExportSize(rows.count(), rows.values("member_id").distinct().count())


def lines_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the columns of the file."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    return COLUMNS


def lines_rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
    """Yields the lines of a partner, or of one month of the books, the newest first, with the member each tells of."""
    partner_id, wanted, currency = _asked(actor, scope)
    page: str | None = None
    while True:
        found = list_partner_lines(actor, partner_id, wanted=wanted, page=page, size=PAGE_SIZE_MAX)
        people = _people(actor, {one.member_id for one in found.items})
        for one in found.items:
            yield ExportRow(_cells(one, currency), people.get(one.member_id, ()))
        page = found.next
        if page is None:
            return


def _asked(actor: Actor, scope: ExportScope) -> tuple[UUID, PartnerLineFilter, str]:
    """The partner, its lines that are asked for, and its currency."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    where = dict(scope.where)
    try:
        partner_id = UUID(where.pop("partner", ""))
        month = date.fromisoformat(f"{said}-01") if (said := where.pop("month", "")) else None
    except ValueError as wrong:
        told = "Name the partner, and a month such as 2026-03."
        raise Invalid("partner_lines_unclear", told, "请指明合作伙伴，以及月份（如 2026-03）。") from wrong
    if where:
        raise Invalid("filter_unknown", f"The lines have no filter {sorted(where)[0]}.", f"流水没有筛选条件 {sorted(where)[0]}。")
    list_partner_rates(actor, partner_id)
    currency = LineRow.objects.filter(partner_id=partner_id).values_list("partner__currency", flat=True).first() or ""
    return partner_id, PartnerLineFilter(month), currency


def _people(actor: Actor, members: set[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """One record of the guest behind each member; nothing for one who was erased."""
    guests = dict(Member.objects.filter(id__in=members, guest_id__isnull=False).values_list("id", "guest_id"))
    meant = guests_meant(actor, [one for one in guests.values() if one])
    records = {one.guest_id: one.record_id for one in list_records(actor, list(set(meant.values())))}
    return {member: (records[meant[guest]],) for member, guest in guests.items() if guest and guest in meant and meant[guest] in records}


def _cells(one: PartnerLine, currency: str) -> tuple[str | int | Decimal | None, ...]:
    owed = Decimal(one.money_minor).scaleb(-minor_digits(currency))
    booked = one.booked_on.isoformat() if one.booked_on else None
    said = (one.reference, one.kind.value, one.state.value, one.member_number, one.day.isoformat(), booked)
    return (*said, one.amount, one.points, owed, currency, one.of_reference)


EXPORTERS = {"loyalty_partner_lines": Exporter(Text("合作伙伴流水", "Lines of a partner"), lines_size, lines_columns, lines_rows)}
