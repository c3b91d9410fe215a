"""Whose points pay: the one place that turns a member and an amount into what each account gives (rule FA10 of
docs/algorithms/family.md)."""

from datetime import datetime

from xenia.kernel.actor import Actor
from xenia.loyalty.actions.expiry import sweep
from xenia.loyalty.models.families import Family
from xenia.loyalty.models.ledger import Lot
from xenia.loyalty.queries.families import sharing_with
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.rows.families import tie_of
from xenia.loyalty.rules.families import split
from xenia.loyalty.types.families import Payment, SharedLot
from xenia.loyalty.types.programmes import Programme

POINTS = "POINTS"


def payers_of(actor: Actor, programme: Programme, payment: Payment, *, now: datetime) -> list[tuple[int, int]]:
    """Returns which account gives how many of the points: the member's own, or with the family those of all who share, lots that end
    soonest first. All these accounts and the others of the same deed are locked in the order of their ids, and what has ended expires
    first. For this module. Raises Conflict where all together have less; of one member alone the ledger says so."""
    member_id, points = payment.member_id, payment.points
    kind = programme.kind(POINTS).id
    if not payment.with_family:
        own = member_accounts(actor, [member_id], kind)[member_id]
        sweep(actor, programme.id, [own, *payment.beside], now=now)
        return [(own, points)] if points else []
    tie = tie_of(member_id)
    if tie is not None:  # whoever takes back the consent waits for this, or this for that
        Family.objects.select_for_update(no_key=True).get(id=tie.family_id)
    accounts = member_accounts(actor, sharing_with(actor, member_id, now=now), kind)
    sweep(actor, programme.id, [*accounts.values(), *payment.beside], now=now)
    rows = Lot.objects.filter(account_id__in=list(accounts.values()), unused__gt=0)
    lots = [SharedLot(*found) for found in rows.values_list("id", "account_id", "unused", "expires_on")]
    return sorted(split(lots, accounts[member_id], points).items()) if points else []
