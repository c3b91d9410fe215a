"""Booking what partners say: members earn from a clearing account and use points into it, held first and then confirmed; a line is taken
back by another (rules PA5 to PA8 of docs/algorithms/partners.md)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.expiry import roll_lots
from xenia.loyalty.actions.holds import is_open, lapse_due, made_once
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.actions.pieces import ends_of
from xenia.loyalty.actions.pooling import payers_of
from xenia.loyalty.models import partners as models
from xenia.loyalty.models.ledger import Transfer
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.queries.members import find_by_number
from xenia.loyalty.queries.minors import require_guardian
from xenia.loyalty.queries.partner_lines import Desk, Weighed, desk_of, finder, get_partner_line, weigh
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of, expires_on
from xenia.loyalty.rules.partners import agreed, in_books, price_of
from xenia.loyalty.types.families import Payment
from xenia.loyalty.types.ledger import Cause, Deed, Move, Phase
from xenia.loyalty.types.partners import PartnerAsk, PartnerLine, PartnerLineKind, PartnerLineState, PartnerRoute
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

POINTS = "POINTS"
_SAID = {
    PartnerLineKind.EARN: "member.partner_earned",
    PartnerLineKind.BURN: "member.partner_held",
    PartnerLineKind.REVERSAL: "member.partner_reversed",
}


@transaction.atomic
def book_line(*, actor: Actor, ask: PartnerAsk, now: datetime) -> PartnerLine:
    """Books a line that a partner's system says, and returns it: earning and a reversal at once, points used are held until they are
    confirmed. The same reference books once. Raises Invalid, Conflict or NotFound with what is wrong."""
    actor.require(Permission.SERVE_MEMBERS)
    desk = desk_of(actor, ask.partner_id, now=now)
    line_id, is_new = keep_line(actor, desk, ask, None, now=now)
    line = get_partner_line(actor, line_id)
    if is_new:
        details = {"code": desk.partner.code, "points": line.points}
        record(actor, _SAID[ask.kind], subject=subject_of_member(line.member_id), details=details, now=now)
    return line


def keep_line(actor: Actor, desk: Desk, ask: PartnerAsk, file_id: UUID | None, *, now: datetime) -> tuple[UUID, bool]:
    """Writes the line and what it moves, and returns its id and whether it is new. `file_id`: the file that says it. A file tells of what
    has happened: points used are booked at once, and what an earlier call held is confirmed by it. Within a transaction; for this module,
    which asks for the permission."""
    actor.require(Permission.SERVE_MEMBERS)
    if ask.of:  # two who take back the same line do so one after the other
        models.PartnerLine.objects.select_for_update(no_key=True).filter(partner_id=desk.partner.id, reference=ask.of).first()
    find = finder(actor, desk)
    found, is_new = weigh(actor, desk, ask, find)
    if not is_new:
        return _there(actor, desk, found, file_id, now)
    if ask.kind is PartnerLineKind.BURN:
        guardian = find_by_number(actor, desk.programme.id, ask.guardian_number) if ask.guardian_number else None
        require_guardian(actor, found.member, guardian.id if guardian else None, now=now)
    is_held = ask.kind is PartnerLineKind.BURN and file_id is None
    line, is_new = made_once(lambda: _made(actor, desk, found, file_id, is_held, now), lambda: _raced(actor, desk, ask))
    if not is_new:
        return line.id, False
    if ask.kind is PartnerLineKind.EARN:
        _earn(actor, desk, found, line, now)
    elif ask.kind is PartnerLineKind.BURN:
        _burn(actor, desk, found, line, is_held, now)
    else:
        _take_back(actor, desk, found, line, now)
    return line.id, True


@transaction.atomic
def confirm_line(*, actor: Actor, line_id: UUID, now: datetime) -> None:
    """The member got it at the partner: what was held is used. Doing it again changes nothing; raises Conflict where it was cancelled or
    nobody confirmed in time (rule PA7)."""
    actor.require(Permission.SERVE_MEMBERS)
    get_partner_line(actor, line_id)
    line = _locked(line_id)
    if line.state == PartnerLineState.BOOKED.value:
        return
    _confirm(actor, line, now)
    _record(actor, "member.partner_used", line, now)


@transaction.atomic
def cancel_line(*, actor: Actor, line_id: UUID, now: datetime) -> None:
    """Frees what is held for a partner. Doing it again changes nothing; raises Conflict for a line that is booked, which a reversal takes
    back."""
    actor.require(Permission.SERVE_MEMBERS)
    get_partner_line(actor, line_id)
    line = _locked(line_id)
    if line.state == PartnerLineState.BOOKED.value:
        told = f"The line {line.reference} is booked; send a reversal of it."
        raise Conflict("partner_line_booked", told, f"流水 {line.reference} 已入账；请改为发送冲回。")
    if line.state == PartnerLineState.HELD.value:
        _free(actor, line, PartnerLineState.CANCELLED, now)
        _record(actor, "member.partner_cancelled", line, now)


def lapse_lines(*, actor: Actor, now: datetime) -> int:
    """Frees what no partner confirmed in time; returns how many lines lapsed. Twice at once lapses nothing twice."""
    actor.require_for_company(Permission.SERVE_MEMBERS)
    return lapse_due(actor, models.PartnerLine, lambda one: _free(actor, _locked(one), PartnerLineState.LAPSED, now), now=now)


def _there(actor: Actor, desk: Desk, found: Weighed, file_id: UUID | None, now: datetime) -> tuple[UUID, bool]:
    """The line that was there. A file that tells of points used confirms them where they are held, and cannot where that is over."""
    line = models.PartnerLine.objects.select_related("partner").get(partner_id=desk.partner.id, reference=found.reference)
    if file_id is not None and line.state != PartnerLineState.BOOKED.value:
        line = _locked(line.id)
        if line.state != PartnerLineState.BOOKED.value:
            _confirm(actor, line, now)
            models.PartnerLine.objects.filter(id=line.id).update(file_id=file_id)
            return line.id, True
    return line.id, False


def _raced(actor: Actor, desk: Desk, ask: PartnerAsk) -> models.PartnerLine | None:
    """The line of another call with this reference, meanwhile."""
    _, is_new = weigh(actor, desk, ask, finder(actor, desk))
    return None if is_new else models.PartnerLine.objects.get(partner_id=desk.partner.id, reference=ask.reference)


def _made(actor: Actor, desk: Desk, found: Weighed, file_id: UUID | None, is_held: bool, now: datetime) -> models.PartnerLine:
    rates = next(one.rates for one in desk.versions if one.number == found.rates_number)
    return models.PartnerLine.objects.create(
        partner_id=desk.partner.id,
        reference=found.reference,
        kind=found.kind.value,
        state=(PartnerLineState.HELD if is_held else PartnerLineState.BOOKED).value,
        member_id=found.member.id,
        day=found.day,
        booked_on=None if is_held else desk.today,
        amount=found.amount,
        asked_points=found.asked_points,
        points=found.points,
        money_minor=found.money_minor,
        left_points=found.left[0],
        left_amount=found.left[1],
        rates_number=found.rates_number,
        of_id=found.of.id if found.of else None,
        route=(PartnerRoute.API if file_id is None else PartnerRoute.FILE).value,
        file_id=file_id,
        held_until=now + timedelta(hours=rates.hold_hours) if is_held else None,
        ordered_by=actor.user_id,
        ordered_at=now,
    )


def _earn(actor: Actor, desk: Desk, found: Weighed, line: models.PartnerLine, now: datetime) -> None:
    if not found.points:  # less than a step: the line is kept, and nothing moves
        return
    account = _account(actor, desk, found)
    ends = expires_on(desk.programme.policy.expiry, found.day)
    details = _details(desk, found.rates_number, found.points)
    move = Move(_key(line.id), desk.account_id, account, found.points, value_on=found.day, expires_on=ends, details=details)
    write_deed(actor, Deed(Cause.PARTNER, _source(line.id), desk.today, (move,)), now=now)
    roll_lots(actor, desk.programme.id, [account], found.day)


def _burn(actor: Actor, desk: Desk, found: Weighed, line: models.PartnerLine, is_held: bool, now: datetime) -> None:
    """All accounts are locked at once, in the order of their ids; what has ended expires first."""
    payment = Payment(found.member.id, found.points, with_family=False, beside=(desk.account_id,))
    ((account, points),) = payers_of(actor, desk.programme, payment, now=now)
    phase = Phase.PENDING if is_held else Phase.POSTED
    details = {"partner": desk.partner.code}
    move = Move(_key(line.id), account, desk.account_id, points, phase, value_on=found.day, details=details)
    try:
        write_deed(actor, Deed(Cause.PARTNER, _source(line.id), desk.today, (move,)), now=now)
    except Conflict as short:
        if short.code != "points_short":
            raise
        told = f"The member has fewer than {points} points that can be used; ask for fewer."  # how many is not the partner's to know
        raise Conflict("points_short", told, f"会员可用积分不足 {points} 分；请减少数量。") from short
    if not is_held:
        roll_lots(actor, desk.programme.id, [account], found.day)


def _take_back(actor: Actor, desk: Desk, found: Weighed, line: models.PartnerLine, now: datetime) -> None:
    of, (points, amount) = found.of, found.of_left
    if of is None or of.id is None:
        return
    models.PartnerLine.objects.filter(id=of.id).update(left_points=points, left_amount=amount)
    if not found.points:
        return
    was = Transfer.objects.filter(key__in=[_key(of.id), f"{_key(of.id)}:{Phase.POST}"], phase__in=[Phase.POSTED, Phase.POST]).get()
    is_earn = of.kind is PartnerLineKind.EARN
    details = _details(desk, of.rates_number, points) if is_earn else {"partner": desk.partner.code}
    move = Move(_key(line.id), was.to_account_id, was.from_account_id, found.points, Phase.REVERSAL, was.id, details=details)
    write_deed(actor, Deed(Cause.PARTNER, _source(of.id), desk.today, (move,)), now=now)


def _confirm(actor: Actor, line: models.PartnerLine, now: datetime) -> None:
    if not is_open(line, now):
        told = f"The points of {line.reference} are held no more; ask for them again under a new reference."
        raise Conflict("partner_line_over", told, f"流水 {line.reference} 的预留已结束；请用新的流水号重新申请。")
    today = _today(actor, line, now)
    moves = ends_of(actor, [_key(line.id)], Phase.POST)
    write_deed(actor, Deed(Cause.PARTNER, _source(line.id), today, moves), now=now)
    roll_lots(actor, line.partner.programme_id, [one.giver for one in moves], today)
    state = PartnerLineState.BOOKED.value
    models.PartnerLine.objects.filter(id=line.id).update(state=state, booked_on=today, ended_at=now)


def _free(actor: Actor, line: models.PartnerLine, state: PartnerLineState, now: datetime) -> None:
    deed = Deed(Cause.PARTNER, _source(line.id), _today(actor, line, now), ends_of(actor, [_key(line.id)], Phase.VOID))
    write_deed(actor, deed, now=now)
    models.PartnerLine.objects.filter(id=line.id).update(state=state.value, left_points=0, left_amount=None, ended_at=now)


def _details(desk: Desk, number: int, points: int) -> dict[str, str | int]:
    """What the accounting reads: what the partner pays for the points, in the programme's currency (rule PA10). Points for which nothing is
    paid by agreement say nothing, so that they are put off as given ones."""
    rates = next(one.rates for one in desk.versions if one.number == number)
    rate, code = agreed(rates, PartnerLineKind.EARN), desk.partner.code
    if not rate.price_per_1000:
        return {"partner": code}
    paid = in_books(price_of(rate, points), rates.exchange_millionths, (desk.partner.currency, desk.programme.currency))
    return {"partner": code, "part": "", "paid_minor": paid}


def _account(actor: Actor, desk: Desk, found: Weighed) -> int:
    return member_accounts(actor, [found.member.id], desk.programme.kind(POINTS).id)[found.member.id]


def _locked(line_id: UUID) -> models.PartnerLine:
    """The line, locked, so that two who end it do so one after the other."""
    return models.PartnerLine.objects.select_for_update(no_key=True, of=("self",)).select_related("partner").get(id=line_id)


def _today(actor: Actor, line: models.PartnerLine, now: datetime) -> date:
    return day_of(now, get_programme(actor, line.partner.programme_id).time_zone)


def _record(actor: Actor, action: str, line: models.PartnerLine, now: datetime) -> None:
    details = {"code": line.partner.code, "points": line.points}
    record(actor, action, subject=subject_of_member(line.member_id), details=details, now=now)


def _source(line_id: UUID) -> str:
    return f"partner:{line_id}"


def _key(line_id: UUID) -> str:
    return f"partner:{line_id.hex}"
