"""How the ledger follows a booking: what stands in the ledger, what should, and the transfers between the two. Rules EA10 to EA13 of
docs/algorithms/earning.md. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from hashlib import blake2b
from typing import Any
from uuid import UUID

from xenia.loyalty.rules.purchases import priced
from xenia.loyalty.types.earning import Purchase, Stage, Why
from xenia.loyalty.types.ledger import Phase

MARK_BYTES = 6
PART_BYTES = 4
_KEY = "earn"


@dataclass(frozen=True, order=True)
class ChainKey:
    """What one rule brought to one account for one purchase: the transfers under it are numbered from 0."""

    source: str
    part: str
    account: int
    rule_id: UUID


@dataclass(frozen=True)
class Posted:
    """A transfer that was posted, and what of it was not taken back."""

    id: UUID
    giver: int
    amount: int
    rest: int


@dataclass(frozen=True)
class Standing:
    """What stands in the ledger under one key: an open promise, what was posted, and how many transfers there are."""

    promise: Posted | None = None
    posted: tuple[Posted, ...] = ()
    written: int = 0
    mark: str = ""
    value_on: date | None = None
    judged: dict[str, Any] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        return sum(one.rest for one in self.posted)

    @property
    def held(self) -> int:
        """Points given or promised."""
        return self.rest + (self.promise.amount if self.promise else 0)


@dataclass(frozen=True)
class Planned:
    """A transfer to be written: from the giver to the member's account, or back from it where the phase is a reversal."""

    phase: Phase
    giver: int
    amount: int
    of: UUID | None
    number: int


@dataclass(frozen=True)
class Row:
    """A transfer of the ledger, as far as following needs it."""

    id: UUID
    key: str
    phase: Phase
    giver: int
    taker: int
    amount: int
    of: UUID | None
    source: str
    details: dict[str, Any]
    value_on: date


def key_of(chain: ChainKey, number: int) -> str:
    """Rule EA10: the key of a transfer says what it is for and which of its kind it is, so that the same step is never written twice."""
    digest = blake2b(f"{chain.source}|{chain.part}".encode(), digest_size=16).hexdigest()
    return f"{_KEY}:{digest}:{chain.account}:{chain.rule_id.hex}:{number}"


def mark_of(purchase: Purchase) -> str:
    """A mark that differs where a purchase became another: not by its member's tier and tags nor by a rate, which are judged once."""
    said = (
        purchase.stage, purchase.line, purchase.property, purchase.product, purchase.channel, purchase.booked_on, purchase.starts_on,
        purchase.counts_on, purchase.nights, purchase.segments, purchase.distance_km, purchase.cabin, purchase.action,
        purchase.is_traveller, purchase.is_booker, sorted(purchase.faults),
        purchase.told_minor if purchase.told_minor is not None else purchase.amount_minor, purchase.currency, purchase.sharers,
        *((purchase.seats,) if purchase.is_company else ()),
    )  # fmt: skip
    return blake2b(repr([str(one) for one in said]).encode(), digest_size=MARK_BYTES).hexdigest()


def standings(rows: Iterable[Row]) -> dict[ChainKey, Standing]:
    """What stands under each key, from the transfers of some sources in the order of the ledger."""
    found: dict[ChainKey, Standing] = {}
    for row in rows:
        if not row.key.startswith(f"{_KEY}:"):
            continue
        _, _, account, rule, _ = row.key.split(":")
        chain = ChainKey(row.source, str(row.details.get("part", "")), int(account), UUID(rule))
        found[chain] = _after(found.get(chain, Standing()), row)
    return found


def standing_of(rows: Iterable[Row]) -> Standing:
    """What stands under one key, from its transfers in the order of the ledger."""
    return reduce(_after, rows, Standing())


def _after(before: Standing, row: Row) -> Standing:
    promise, posted = before.promise, before.posted
    match row.phase:
        case Phase.PENDING:
            promise = Posted(row.id, row.giver, row.amount, row.amount)
        case Phase.VOID:
            promise = None
        case Phase.POST | Phase.POSTED:
            promise = None if row.phase is Phase.POST else promise
            posted = (*posted, Posted(row.id, row.giver, row.amount, row.amount))
        case Phase.REVERSAL:
            posted = tuple(Posted(one.id, one.giver, one.amount, one.rest - row.amount) if one.id == row.of else one for one in posted)
    judged = row.details.get("judged") or before.judged
    return Standing(promise, posted, before.written + 1, str(row.details.get("mark", "")), row.value_on, judged)


def followed(standing: Standing, stage: Stage, points: int, giver: int) -> Sequence[Planned]:
    """Rules EA11 and EA12: the transfers after which the ledger holds what the purchase earns, none where it does.

    Promised: one open promise of the points, nothing posted. Done: the promise is posted, for less where it earns less; more than was
    promised is added, and what was posted too much is taken back from the latest first. Otherwise nothing stays.
    """
    promise, number = standing.promise, standing.written
    plans: list[Planned] = []

    def plan(phase: Phase, by: int, amount: int, of: UUID | None = None) -> None:
        plans.append(Planned(phase, by, amount, of, number + len(plans)))

    wanted = points if stage is Stage.DONE else 0
    promised = points if stage is Stage.PROMISED else 0
    held = standing.rest
    if promise and stage is Stage.DONE and wanted > held:
        part = min(wanted - held, promise.amount)
        plan(Phase.POST, promise.giver, part, promise.id)
        held += part
    elif promise and promise.amount != promised:
        plan(Phase.VOID, promise.giver, promise.amount, promise.id)
    if promised and not (promise and promise.amount == promised):
        plan(Phase.PENDING, giver, promised)
    if wanted > held:
        plan(Phase.POSTED, giver, wanted - held)
    for one in reversed(standing.posted):
        part = min(one.rest, held - wanted)
        if part > 0:
            plan(Phase.REVERSAL, one.giver, part, one.id)
            held -= part
    return plans


def as_judged(purchase: Purchase, standing: Sequence[Standing]) -> Purchase:
    """Rule EA9: what was posted was judged once: a later change of the booking goes by the same tier, tags and rate."""
    judged = next((one.judged for one in standing if one.posted and one.judged), None)
    if judged is None:
        return purchase
    kept = replace(purchase, tier=judged.get("tier", ""), tags=frozenset(judged.get("tags", ())))
    rate = judged.get("rate")
    if rate is None or rate == purchase.rate:
        return kept
    return priced(replace(kept, faults=tuple(one for one in kept.faults if one is not Why.RATE_UNKNOWN)), rate)


def asked_of(plans: Sequence[Planned]) -> int:
    """How much the plans take newly from their giver, what is freed in the same deed taken off: for a budget."""
    fresh = sum(one.amount for one in plans if one.phase in (Phase.PENDING, Phase.POSTED))
    freed = sum(one.amount for one in plans if one.phase is Phase.VOID)
    return fresh - freed
