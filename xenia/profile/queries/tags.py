"""Reads of tags: the catalogue with how many have each, names that are nearly the same, the tags of a guest, work on many."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q

from xenia.connect.queries.by_hand import tags_of
from xenia.identity.queries.links import homes_of
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.profile.models import tags as models
from xenia.profile.models.cards import Card
from xenia.profile.queries.seen import guest_names, kept_guest
from xenia.profile.rules.tags import near_names
from xenia.profile.types.staff import GuestName
from xenia.profile.types.tags import BatchDeed, BatchState, GuestTag, NearTag, SourceTag, Tag, TagBatch, TagsOfGuest, TagWay
from xenia.trust.queries.colleagues import list_peers, peer_names
from xenia.trust.queries.people import list_units
from xenia.trust.types.access import Permission
from xenia.trust.types.colleagues import Peer


def list_tags(actor: Actor, *, with_retired: bool = False) -> list[Tag]:
    """Returns the catalogue by code, each tag with how many guests have it and when one got it last."""
    actor.require(Permission.VIEW_GUESTS)
    rows = list(
        models.Tag.objects.order_by("code") if with_retired else models.Tag.objects.filter(retired_at__isnull=True).order_by("code")
    )
    return _tags(actor, rows)


def get_tag(actor: Actor, tag_id: UUID) -> Tag:
    """Returns one tag; raises NotFound."""
    actor.require(Permission.VIEW_GUESTS)
    return _tags(actor, [tag_row(tag_id)])[0]


def tag_row(tag_id: UUID) -> Any:
    """The tag's row; raises NotFound. The catalogue is no secret within the house. For this module."""
    row = models.Tag.objects.filter(id=tag_id).first()
    if row is None:
        raise NotFound("tag_not_found", f"There is no tag {tag_id}; the catalogue lists them all.", "没有这个标签；请在标签目录中查看。")
    return row


def _tags(actor: Actor, rows: list[models.Tag]) -> list[Tag]:
    counted = models.GuestTag.objects.filter(until__isnull=True, tag__in=rows).values("tag_id")
    use = {one["tag_id"]: one for one in counted.annotate(guests=Count("guest_id"), newest=Max("since"))}
    for tag_id, twice in _counted_twice(actor, rows).items():
        use[tag_id]["guests"] -= twice
    names = peer_names(actor, {one for row in rows for one in (row.owner_id, row.created_by)})
    return [_tag(row, use.get(row.id, {}), names) for row in rows]


def _counted_twice(actor: Actor, rows: list[models.Tag]) -> Counter[UUID]:
    """Of each tag, how many of its open rows are not a guest of their own: a guest who became one with another has no card any more, and
    counts only where the guest they are today does not have the tag already."""
    current = Exists(Card.objects.filter(guest_id=OuterRef("guest_id")))
    former = models.GuestTag.objects.filter(~current, until__isnull=True, tag__in=rows).values_list("tag_id", "guest_id")
    kept = list(former.order_by("tag_id", "guest_id"))
    meant = guests_meant(actor, {guest_id for _, guest_id in kept})
    today = models.GuestTag.objects.filter(until__isnull=True, tag__in=rows, guest_id__in=set(meant.values()))
    own = set(kept)
    holding: set[tuple[UUID, UUID | None]] = {pair for pair in today.values_list("tag_id", "guest_id") if pair not in own}
    twice = Counter[UUID]()
    for tag_id, guest_id in kept:
        held = (tag_id, meant.get(guest_id))
        twice[tag_id] += int(held[1] is None or held in holding)
        holding.add(held)
    return twice


def _tag(row: models.Tag, use: dict[str, Any], names: dict[UUID, str]) -> Tag:
    newest: datetime | None = use.get("newest")
    return Tag(
        id=row.id,
        code=row.code,
        name=Text(row.name_zh, row.name_en),
        meaning=Text(row.meaning_zh, row.meaning_en),
        way=TagWay(row.way),
        lineage=row.lineage,
        owner_id=row.owner_id,
        owner_name=names.get(row.owner_id, "") if row.owner_id else "",
        version=row.version,
        coverage=use.get("guests", 0),
        newest_at=newest,
        used_by=(),
        created_by_name=names.get(row.created_by, "") if row.created_by else "",
        created_at=row.created_at,
        retired_at=row.retired_at,
    )


def find_near_tags(actor: Actor, name: Text, *, besides: UUID | None = None) -> list[NearTag]:
    """Returns tags in use whose names are nearly this one, the nearest first."""
    actor.require(Permission.VIEW_GUESTS)
    rows = {row.id: row for row in models.Tag.objects.filter(retired_at__isnull=True) if row.id != besides}
    near = near_names(name, {one: Text(row.name_zh, row.name_en) for one, row in rows.items()})
    return [NearTag(one, rows[one].code, Text(rows[one].name_zh, rows[one].name_en), alike) for one, alike in near]


def list_tag_owners(actor: Actor) -> list[Peer]:
    """Returns who can own a tag: the people who manage tags for units that the actor sees, or for one above them."""
    actor.require(Permission.MANAGE_TAGS)
    return list_peers(actor, permission=Permission.MANAGE_TAGS, unit_ids=[unit.id for unit in list_units(actor)])


def get_guest_tags(actor: Actor, guest_id: UUID) -> TagsOfGuest:
    """Returns the guest's tags now and before, and those that sources give to the records the actor sees."""
    guest = kept_guest(actor, guest_id)
    rows = list(models.GuestTag.objects.filter(guest_id__in=guest.homes).select_related("tag").order_by("-since", "-id"))
    names = peer_names(actor, {one for row in rows for one in (row.put_by, row.taken_by)})
    told = [_guest_tag(row, names) for row in rows]
    holding = {one.tag_id: one for one in reversed(told) if one.until is None}  # two guests that became one may both have it
    former = tuple(one for one in told if one.until is not None)
    sources = tuple(SourceTag(tag, source) for tag, source in tags_of(actor, guest.seen_ids))
    return TagsOfGuest(tuple(sorted(holding.values(), key=lambda one: one.code)), former, sources)


def _guest_tag(row: models.GuestTag, names: dict[UUID, str]) -> GuestTag:
    return GuestTag(
        tag_id=row.tag_id,
        code=row.tag.code,
        name=Text(row.tag.name_zh, row.tag.name_en),
        meaning=Text(row.tag.meaning_zh, row.tag.meaning_en),
        since=row.since,
        until=row.until,
        put_by_name=names.get(row.put_by, "") if row.put_by else "",
        taken_by_name=names.get(row.taken_by, "") if row.taken_by else "",
        put_batch=row.put_batch,
        taken_batch=row.taken_batch,
    )


def list_tagged(actor: Actor, tag_id: UUID, *, page: str | None = None, size: int = 50) -> Page[GuestName]:
    """Returns the guests who have the tag and whom the actor sees; a page may be shorter than asked, for those the actor does not see."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    rows = models.GuestTag.objects.filter(tag=tag_row(tag_id), until__isnull=True).order_by("guest_id")
    if page:
        rows = rows.filter(guest_id__gt=keys_of(page, UUID)[0])
    found = list(rows.values_list("guest_id", flat=True)[: size + 1])
    named = guest_names(actor, found[:size])
    homes = homes_of(actor, [one.guest_id for one in named.values() if one.guest_id])
    holding = models.GuestTag.objects.filter(tag=tag_id, until__isnull=True, guest_id__in=list(homes)).order_by("-guest_id")
    first = {homes[kept]: kept for kept in holding.values_list("guest_id", flat=True)}  # two guests that became one stand here once
    shown = [one for kept in found[:size] if (one := named[kept]).guest_id and first.get(one.guest_id) == kept]
    return Page(shown, page_token(str(found[size - 1])) if len(found) > size else None)


def list_batches(actor: Actor, *, page: str | None = None, size: int = 20) -> Page[TagBatch]:
    """Returns work on many guests, newest first: all of it for those who work for the whole company, their own for everyone else."""
    actor.require(Permission.MANAGE_TAGS)
    size = page_size(size)
    rows = _batches(actor).order_by("-id")
    if page:
        rows = rows.filter(id__lt=keys_of(page, UUID)[0])
    found = list(rows[: size + 1])
    return Page(_told(actor, found[:size]), page_token(str(found[size - 1].id)) if len(found) > size else None)


def get_batch(actor: Actor, batch_id: UUID) -> TagBatch:
    """Returns one; raises NotFound where it is not the actor's to see."""
    return _told(actor, [batch_row(actor, batch_id)])[0]


def batch_row(actor: Actor, batch_id: UUID) -> Any:
    """The batch's row; raises NotFound. For this module."""
    actor.require(Permission.MANAGE_TAGS)
    row = _batches(actor).filter(id=batch_id).first()
    if row is None:
        raise NotFound("tag_batch_not_found", f"There is no batch {batch_id} that you may see.", "没有您可查看的批量操作。")
    return row


def _batches(actor: Actor) -> Any:
    mine = Q() if actor.units is None else Q(ordered_by=actor.user_id)
    return models.TagBatch.objects.filter(mine).select_related("tag")


def _told(actor: Actor, rows: list[models.TagBatch]) -> list[TagBatch]:
    names = peer_names(actor, {row.ordered_by for row in rows}) if actor.may(Permission.VIEW_GUESTS) else {}
    undone = dict(models.TagBatch.objects.filter(undoes__in=[row.id for row in rows]).values_list("undoes", "id"))
    return [_batch(row, names, undone.get(row.id)) for row in rows]


def _batch(row: models.TagBatch, names: dict[UUID, str], undone_by: UUID | None) -> TagBatch:
    return TagBatch(
        id=row.id,
        tag_id=row.tag_id,
        tag_name=Text(row.tag.name_zh, row.tag.name_en),
        deed=BatchDeed(row.deed),
        state=BatchState(row.state),
        looked_at=row.looked_at,
        total=row.total,
        changed=row.changed,
        cancel_asked=row.cancel_asked,
        message=Text(row.message["zh"], row.message["en"]) if row.message else None,
        ordered_by_name=names.get(row.ordered_by, "") if row.ordered_by else "",
        ordered_at=row.ordered_at,
        ended_at=row.ended_at,
        undoes=row.undoes,
        undone_by=undone_by,
    )
