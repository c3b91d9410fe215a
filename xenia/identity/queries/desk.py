"""The steward's desk: which pairs wait and what is at stake, two records beside each other, and what people decided before."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from xenia.connect.queries.guests import list_summaries, names_of
from xenia.connect.queries.pairs import booking_values, compare_records, seen_among
from xenia.connect.types.guests import GuestSummary
from xenia.identity import models
from xenia.identity.queries.asked import asked_pairs, asked_weights
from xenia.identity.queries.evidence import Weighed, weigh_pair
from xenia.identity.queries.links import guest_of
from xenia.identity.rows import reason_of
from xenia.identity.rules.weighing import chance
from xenia.identity.types import Asked, AskedCounts, AskedPair, DecisionLine, Joint, PairPage, PairSaid, Stake, WeightCount, WhyPage
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

QUEUE_MAX = 2_000
"""So many of the likeliest pairs are ordered by what is at stake; those behind them come forward as these are decided (rule M42)."""
STEPS = (20.0, 8.0, 3.0, 1.0)
"""Weights at which many may be accepted, the surest first; what is hardly likelier than not is looked at pair by pair."""
RECORDS_MAX = 30
JOINTS_MAX = 200
Pair = tuple[UUID, UUID]


def list_asked(actor: Actor, *, page: str | None = None, size: int = 50) -> Page[AskedPair]:
    """Returns the pairs that wait for a person, those with most at stake first: what the bookings of both guests are worth (rule M42)."""
    size = page_size(size)
    pairs = asked_pairs(actor, limit=QUEUE_MAX)
    stakes = _stakes(actor, pairs)
    ordered = sorted(pairs, key=lambda one: _place(one, stakes.get(one.id)))
    if page:
        minor, pair_id = keys_of(page, int, int)
        ordered = [one for one in ordered if _place(one, stakes.get(one.id)) > (-minor, pair_id)]
    shown = ordered[:size]
    lines = list_summaries(actor, [record_id for one in shown for record_id in (one.left_id, one.right_id)])
    items = [_asked(one, lines, stakes.get(one.id)) for one in shown]
    last = _place(shown[-1], stakes.get(shown[-1].id)) if len(ordered) > size else None
    return Page(items, page_token(-last[0], last[1]) if last else None)


def _asked(pair: Asked, lines: Mapping[UUID, GuestSummary], stake: Stake | None) -> AskedPair:
    guests = (pair.left_guest_id, pair.right_guest_id)
    return AskedPair(pair.id, lines[pair.left_id], lines[pair.right_id], *guests, pair.weight, chance(pair.weight), stake)


def count_asked(actor: Actor) -> AskedCounts:
    """Returns how many pairs wait, and how many of them lie at or above each weight: the preview of accepting many."""
    weights, is_capped = asked_weights(actor)
    return AskedCounts(len(weights), is_capped, tuple(WeightCount(step, sum(weight >= step for weight in weights)) for step in STEPS))


def count_acceptable(actor: Actor, weight_min: float) -> int:
    """Returns how many pairs wait at or above a weight."""
    return len(asked_weights(actor, weight_min=weight_min)[0])


def get_pair(actor: Actor, left_id: UUID, right_id: UUID) -> PairPage:
    """Returns two records beside each other, in whichever order they are named; raises NotFound where the actor does not see both."""
    actor.require(Permission.RESOLVE_GUESTS)
    fields = compare_records(actor, left_id, right_id)
    guests = _guests([left_id, right_id])
    if len(guests) < 2:
        raise _gone()
    others = [_mates(guests[record_id], (left_id, right_id)) for record_id in (left_id, right_id)]
    seen = list_summaries(actor, [left_id, right_id, *others[0], *others[1]])
    pair = (min(left_id, right_id), max(left_id, right_id))
    match = models.Match.objects.filter(left_id=pair[0], right_id=pair[1]).first()
    weighed = weigh_pair(actor, left_id, right_id)
    weight = _weight(match, weighed)
    return PairPage(
        left=seen[left_id],
        right=seen[right_id],
        left_guest_id=guests[left_id],
        right_guest_id=guests[right_id],
        fields=fields,
        evidence=weighed.evidence,
        start_bits=weighed.start_bits,
        weight=weight,
        chance=None if weight is None else chance(weight),
        rule=match.rule if match else "",
        conflict=weighed.conflict,
        left_others=_of(seen, others[0]),
        right_others=_of(seen, others[1]),
        stake=_stake(booking_values(actor, _all_mates(set(guests.values())))),
        decision=_standing(actor, [pair]).get(pair),
    )


def list_decisions(actor: Actor, *, page: str | None = None, size: int = 50) -> Page[DecisionLine]:
    """Returns what people decided, newest first, one line a batch; those about records the actor sees, undone ones too."""
    actor.require(Permission.RESOLVE_GUESTS)
    size = page_size(size)
    earlier = models.Decision.objects.filter(batch_id=OuterRef("batch_id"), id__lt=OuterRef("id"))
    rows = models.Decision.objects.filter(~Exists(earlier)).order_by("-said_at", "-id")
    if page:
        said_at, decision_id = keys_of(page, datetime.fromisoformat, UUID)
        rows = rows.filter(Q(said_at__lt=said_at) | Q(said_at=said_at, id__lt=decision_id), said_at__lte=said_at)
    held = list(rows[: size + 1])
    token = page_token(held[size - 1].said_at.isoformat(), str(held[size - 1].id)) if len(held) > size else None
    return Page(_lines(actor, held[:size]), token)


def why_one_guest(actor: Actor, guest_id: UUID) -> WhyPage:
    """Returns what links the records of a guest, by any id of it, for whoever asks why they are one person; raises NotFound where none of
    them is seen.

    Given with the evidence are the links along which the records hang together, the strongest first, and every decision of a person.
    """
    guest_id = guest_of(actor, guest_id) or guest_id
    records = sorted(models.GuestLink.objects.filter(guest_id=guest_id).values_list("record_id", flat=True))
    seen = list_summaries(actor, records[:RECORDS_MAX])
    if not seen:
        raise _gone()
    matches = models.Match.objects.filter(left_id__in=seen, right_id__in=seen).order_by("-weight", "id")[:JOINTS_MAX]
    held = {(row.left_id, row.right_id): row for row in matches}
    ids = list(seen)
    said = _standing(actor, [(left, right) for left in ids for right in ids if left < right])
    pairs = [*said, *(pair for pair in _spanning(held) if pair not in said)]
    weighed = {pair: weigh_pair(actor, *pair) for pair in pairs}
    joints = tuple(_joint(pair, held.get(pair), weighed[pair], said.get(pair)) for pair in pairs)
    start = next((one.start_bits for one in weighed.values() if one.evidence), 0.0)
    return WhyPage(guest_id, _of(seen, records), len(records) - len(seen), joints, start)


def _joint(pair: Pair, match: models.Match | None, weighed: Weighed, decision: DecisionLine | None) -> Joint:
    weight = _weight(match, weighed)
    rule = match.rule if match else ""
    return Joint(*pair, weight, None if weight is None else chance(weight), rule, weighed.evidence, decision)


def _spanning(matches: Mapping[Pair, models.Match]) -> list[Pair]:
    """The strongest links that hang the records together, each needed; the others repeat what these say."""
    group: dict[UUID, UUID] = {}
    chosen = []
    for left, right in matches:
        first, second = group.setdefault(left, left), group.setdefault(right, right)
        if first != second:
            chosen.append((left, right))
            group = {record: first if of == second else of for record, of in group.items()}
    return chosen


def _stakes(actor: Actor, pairs: Sequence[Asked]) -> dict[int, Stake]:
    """What is at stake in each pair, by the pair's id."""
    mates = _all_mates({guest for one in pairs for guest in (one.left_guest_id, one.right_guest_id)})
    worth = booking_values(actor, mates)
    of_guest: dict[UUID, list[UUID]] = {}
    for record_id, guest_id in mates.items():
        of_guest.setdefault(guest_id, []).append(record_id)
    stakes: dict[int, Stake] = {}
    for one in pairs:
        records = of_guest[one.left_guest_id] + of_guest[one.right_guest_id]
        stake = _stake({record_id: worth[record_id] for record_id in records if record_id in worth})
        stakes |= {one.id: stake} if stake else {}
    return stakes


def _stake(worth: Mapping[UUID, Mapping[str, int]]) -> Stake | None:
    total: Counter[str] = Counter()
    for by_currency in worth.values():
        total.update(by_currency)
    if not total:
        return None
    currency, minor = max(total.items(), key=lambda item: (item[1], item[0]))
    return Stake(minor, currency, tuple(sorted(set(total) - {currency})))


def _place(pair: Asked, stake: Stake | None) -> tuple[int, int]:
    return -(stake.minor if stake else 0), pair.id


def _guests(record_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    return dict(models.GuestLink.objects.filter(record_id__in=list(record_ids)).values_list("record_id", "guest_id"))


def _mates(guest_id: UUID, but: Collection[UUID]) -> list[UUID]:
    rows = models.GuestLink.objects.filter(guest_id=guest_id).exclude(record_id__in=but).order_by("record_id")
    return list(rows.values_list("record_id", flat=True)[:RECORDS_MAX])


def _all_mates(guest_ids: Collection[UUID]) -> dict[UUID, UUID]:
    return dict(models.GuestLink.objects.filter(guest_id__in=list(guest_ids)).values_list("record_id", "guest_id"))


def _of(seen: Mapping[UUID, GuestSummary], record_ids: Iterable[UUID]) -> tuple[GuestSummary, ...]:
    return tuple(seen[record_id] for record_id in record_ids if record_id in seen)


def _weight(match: models.Match | None, weighed: Weighed) -> float | None:
    """What the evidence that is shown comes to; where a rule decided, or nothing can be shown, what was found when the pair was."""
    if match and (match.rule or not weighed.evidence):
        return match.weight
    return weighed.start_bits + sum(one.bits for one in weighed.evidence) if weighed.evidence else None


def _standing(actor: Actor, pairs: Sequence[Pair]) -> dict[Pair, DecisionLine]:
    wanted = set(pairs)
    rows = models.Decision.objects.filter(
        left_id__in={left for left, _ in wanted}, right_id__in={right for _, right in wanted}, undone_at__isnull=True
    )
    return {(one.left_id, one.right_id): one for one in _lines(actor, [row for row in rows if (row.left_id, row.right_id) in wanted])}


def _lines(actor: Actor, rows: Sequence[models.Decision]) -> list[DecisionLine]:
    """The decisions in words, of records the actor sees."""
    records = {record_id for row in rows for record_id in (row.left_id, row.right_id)}
    seen, names = seen_among(actor, records), names_of(actor, records)
    people = peer_names(actor, (person for row in rows for person in (row.said_by, row.undone_by)))
    batches = models.Decision.objects.filter(batch_id__in={row.batch_id for row in rows if row.batch_id}).values("batch_id")
    sizes = dict(batches.annotate(pairs=Count("id")).values_list("batch_id", "pairs"))
    return [
        DecisionLine(
            id=row.id,
            left_id=row.left_id,
            right_id=row.right_id,
            left_name=names.get(row.left_id, ""),
            right_name=names.get(row.right_id, ""),
            said=PairSaid(row.said),
            reason=reason_of(row),
            pairs=sizes.get(row.batch_id, 1) if row.batch_id else 1,
            said_by=people.get(row.said_by, "") if row.said_by else "",
            said_at=row.said_at,
            undone_by=people.get(row.undone_by, "") if row.undone_by else "",
            undone_at=row.undone_at,
        )
        for row in rows
        if row.left_id in seen and row.right_id in seen
    ]


def _gone() -> NotFound:
    return NotFound(
        "record_gone",
        "There is no such guest or record that you may see; it may have been erased or joined meanwhile. Reload the page.",
        "没有您可查看的这位客人或记录；可能已被删除或合并。请刷新页面。",
    )
