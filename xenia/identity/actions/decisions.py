"""What people say of two records: same or different. Each word can be undone; guests are made anew from what stands (rules M38 to M41)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from xenia.connect.queries.pairs import seen_among
from xenia.identity import models
from xenia.identity.actions.clusters import JudgeAmong, recluster
from xenia.identity.queries.asked import asked_pairs
from xenia.identity.rows import REASON_FIELD, judge_among, linked
from xenia.identity.rules.clustering import Edge, make_clusters
from xenia.identity.types import Accepted, Moved, PairSaid
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.ids import new_id
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.vault import vault_of

ACCEPT_MAX = 500
REASON_LETTERS_MAX = 1_000
Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Because:
    """Why, in the person's words; `batch_id` holds together what one undo takes back."""

    reason: str = ""
    batch_id: UUID | None = None


NO_REASON = Because()


@transaction.atomic
def say_same(*, actor: Actor, pair: Pair, now: datetime, because: Because = NO_REASON, judge: JudgeAmong = judge_among) -> UUID:
    """Writes down that two records are one person, and makes their guests one; returns the id of the decision. Safe to repeat.

    Raises NotFound for a record that was erased or that the actor does not see, Conflict where other records of the two guests are said to
    be different people (M39).
    """
    left, right = _checked(actor, pair, because)
    (decision_id,) = _say(actor, [(left, right)], PairSaid.SAME, because, now)
    recluster(actor=actor, record_ids=[left, right], judge_among=judge, now=now)
    if len(set(linked([left, right]).values())) > 1:
        raise Conflict(
            "said_different",
            "Other records of these two guests are said to be different people; undo that decision first, it is in the history.",
            "这两位客人的其他记录已被认定为不同的人；请先在“历史”中撤销那项决定。",
        )
    _note(actor, "guest.joined", left, {"records": 2}, now)
    return decision_id


@transaction.atomic
def say_different(*, actor: Actor, pair: Pair, now: datetime, because: Because = NO_REASON, judge: JudgeAmong = judge_among) -> UUID:
    """Writes down that two records are two people, whatever the evidence says; returns the id of the decision. Safe to repeat.

    Raises NotFound for a record that was erased or that the actor does not see.
    """
    left, right = _checked(actor, pair, because)
    (decision_id,) = _say(actor, [(left, right)], PairSaid.DIFFERENT, because, now)
    recluster(actor=actor, record_ids=[left, right], judge_among=judge, now=now)
    _note(actor, "guest.told_apart", left, {"records": 2}, now)
    return decision_id


@transaction.atomic
def split_record(*, actor: Actor, record_id: UUID, now: datetime, because: Because = NO_REASON, judge: JudgeAmong = judge_among) -> UUID:
    """Takes a record out of its guest: it is said to differ from each other record there. Returns the batch that one undo takes back.

    Raises NotFound for a record that was erased or that the actor does not see, Conflict where it is a guest of one.
    """
    _require(actor, because)
    _check_seen(actor, [record_id])
    mates = models.GuestLink.objects.filter(guest_id=linked([record_id])[record_id]).exclude(record_id=record_id)
    others = sorted(mates.values_list("record_id", flat=True))
    if not others:
        raise Conflict(
            "guest_of_one", "This record is a guest of its own already; there is nothing to take apart.", "这条记录已经单独成为一位客人。"
        )
    batch = Because(because.reason, new_id())
    _say(actor, [(min(record_id, other), max(record_id, other)) for other in others], PairSaid.DIFFERENT, batch, now)
    recluster(actor=actor, record_ids=[record_id, *others], judge_among=judge, now=now)
    _note(actor, "guest.told_apart", record_id, {"records": len(others) + 1}, now)
    assert batch.batch_id is not None  # noqa: S101 - made above
    return batch.batch_id


@transaction.atomic
def undo_decision(*, actor: Actor, decision_id: UUID, now: datetime, judge: JudgeAmong = judge_among) -> Moved:
    """Takes a decision back, by its id or its batch's, with all of its batch; what it was said over stands again (M40). Returns what that
    changed.

    Raises NotFound, or Conflict where it was undone already.
    """
    actor.require(Permission.RESOLVE_GUESTS)
    meant = models.Decision.objects.filter(Q(id=decision_id) | Q(batch_id=decision_id)).order_by("left_id", "right_id")
    row = meant.select_for_update().first()
    if row is None:
        raise NotFound(
            "decision_not_found",
            f"There is no decision {decision_id}; it is gone with an erased record.",
            "没有这项决定；相关记录可能已删除。",
        )
    batch = models.Decision.objects.filter(batch_id=row.batch_id) if row.batch_id else models.Decision.objects.filter(id=row.id)
    standing = list(batch.filter(undone_at__isnull=True).order_by("left_id", "right_id").select_for_update())
    _check_undoable(actor, row, standing)
    batch.filter(undone_at__isnull=True).update(undone_at=now, undone_by=actor.user_id)
    _stand_again(standing)
    record_ids = sorted({one for decision in standing for one in (decision.left_id, decision.right_id)})
    moved = recluster(actor=actor, record_ids=record_ids, judge_among=judge, now=now)
    _note(actor, "guest.decision_undone", row.left_id, {"decisions": len(standing)}, now)
    return moved


@transaction.atomic
def accept_many(
    *, actor: Actor, weight_min: float, limit: int, now: datetime, because: Because = NO_REASON, judge: JudgeAmong = judge_among
) -> Accepted:
    """Says same to the asked pairs at or above a weight, the strongest first, some hundred at a time, in one batch (M41).

    Left out are pairs by which records would come together that cannot be one person or are said to be different.
    """
    _require(actor, because)
    pairs = asked_pairs(actor, weight_min=weight_min, limit=max(1, min(limit, ACCEPT_MAX)))
    chosen = _joinable([Edge(one.left_id, one.right_id, one.weight) for one in pairs], judge)
    if not chosen:
        return Accepted(None, 0, len(pairs))
    batch_id = new_id()
    _say(actor, chosen, PairSaid.SAME, Because(because.reason, batch_id), now)
    recluster(actor=actor, record_ids=sorted({one for pair in chosen for one in pair}), judge_among=judge, now=now)
    _note(actor, "guest.joined_many", chosen[0][0], {"pairs": len(chosen)}, now)
    return Accepted(batch_id, len(chosen), len(pairs) - len(chosen))


def _joinable(edges: Sequence[Edge[UUID]], judge: JudgeAmong) -> list[Pair]:
    """The pairs that may be joined all together, as the guests are now."""
    guests = linked([one for edge in edges for one in (edge.left, edge.right)])
    mates: dict[UUID, list[UUID]] = {}
    for record_id, guest_id in models.GuestLink.objects.filter(guest_id__in=set(guests.values())).values_list("record_id", "guest_id"):
        mates.setdefault(guest_id, []).append(record_id)
    among = [record_id for records in mates.values() for record_id in records]
    apart = models.Decision.objects.filter(left_id__in=among, right_id__in=among, said=PairSaid.DIFFERENT, undone_at__isnull=True)
    same = [(records[0], other) for records in mates.values() for other in records[1:]]
    made = make_clusters(edges, judge=judge(among), same=same, different=list(apart.values_list("left_id", "right_id")))
    refused = set(made.refused)
    return [(edge.left, edge.right) for edge in edges if edge not in refused]


def _say(actor: Actor, pairs: Sequence[Pair], said: PairSaid, because: Because, now: datetime) -> list[UUID]:
    """Lets the word stand for each pair, and returns its decisions; another word that stood is said over, and is kept as history (M38)."""
    standing = _standing(pairs)
    made, ids = [], []
    for left, right in sorted(pairs):
        held = standing.get((left, right))
        if held is not None and held.said == said:
            ids.append(held.id)
            continue
        row = models.Decision(left_id=left, right_id=right, said=said, batch_id=because.batch_id, said_by=actor.user_id, said_at=now)
        row.reason_sealed = vault_of(ENV.key_file).seal(because.reason, field=REASON_FIELD, row=row.id) if because.reason else None
        made.append(row)
        ids.append(row.id)
    over = [one.id for pair, one in standing.items() if one.said != said]
    models.Decision.objects.filter(id__in=over).update(undone_at=now, undone_by=actor.user_id)
    models.Decision.objects.bulk_create(made)
    return ids


def _standing(pairs: Sequence[Pair]) -> Mapping[Pair, models.Decision]:
    lefts, rights, wanted = {left for left, _ in pairs}, {right for _, right in pairs}, set(pairs)
    rows = models.Decision.objects.filter(left_id__in=lefts, right_id__in=rights, undone_at__isnull=True).select_for_update()
    return {(row.left_id, row.right_id): row for row in rows.order_by("left_id", "right_id") if (row.left_id, row.right_id) in wanted}


def _stand_again(undone: Sequence[models.Decision]) -> None:
    """A word that was said over at the instant of a decision stands again when that decision is undone."""
    for row in undone:
        models.Decision.objects.filter(left_id=row.left_id, right_id=row.right_id, undone_at=row.said_at).exclude(
            said=row.said
        ).exclude(id=row.id).update(undone_at=None, undone_by=None)  # fmt: skip


def _checked(actor: Actor, pair: Pair, because: Because) -> Pair:
    _require(actor, because)
    left, right = min(pair), max(pair)
    if left == right:
        raise Invalid("pair_of_one", "A record is compared with another one; these two are the same record.", "请选择两条不同的记录。")
    _check_seen(actor, [left, right])
    return left, right


def _require(actor: Actor, because: Because) -> None:
    actor.require(Permission.RESOLVE_GUESTS)
    if len(because.reason) > REASON_LETTERS_MAX:
        raise Invalid(
            "reason_too_long",
            f"The reason has {len(because.reason):,} characters; at most {REASON_LETTERS_MAX:,} are kept.",
            f"理由有 {len(because.reason)} 字；最多 {REASON_LETTERS_MAX} 字。",
        )


def _check_seen(actor: Actor, record_ids: Sequence[UUID]) -> None:
    seen = seen_among(actor, record_ids) & set(linked(record_ids))
    for record_id in record_ids:
        if record_id not in seen:
            raise NotFound(
                "record_gone",
                f"There is no record {record_id} that you may see: it may have been erased meanwhile. Nothing was changed; reload.",
                f"没有您可查看的记录 {record_id}：可能已被删除。没有任何改动；请刷新页面。",
            )


def _check_undoable(actor: Actor, row: models.Decision, standing: Sequence[models.Decision]) -> None:
    if not standing:
        raise Conflict("decision_undone", "This decision was undone already; reload the page.", "这项决定已经撤销；请刷新页面。")
    if not seen_among(actor, [row.left_id, row.right_id]):
        raise NotFound(
            "record_gone", "You may not see these records any more; ask a colleague who does.", "您不能再查看这些记录；请联系有权限的同事。"
        )


def _note(actor: Actor, action: str, record_id: UUID, details: Mapping[str, int], now: datetime) -> None:
    record(actor, action, subject=Subject(SubjectKind.RECORD, str(record_id)), details=details, now=now)
