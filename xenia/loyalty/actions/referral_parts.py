"""One referral in the ledger: both sides' points from the budget, and a place within the referrer's caps, in one deed. For this module's
actions on referrals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.accounts import open_account
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.pieces import PIECES, kind_of
from xenia.loyalty.actions.referral_terms import budget_account
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.queries.ledger import company_account, member_accounts
from xenia.loyalty.rules.expiry import expires_on
from xenia.loyalty.rules.following import Planned, Row, Standing, followed, standing_of
from xenia.loyalty.types.earning import Stage
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase
from xenia.loyalty.types.referrals import ReferralInBooks, ReferralWhy
from xenia.trust.types.access import Permission

REFERRER, FRIEND, MONTH, YEAR = "referrer", "friend", "month", "year"
SHORT = {REFERRER: ReferralWhy.BUDGET, FRIEND: ReferralWhy.BUDGET, MONTH: ReferralWhy.CAP_MONTH, YEAR: ReferralWhy.CAP_YEAR}
BACK = frozenset({Phase.VOID, Phase.REVERSAL})


@dataclass(frozen=True)
class Side:
    """What one side holds of a referral: so much, from an account to another. `most`: the cap of a month or year."""

    name: str
    giver: int
    taker: int
    amount: int
    most: int | None = None


def book_referral(actor: Actor, booked: ReferralInBooks, stage: Stage, *, now: datetime) -> ReferralWhy | None:
    """Rules RF6 and RF7: makes the ledger hold what a referral asks for at a stage; doing it again writes nothing. Returns why it cannot
    be, None where it holds; all is written or nothing. Runs in a transaction."""
    actor.require(Permission.VIEW_LOYALTY)
    sides = _sides(actor, booked)
    free = _locked(sides)
    standing = _standing(booked)
    moves: list[Move] = []
    for side in sorted(sides, key=lambda one: one.most is None):  # caps first: their reason is the nearer one
        plans = followed(standing.get(side.name, Standing()), stage, side.amount, side.giver)
        free[side.giver] -= sum(-one.amount if one.phase in BACK else one.amount for one in plans if one.phase is not Phase.POST)
        if free[side.giver] < 0 and any(one.phase not in BACK for one in plans):
            return SHORT[side.name]
        moves += [_move(booked, side, one) for one in plans]
    moves.sort(key=lambda one: one.phase not in BACK)  # what comes back is there before it is given again
    if not moves:
        return None
    try:
        write_deed(actor, Deed(Cause.REFERRAL, f"referral:{booked.id}", booked.today, tuple(moves)), now=now)
    except Conflict as refused:
        if refused.code != "points_short":
            raise
        return ReferralWhy.DEBT_LIMIT
    return None


def _sides(actor: Actor, booked: ReferralInBooks) -> list[Side]:
    kind = booked.programme.kind(booked.terms.kind)
    budget = budget_account(actor, booked.programme, kind.code)
    accounts = member_accounts(actor, [booked.referrer_id, booked.friend_id], kind.id)
    sides = [
        Side(REFERRER, budget, accounts[booked.referrer_id], booked.terms.points_referrer),
        Side(FRIEND, budget, accounts[booked.friend_id], booked.terms.points_friend),
    ]
    pieces = kind_of(actor, booked.programme.id, PIECES)
    taken = company_account(actor, pieces, AccountRole.ISSUED)
    caps = ((MONTH, booked.terms.per_month, f"{booked.referred_on:%Y-%m}"), (YEAR, booked.terms.per_year, f"{booked.referred_on:%Y}"))
    for name, most, period in caps:
        if most is not None:
            holder = f"referral:{booked.referrer_id.hex}:{period}"
            account = open_account(actor=actor, point_kind_id=pieces, role=AccountRole.STOCK, holder=holder, floor=-most)
            sides.append(Side(name, account, taken, 1, most))
    return [one for one in sides if one.amount]


def _locked(sides: Sequence[Side]) -> dict[int, int]:
    """Locks the accounts in the order of their ids; returns what each may still give. A cap is a floor below zero: one that was changed in
    the terms becomes the floor here, as far as it was not passed before."""
    wanted = {account for one in sides for account in (one.giver, one.taker)}
    rows = list(Account.objects.select_for_update(no_key=True).filter(id__in=wanted, is_counted=True).order_by("id"))
    most = {one.giver: one.most for one in sides if one.most is not None}
    for account in rows:
        cap = most.get(account.id)
        if cap is not None and account.floor != -cap:
            account.floor = min(-cap, account.posted - account.reserved)
            account.save(update_fields=["floor"])
    return {one.id: one.posted - one.reserved - (one.floor or 0) for one in rows}


def _standing(booked: ReferralInBooks) -> dict[str, Standing]:
    found: dict[str, list[Row]] = {}
    for one in Transfer.objects.filter(source=f"referral:{booked.id}").order_by("id"):
        told = Row(
            one.id,
            one.key,
            Phase(one.phase),
            one.from_account_id,
            one.to_account_id,
            one.amount,
            one.of,
            one.source,
            one.details or {},
            one.value_on,
        )
        found.setdefault(one.key.split(":")[2], []).append(told)
    return {side: standing_of(rows) for side, rows in found.items()}


def _move(booked: ReferralInBooks, side: Side, plan: Planned) -> Move:
    """A move of one side; its key says which of its kind it is, so that the same step is never written twice."""
    is_back = plan.phase is Phase.REVERSAL
    is_lot = side.most is None and plan.phase in (Phase.POST, Phase.POSTED)
    return Move(
        key=f"refer:{booked.id.hex}:{side.name}:{plan.number}",
        giver=side.taker if is_back else plan.giver,
        taker=plan.giver if is_back else side.taker,
        amount=plan.amount,
        phase=plan.phase,
        of=plan.of,
        value_on=booked.value_on,
        expires_on=expires_on(booked.programme.policy.expiry, booked.value_on) if is_lot else None,
        details={"side": side.name} if side.most is None else None,
    )
