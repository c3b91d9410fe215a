"""Forgetting people, identity's part: what the matcher read and found, what was decided, relations, and the links themselves."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from xenia.identity import models
from xenia.identity.actions.clusters import LINKS, recluster
from xenia.identity.rows import judge_among, readings_of
from xenia.identity.rules.reading import Reading
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked

ACTOR = product_actor("erasure", LINKS)


def erase_matches(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes what was read of the records, and every pair, decision and review one of them stands in."""
    actor.require(Permission.HANDLE_REQUESTS)
    ids = erasure.record_ids
    _forget_names(list(readings_of(list(ids)).values()))
    either = Q(left_id__in=ids) | Q(right_id__in=ids)
    counts = {name: model.objects.filter(either).delete()[0] for name, model in PAIRS}
    counts["readings"], _ = models.Reading.objects.filter(record_id__in=ids).delete()
    return Worked({}, True, counts)


def _forget_names(readings: Collection[Reading]) -> None:
    """Takes whole names out of every model that is kept: parts of names are nobody's, a whole one may be."""
    local = {f"{reading.surname}|{reading.given}" for reading in readings if reading.given}
    latin = {name for reading in readings for name in reading.loose_names}
    for row in models.MatchModel.objects.select_for_update():
        names = row.document.get("names", {})
        for script, gone in (("local", local), ("latin", latin)):
            for name in gone:
                names.get(script, {}).get("wholes", {}).pop(name, None)
        row.save(update_fields=["document"])


PAIRS = (("matches", models.Match), ("decisions", models.Decision), ("reviews", models.ReviewedPair))


def erase_links(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes relations and links of erased records, and guests who have no record left; records that stay are put together anew."""
    actor.require(Permission.HANDLE_REQUESTS)
    mine = models.GuestLink.objects.filter(record_id__in=erasure.record_ids)
    ids = {*erasure.guest_ids, *mine.values_list("home_id", flat=True)}
    heads = set(mine.values_list("guest_id", flat=True))
    relations, _ = models.Relation.objects.filter(Q(from_id__in=ids) | Q(to_id__in=ids)).delete()
    gone, _ = mine.delete()
    left = models.GuestLink.objects.filter(Q(guest_id__in=heads) | Q(guest_id__in=ids))
    staying = list(left.values_list("record_id", flat=True))
    recluster(actor=ACTOR, record_ids=staying, judge_among=judge_among, now=now)
    kept = models.GuestLink.objects.filter(Q(guest_id__in=ids) | Q(home_id__in=ids))
    borne = {one for pair in kept.values_list("guest_id", "home_id") for one in pair}
    guests, _ = models.Guest.objects.filter(id__in=ids - borne).delete()
    return Worked({}, True, {"links": gone, "guests": guests, "relations": relations})


ERASE_STEPS = (
    EraseStep("matches", Text("删除比对内容、配对与认定", "Delete what was compared, pairs and decisions"), erase_matches),
    EraseStep("links", Text("删除记录与客人的归属", "Delete which guest the records belong to"), erase_links),
)
