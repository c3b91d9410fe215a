"""Bringing some members of a programme that is taken over: memberships, former numbers, tiers and opening balances, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.accounts import open_member_accounts
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.actions.members import new_numbers
from xenia.loyalty.actions.tiers import recompute
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.take_overs import FormerNumber
from xenia.loyalty.models.tiers import TierGrant
from xenia.loyalty.queries.ledger import company_account, member_accounts
from xenia.loyalty.queries.take_over_parts import Ground, Judged, judge
from xenia.loyalty.rules.take_over import as_said, is_given, opening_until
from xenia.loyalty.rules.take_over_balances import ends_on
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.take_over import LotSaid, MemberSaid
from xenia.loyalty.types.tiers import GrantKind, GrantState, HandReason

CHANNEL = "take_over"
TRIES = 3
"""Somebody may enrol a guest of the part at the desk between looking and writing: then the part is looked at again."""


def bring_part(actor: Actor, ground: Ground, numbers: Sequence[str], *, now: datetime) -> Judged:
    """Writes what is to be brought of these members, all of it or nothing, and returns what became of them. Doing it again finds it all
    there."""
    taken = set(ground.taken)
    for _ in range(TRIES - 1):
        try:
            return _bring(actor, ground, numbers, now)
        except IntegrityError:
            ground.taken = set(taken)
    return _bring(actor, ground, numbers, now)


@transaction.atomic
def _bring(actor: Actor, ground: Ground, numbers: Sequence[str], now: datetime) -> Judged:
    judged = judge(actor, ground, numbers)
    made = _enrol(actor, ground, judged.fresh, now)
    known = {**judged.known, **made}
    if judged.lots:
        _write_lots(actor, ground, judged, known, now)
    active = [made[said.number] for said, _ in judged.fresh if said.left_on is None]
    if active and ground.policy:
        recompute(actor=actor, programme_id=ground.programme.id, member_ids=active, now=now)
    return judged


def _enrol(actor: Actor, ground: Ground, fresh: Sequence[tuple[MemberSaid, UUID]], now: datetime) -> dict[str, UUID]:
    """Rules IM2 and IM3: memberships as they were, under new numbers beside the former ones, and tiers as they were reached."""
    if not fresh:
        return {}
    members = [
        Member(
            id=new_id(),
            programme_id=ground.programme.id,
            number=number,
            guest_id=guest_id,
            state=(MemberState.LEFT if said.left_on else MemberState.ACTIVE).value,
            enrolled_on=said.enrolled_on,
            left_on=said.left_on,
            enrolled_by=actor.user_id,
            channel=CHANNEL,
            created_at=now,
        )
        for (said, guest_id), number in zip(fresh, new_numbers(actor, len(fresh)), strict=True)
    ]
    Member.objects.bulk_create(members)
    made = {said.number: one.id for (said, _), one in zip(fresh, members, strict=True)}
    FormerNumber.objects.bulk_create(
        FormerNumber(
            member_id=made[said.number],
            programme_id=ground.programme.id,
            take_over_id=ground.take_over_id,
            number=said.number,
            said=as_said(said),
        )
        for said, _ in fresh
    )
    open_member_accounts(actor=actor, member_ids=list(made.values()), programme=ground.programme)
    _give_tiers(actor, ground, fresh, made, now)
    return made


def _give_tiers(actor: Actor, ground: Ground, fresh: Sequence[tuple[MemberSaid, UUID]], made: dict[str, UUID], now: datetime) -> None:
    policy = ground.policy
    if policy is None:
        return
    TierGrant.objects.bulk_create(
        TierGrant(
            id=new_id(),
            member_id=made[said.number],
            kind=GrantKind.BY_HAND.value,
            tier=said.tier,
            state=GrantState.ACCEPTED.value,
            offered_on=ground.as_of,
            since=ground.as_of,
            until=opening_until(policy, said.enrolled_on, ground.as_of),
            reason=HandReason.OPENING.value,
            offered_by=actor.user_id,
            created_at=now,
        )
        for said, _ in fresh
        if said.left_on is None and is_given(policy, said.tier)
    )


def _write_lots(actor: Actor, ground: Ground, judged: Judged, known: dict[str, UUID], now: datetime) -> None:
    """Rule IM7: each lot comes from `issued`; what somebody had who had left goes on to `forfeited`."""
    kinds = {kind for lots in judged.lots.values() for kind in lots}
    members = [known[number] for number in judged.lots]
    accounts = {kind: member_accounts(actor, members, ground.programme.kind(kind).id) for kind in kinds}
    deeds, leaving = [], []
    for number, by_kind in judged.lots.items():
        member_id, said = known[number], ground.plan.members.get(number)
        moves = [
            _opening(actor, ground, (member_id, kind, place), lot, accounts[kind][member_id])
            for kind, lots in by_kind.items()
            for place, lot in enumerate(lots)
        ]
        deeds.append(Deed(Cause.OPENING, ground.source, ground.as_of, tuple(moves)))
        if said and said.left_on:
            leaving.append(_leaving(actor, ground, member_id, by_kind, accounts))
    write_deeds(actor, deeds, now=now)
    write_deeds(actor, leaving, now=now)


def _opening(actor: Actor, ground: Ground, place: tuple[UUID, str, int], lot: LotSaid, account: int) -> Move:
    member_id, code, ordinal = place
    kind = ground.programme.kind(code)
    return Move(
        key=f"opening:{member_id}:{code}:{ordinal}",
        giver=_own(actor, ground, kind.id, AccountRole.ISSUED),
        taker=account,
        amount=lot.amount,
        value_on=lot.value_on or ground.as_of,
        expires_on=ends_on(lot, ground.programme.policy.expiry, ground.as_of, has_lots=kind.has_lots),
        details={"said": list(lot.said[1:])},
    )


def _leaving(
    actor: Actor, ground: Ground, member_id: UUID, by_kind: dict[str, list[LotSaid]], accounts: dict[str, dict[UUID, int]]
) -> Deed:
    moves = [
        Move(
            key=f"leave:{member_id}:{code}",
            giver=accounts[code][member_id],
            taker=_own(actor, ground, ground.programme.kind(code).id, AccountRole.FORFEITED),
            amount=sum(one.amount for one in lots),
        )
        for code, lots in by_kind.items()
    ]
    return Deed(Cause.LEAVING, ground.source, ground.as_of, tuple(moves))


def _own(actor: Actor, ground: Ground, kind_id: int, role: AccountRole) -> int:
    """One of the company's own accounts; looked up once in a take-over."""
    key = (kind_id, role)
    if key not in ground.own:
        ground.own[key] = company_account(actor, kind_id, role)
    return ground.own[key]
