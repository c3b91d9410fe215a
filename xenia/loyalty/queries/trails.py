"""The trail of points: which lots an entry took from, which lot it brought, and what used that one."""

from uuid import UUID

from django.db.models import Q, Sum

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.models.ledger import Account, Lot, LotUse, Transfer
from xenia.loyalty.queries.ledger import list_related
from xenia.loyalty.types.ledger import Cause, LedgerEntry, Phase
from xenia.loyalty.types.trails import EntryTrail, LotSpent, LotTaken


def get_trail(actor: Actor, member_id: UUID, transfer_id: UUID) -> EntryTrail:
    """Returns where the points of one entry came from and what became of them; raises NotFound for an entry that is not the member's."""
    related = list_related(actor, member_id, transfer_id)
    entry = next((one for one in related if one.id == transfer_id), None)
    if entry is None:
        told = f"The member has no entry {transfer_id}; look at the entries again."
        raise NotFound("entry_unknown", told, "该会员没有这笔记录；请重新查看。")
    accounts = list(Account.objects.filter(member_id=member_id).values_list("id", flat=True))
    brought = list(Lot.objects.filter(transfer_id=entry.id, account_id__in=accounts))
    return EntryTrail(
        entry,
        _taken(entry, accounts),
        sum(one.unused for one in brought) if brought else None,
        _spent([one.id for one in brought]),
        tuple(one for one in related if one.id != entry.id),
    )


def _taken(entry: LedgerEntry, accounts: list[int]) -> tuple[LotTaken, ...]:
    """What each lot gave to the entry, less what was given back to it; a promise that was kept took its lots when it was made."""
    takers = [entry.id, *([entry.of] if entry.phase is Phase.POST and entry.of else [])]
    uses = LotUse.objects.filter(Q(taker_id__in=takers) | Q(transfer_id=entry.id, taker_id__isnull=False))
    sums = dict(uses.values_list("lot_id").annotate(total=Sum("amount")).order_by("lot_id"))
    lots = Lot.objects.filter(id__in=[one for one, total in sums.items() if total], account_id__in=accounts).order_by("expires_on", "id")
    origins = _transfers([one.earned_by for one in lots])
    return tuple(
        LotTaken(
            one.id,
            sums[one.id],
            one.value_on,
            one.expires_on,
            Cause(origins[one.earned_by].cause),
            origins[one.earned_by].source,
            one.earned_by,
        )
        for one in lots
    )


def _spent(lot_ids: list[int]) -> tuple[LotSpent, ...]:
    """What took from these lots, the first on top; what was given back whole is not there."""
    uses = LotUse.objects.filter(lot_id__in=lot_ids).values_list("taker_id").annotate(total=Sum("amount")).order_by("taker_id")
    sums = {taker: total for taker, total in uses if total}
    takers = _transfers([one for one in sums if one])
    return tuple(_use(takers.get(taker) if taker else None, total) for taker, total in sums.items())


def _use(taker: Transfer | None, amount: int) -> LotSpent:
    if taker is None:
        return LotSpent(None, amount, None, "", None)
    return LotSpent(taker.id, amount, Cause(taker.cause), taker.source, taker.booked_on)


def _transfers(ids: list[UUID]) -> dict[UUID, Transfer]:
    return {one.id: one for one in Transfer.objects.filter(id__in=ids)}
