"""Benefits of tiers whose uses are counted: granted once a tier year, used, and given back. Each is an account of the ledger with lots that
end with the tier year (rule TI13 of docs/algorithms/tiers.md)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.loyalty.actions.expiry import sweep
from xenia.loyalty.actions.ledger import write_deed, write_deeds
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.models.programmes import PointKind
from xenia.loyalty.queries.ledger import company_account, member_accounts
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase, PointRole
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.tiers import Benefit, BenefitUse
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

USES_MOST = 100
OPEN_ACCOUNTS = """
INSERT INTO loyalty_account (point_kind_id, role, member_id, holder, is_counted, has_lots, floor, posted, reserved, incoming)
SELECT kind.id, 'member', member.id, '', true, kind.has_lots, %(floor)s, 0, 0, 0
FROM loyalty_pointkind AS kind JOIN loyalty_member AS member ON member.programme_id = kind.programme_id AND member.state = 'active'
WHERE kind.id = ANY (%(kinds)s) AND (%(members)s::uuid[] IS NULL OR member.id = ANY (%(members)s))
  AND NOT EXISTS (SELECT 1 FROM loyalty_account WHERE member_id = member.id AND point_kind_id = kind.id)
ORDER BY member.id, kind.id ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Entitled:
    """A member whose tier brings these counted benefits in the tier year from `starts_on` until `ends_on` (exclusive)."""

    member_id: UUID
    benefits: tuple[Benefit, ...]
    starts_on: date
    ends_on: date

    @property
    def source(self) -> str:
        return f"tier_year:{self.member_id}:{self.starts_on}"


@dataclass(frozen=True)
class _Kind:
    """One benefit of a programme: its kind of points, where its uses come from, and each member's account."""

    id: int
    issued: int
    accounts: dict[UUID, int]


def grant_benefits(actor: Actor, programme_id: UUID, entitled: Sequence[Entitled], *, today: date, now: datetime) -> int:
    """Grants what each member's tier brings and the tier year has not brought yet, and returns how many grants were written (rule TI13).
    Who rises within the year gets the difference; who falls keeps what was granted until the year ends. For this module, which holds the
    members' standings locked meanwhile."""
    actor.require(Permission.VIEW_LOYALTY)
    if not entitled:
        return 0
    codes = {benefit.code for one in entitled for benefit in one.benefits}
    kinds = _kinds(actor, programme_id, codes, [one.member_id for one in entitled])
    had = _granted([one.source for one in entitled])
    deeds = [Deed(Cause.BENEFIT, one.source, today, moves) for one in entitled if (moves := tuple(_grants(one, kinds, had)))]
    write_deeds(actor, deeds, now=now)
    return sum(len(deed.moves) for deed in deeds)


@transaction.atomic
def use_benefit(*, actor: Actor, member_id: UUID, use: BenefitUse, now: datetime) -> UUID:
    """Holds back uses of a benefit and returns the id by which they are confirmed or given back. The same key holds back once. Raises
    Conflict where fewer are left, NotFound where the member never had the benefit."""
    actor.require(Permission.SERVE_MEMBERS)
    member = get_member(actor, member_id)
    account = _account_of(member_id, use.benefit)
    if isinstance(use.uses, bool) or not 1 <= use.uses <= USES_MOST:
        zh = f"使用次数 {use.uses} 无效；请取 1 到 {USES_MOST}。"
        raise Invalid("uses_invalid", f"{use.uses} uses are asked for; take 1 to {USES_MOST}.", zh)
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    sweep(actor, member.programme_id, [account.id], now=now)
    today = day_of(now, get_programme(actor, member.programme_id).time_zone)
    taker = company_account(actor, account.point_kind_id, AccountRole.REDEEMED)
    move = Move(key=f"use:{member_id}:{use.key}", giver=account.id, taker=taker, amount=use.uses, phase=Phase.PENDING)
    (held,) = write_deed(actor, Deed(Cause.BENEFIT, use.source, today, (move,)), now=now)
    if held.is_new:
        details = {"benefit": use.benefit, "uses": use.uses}
        record(actor, "member.benefit_held", subject=subject_of_member(member_id), details=details, now=now)
    return held.id


@transaction.atomic
def confirm_use(*, actor: Actor, use_id: UUID, now: datetime) -> None:
    """The benefit was used: what was held back is gone. Doing it again changes nothing; raises Conflict where it was given back."""
    held, member_id, today = _held(actor, use_id, now)
    end = _end_of(held)
    if end is None:
        _end(actor, held, Phase.POST, f"confirm:{use_id}", today, now)
        record(actor, "member.benefit_used", subject=subject_of_member(member_id), details={"uses": held.amount}, now=now)
    elif end.phase == Phase.VOID.value or _is_reversed(end):
        raise Conflict("benefit_given_back", "The benefit was given back already; hold it back again.", "该权益已退回；请重新预留。")


@transaction.atomic
def use_benefit_now(*, actor: Actor, member_id: UUID, use: BenefitUse, now: datetime) -> UUID:
    """Uses a benefit at once, as at a desk where the guest stands: held back and confirmed in one. Returns the id by which it can be given
    back; raises like `use_benefit`."""
    use_id = use_benefit(actor=actor, member_id=member_id, use=use, now=now)
    confirm_use(actor=actor, use_id=use_id, now=now)
    return use_id


@transaction.atomic
def give_back(*, actor: Actor, use_id: UUID, now: datetime) -> None:
    """The benefit was not used after all: it returns to the very lots it came from, whether it was confirmed or not. Doing it again changes
    nothing; what has ended meanwhile is over."""
    held, member_id, today = _held(actor, use_id, now)
    end = _end_of(held)
    if end is None:
        _end(actor, held, Phase.VOID, f"give_back:{use_id}", today, now)
    elif end.phase == Phase.POST.value and not _is_reversed(end):
        back = Move(
            key=f"give_back:{use_id}",
            giver=held.to_account_id,
            taker=held.from_account_id,
            amount=end.amount,
            phase=Phase.REVERSAL,
            of=end.id,
        )
        write_deed(actor, Deed(Cause.BENEFIT, held.source, today, (back,)), now=now)
    else:
        return
    record(actor, "member.benefit_given_back", subject=subject_of_member(member_id), details={"uses": held.amount}, now=now)


def open_accounts(actor: Actor, kinds: Sequence[int], member_ids: Sequence[UUID] | None, *, floor: int) -> None:
    """Opens an account of kinds of points that came after these members (None: all) had joined; those that are there stay."""
    actor.require(Permission.VIEW_LOYALTY)
    with connection.cursor() as cursor:
        members = list(member_ids) if member_ids is not None else None
        cursor.execute(OPEN_ACCOUNTS, {"kinds": list(kinds), "members": members, "floor": floor})


def _kinds(actor: Actor, programme_id: UUID, codes: Collection[str], member_ids: Sequence[UUID]) -> dict[str, _Kind]:
    kinds = list(PointKind.objects.filter(programme_id=programme_id, role=PointRole.BENEFIT.value, code__in=codes))
    open_accounts(actor, [one.id for one in kinds], member_ids, floor=0)
    return {
        kind.code: _Kind(kind.id, company_account(actor, kind.id, AccountRole.ISSUED), member_accounts(actor, member_ids, kind.id))
        for kind in kinds
    }


def _granted(sources: Sequence[str]) -> dict[tuple[str, int], int]:
    """How much each tier year brought to each account."""
    rows = Transfer.objects.filter(source__in=sources, phase=Phase.POSTED.value).values_list("source", "to_account_id")
    return {(source, account): total for source, account, total in rows.annotate(total=Sum("amount"))}


def _grants(one: Entitled, kinds: dict[str, _Kind], had: dict[tuple[str, int], int]) -> Iterator[Move]:
    for benefit in one.benefits:
        kind, uses = kinds[benefit.code], benefit.uses or 0
        account = kind.accounts[one.member_id]
        lacking = uses - had.get((one.source, account), 0)
        if lacking > 0:
            key = f"benefit:{one.member_id}:{benefit.code}:{one.starts_on}:{uses}"
            yield Move(key=key, giver=kind.issued, taker=account, amount=lacking, expires_on=one.ends_on)


def _account_of(member_id: UUID, benefit: str) -> Account:
    row = Account.objects.filter(member_id=member_id, point_kind__code=benefit, point_kind__role=PointRole.BENEFIT.value).first()
    if row is None:
        raise NotFound(
            "benefit_unknown",
            f"The member never had a benefit {benefit} that is counted; look at the benefits of the tier.",
            f"该会员没有可计次的权益 {benefit}；请查看其等级权益。",
        )
    return row


def _held(actor: Actor, use_id: UUID, now: datetime) -> tuple[Transfer, UUID, date]:
    """The pending use, its account locked, so that two who end it do so one after the other."""
    actor.require(Permission.SERVE_MEMBERS)
    row = Transfer.objects.filter(id=use_id, phase=Phase.PENDING.value, cause=Cause.BENEFIT.value).first()
    account = Account.objects.select_for_update(no_key=True).filter(id=row.from_account_id).first() if row else None
    if row is None or account is None or account.member_id is None:
        raise NotFound("use_unknown", f"There is no use {use_id} of a benefit.", "没有这次权益使用。")
    member = get_member(actor, account.member_id)
    return row, account.member_id, day_of(now, get_programme(actor, member.programme_id).time_zone)


def _end_of(held: Transfer) -> Transfer | None:
    return Transfer.objects.filter(of=held.id, phase__in=[Phase.POST.value, Phase.VOID.value]).first()


def _is_reversed(end: Transfer) -> bool:
    return Transfer.objects.filter(of=end.id, phase=Phase.REVERSAL.value).exists()


def _end(actor: Actor, held: Transfer, phase: Phase, key: str, today: date, now: datetime) -> None:
    move = Move(key=key, giver=held.from_account_id, taker=held.to_account_id, amount=held.amount, phase=phase, of=held.id)
    write_deed(actor, Deed(Cause.BENEFIT, held.source, today, (move,)), now=now)
