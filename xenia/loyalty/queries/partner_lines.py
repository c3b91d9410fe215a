"""Reads of partners' lines: what is booked, and what a line that is said would be, before anything is written (rules PA5 to PA8 of
docs/algorithms/partners.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import partners as models
from xenia.loyalty.queries.members import find_by_number, get_member
from xenia.loyalty.queries.partners import get_partner, list_partner_rates
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.closings import month_after, month_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.partners import (
    agreed,
    checked_ask,
    checked_line_day,
    checked_reversal_day,
    left_after,
    price_of,
    rates_on,
    worth,
)
from xenia.loyalty.rules.programmes import require_active
from xenia.loyalty.types.partners import (
    Partner,
    PartnerAsk,
    PartnerLine,
    PartnerLineFilter,
    PartnerLineKind,
    PartnerLineState,
    PartnerRatesVersion,
    PartnerRoute,
)
from xenia.loyalty.types.programmes import Member, Programme, ProgrammeState
from xenia.trust.types.access import Permission


@dataclass(frozen=True)
class Desk:
    """What all lines of one partner are judged by."""

    partner: Partner
    account_id: int
    programme: Programme
    versions: tuple[PartnerRatesVersion, ...]
    today: date


@dataclass(frozen=True)
class Weighed:
    """A line as it is in the books, or would be. `left`: points and amount of it that were not taken back; `of` the line that it takes
    back, and `of_left` what would be left of that."""

    id: UUID | None
    reference: str
    kind: PartnerLineKind
    state: PartnerLineState
    member: Member
    day: date
    amount: int | None
    asked_points: int | None
    points: int
    money_minor: int
    left: tuple[int, int | None]
    rates_number: int
    of: "Weighed | None" = None
    of_left: tuple[int, int | None] = (0, None)


EVERY = PartnerLineFilter()
Find = Callable[[str], Weighed | None]
"""Finds a line by its reference."""


def desk_of(actor: Actor, partner_id: UUID, *, now: datetime) -> Desk:
    """Returns what the lines of a partner are judged by; raises NotFound, and Conflict where the programme is not open. For this module."""
    partner = get_partner(actor, partner_id, now=now)
    programme = get_programme(actor, partner.programme_id)
    if programme.state is not ProgrammeState.OPEN:
        told = f"The programme {programme.code} is {programme.state}; nothing is booked."
        raise Conflict("programme_not_open", told, f"计划 {programme.code} 尚未开放或已结束。")
    account = models.Partner.objects.values_list("account_id", flat=True).get(id=partner_id)
    return Desk(partner, account, programme, tuple(list_partner_rates(actor, partner_id)), day_of(now, programme.time_zone))


def weigh(actor: Actor, desk: Desk, ask: PartnerAsk, find: Find) -> tuple[Weighed, bool]:
    """Returns the line that the partner says, and whether it is new: one that is there under the reference is found. Raises Invalid,
    Conflict or NotFound with the reason why it cannot be booked. Nothing is written. For this module."""
    actor.require(Permission.SERVE_MEMBERS)
    checked_ask(ask)
    of = _taken_back(desk, ask, find) if ask.kind is PartnerLineKind.REVERSAL else None
    member = _member(actor, desk, ask) if of is None or ask.member_number else of.member
    before = find(ask.reference)
    if before is not None:
        return _same(before, ask, member), False
    if of is not None:
        return _reversal(desk, ask, of, member), True
    require_active(member, desk.programme.id)
    day = checked_line_day(desk.partner, ask, member.enrolled_on, (desk.today, desk.programme.policy.backdate_days_max))
    version = rates_on(desk.versions, day)
    points, amount = worth(version.rates, ask)
    money = price_of(agreed(version.rates, ask.kind), points)
    state = PartnerLineState.BOOKED
    return Weighed(
        None, ask.reference, ask.kind, state, member, day, ask.amount, ask.points, points, money, (points, amount), version.number
    ), True


def finder(actor: Actor, desk: Desk) -> Find:
    """Returns what finds the lines of a partner in the books. For this module."""
    actor.require(Permission.VIEW_LOYALTY)

    def find(reference: str) -> Weighed | None:
        rows = models.PartnerLine.objects.filter(partner_id=desk.partner.id).select_related("of")
        row = rows.filter(reference=reference).first()
        return None if row is None else _weighed(actor, row)

    return find


def get_partner_line(actor: Actor, line_id: UUID) -> PartnerLine:
    """Returns one line; raises NotFound, also where the actor does not see the guest."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.PartnerLine.objects.filter(id=line_id).select_related("member", "of").first()
    if row is None:
        raise _unknown(str(line_id))
    get_member(actor, row.member_id)
    return _line(row)


def list_partner_lines(
    actor: Actor,
    partner_id: UUID,
    *,
    wanted: PartnerLineFilter = EVERY,
    page: str | None = None,
    size: int = 50,
) -> Page[PartnerLine]:
    """Returns the lines of a partner, the newest first: all, or those of a month of the books; of one kind; reversals of what kind. A whole
    company's list: the actor must see the company."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    list_partner_rates(actor, partner_id)
    rows = models.PartnerLine.objects.filter(partner_id=partner_id).select_related("member", "of")
    if wanted.month:
        rows = rows.filter(booked_on__gte=month_of(wanted.month), booked_on__lt=month_after(wanted.month))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.of_kind:
        rows = rows.filter(of__kind=wanted.of_kind.value)
    if wanted.state:
        rows = rows.filter(state=wanted.state.value)
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows.order_by("-id")[: count + 1])
    return Page([_line(one) for one in found[:count]], page_token(str(found[count - 1].id)) if len(found) > count else None)


def _taken_back(desk: Desk, ask: PartnerAsk, find: Find) -> Weighed:
    of = find(ask.of)
    if of is None:
        raise _unknown(ask.of)
    if of.kind is PartnerLineKind.REVERSAL or of.state is not PartnerLineState.BOOKED:
        told = f"The line {ask.of} is a {of.kind} and {of.state}; only what was booked is taken back. Cancel what is held."
        raise Conflict("partner_line_not_booked", told, f"原笔 {ask.of} 未入账或本身是冲回，不能冲回；预留中的请取消。")
    return of


def _member(actor: Actor, desk: Desk, ask: PartnerAsk) -> Member:
    found = find_by_number(actor, desk.programme.id, ask.member_number)
    if found is None:
        told = f"Nobody has the member's number {ask.member_number}; look at it again."
        raise NotFound("member_unknown", told, f"没有会员号为 {ask.member_number} 的会员；请核对。")
    return found


def _same(before: Weighed, ask: PartnerAsk, member: Member) -> Weighed:
    of = before.of.reference if before.of else ""
    said = (ask.kind, member.id, ask.amount, ask.points, ask.of)
    if said != (before.kind, before.member.id, before.amount, before.asked_points, of) or (ask.day and ask.day != before.day):
        told = f"The reference {ask.reference} was used for another line; give a new one to what is new, or take the old line back."
        raise Conflict("partner_reference_used", told, f"流水号 {ask.reference} 已用于另一笔；新的业务请用新的流水号，或先冲回原笔。")
    return before


def _reversal(desk: Desk, ask: PartnerAsk, of: Weighed, member: Member) -> Weighed:
    if member.id != of.member.id:
        told = f"The line {ask.of} is of another member; look at the number."
        raise Conflict("partner_reversal_member", told, f"原笔 {ask.of} 属于另一位会员；请核对会员号。")
    day = checked_reversal_day(ask, of.day, desk.today)
    version = next(one for one in desk.versions if one.number == of.rates_number)
    rate = agreed(version.rates, of.kind)
    left = left_after(rate, of.kind, of.left, ask)
    back = of.left[0] - left[0]
    money = price_of(rate, of.left[0]) - price_of(rate, left[0])
    state = PartnerLineState.BOOKED
    said = (ask.amount, ask.points, back, money, (0, None), of.rates_number)
    return Weighed(None, ask.reference, ask.kind, state, member, day, *said, of=of, of_left=left)


def _weighed(actor: Actor, row: models.PartnerLine) -> Weighed:
    return Weighed(
        row.id,
        row.reference,
        PartnerLineKind(row.kind),
        PartnerLineState(row.state),
        get_member(actor, row.member_id),
        row.day,
        row.amount,
        row.asked_points,
        row.points,
        row.money_minor,
        (row.left_points, row.left_amount),
        row.rates_number,
        of=_weighed(actor, row.of) if row.of else None,
    )


def _line(row: models.PartnerLine) -> PartnerLine:
    return PartnerLine(
        row.id,
        row.partner_id,
        row.reference,
        PartnerLineKind(row.kind),
        PartnerLineState(row.state),
        row.member_id,
        row.member.number,
        row.day,
        row.booked_on,
        row.amount,
        row.points,
        row.money_minor,
        row.left_points,
        row.rates_number,
        row.of.reference if row.of else None,
        PartnerLineKind(row.of.kind) if row.of else None,
        PartnerRoute(row.route),
        row.held_until,
        row.ordered_at,
    )


def _unknown(said: str) -> NotFound:
    return NotFound("partner_line_unknown", f"The partner has no line {said}; look at the reference.", f"该伙伴没有流水 {said}；请核对。")
