"""Audiences on screens: the list, one with its versions, how many came and went, and who."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from xenia.identity.queries.links import homes_of
from xenia.identity.queries.meanings import guests_meant
from xenia.insight.queries.objections import objecting_guests
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.loyalty.types.work import WorkState
from xenia.profile.queries.seen import guest_names
from xenia.segment.models.audiences import Audience, AudienceChange, AudienceVersion, Rebuild
from xenia.segment.queries.catalogue import get_catalogue
from xenia.segment.queries.kept import guests_numbered, names_of_audiences, numbers_in, numbers_of_guests
from xenia.segment.rules.bits import Numbers, unpacked
from xenia.segment.rules.drafts import missing_audience
from xenia.segment.rules.saying import sentence_of
from xenia.segment.types.audiences import (
    AudienceChanged,
    AudienceDay,
    AudienceDetail,
    AudienceGuest,
    AudienceKind,
    AudienceNamed,
    AudienceShown,
    AudienceVersionShown,
    ListRead,
    RebuildShown,
    Side,
)
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.documents import read_document
from xenia.segment.types.guests import Finding
from xenia.segment.types.tree import named_audiences, named_lists
from xenia.trust.queries.people import get_person
from xenia.trust.queries.requests import COMPANY_ZONE
from xenia.trust.types.access import Permission

NOTHING = Text("", "")
WITHOUT_CONDITIONS = Text("固定名单，不随条件变化。", "Fixed guests, whom no condition changes.")
VERSIONS_SHOWN = 50
REBUILDS_SHOWN = 20
DAYS_MAX = 731


class _Words:
    """What sentences are said with, read once for all audiences of an answer."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.names, self.catalogue = names_of_audiences(actor), _catalogue(actor, now)
        self._people: dict[UUID | None, str] = {None: ""}

    def sentence(self, document: Any) -> Text:
        if document is None:
            return WITHOUT_CONDITIONS
        return sentence_of(read_document(document), self.catalogue, self.names)

    def person(self, user_id: UUID | None) -> str:
        if user_id not in self._people:
            self._people[user_id] = get_person(user_id).name if user_id else ""
        return self._people[user_id]


class _Last:
    """What changed last in each audience, and how many were in it when today began where the company is."""

    def __init__(self, audience_ids: list[UUID], now: datetime) -> None:
        changes = AudienceChange.objects.filter(audience_id__in=audience_ids).order_by("audience_id", "-id").distinct("audience_id")
        today = now.astimezone(COMPANY_ZONE).date()
        self.changes = {row.audience_id: _change(row) for row in changes.defer("entered_numbers", "left_numbers")}
        self.yesterday = dict(changes.filter(day__lt=today).values_list("audience_id", "members"))


def _catalogue(actor: Actor, now: datetime) -> Catalogue:
    """Names for the sentence; whoever may not ask about fields reads them by their codes."""
    may_ask = actor.may(Permission.VIEW_INSIGHT) and actor.may(Permission.VIEW_GUESTS) and actor.units is None
    return get_catalogue(actor, now=now) if may_ask else Catalogue()


def list_audiences(actor: Actor, *, is_archived: bool = False, now: datetime) -> list[AudienceShown]:
    """Returns every audience, or every archived one, the one changed last first, with counts, state and last change."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    rows = list(Audience.objects.filter(archived_at__isnull=not is_archived).order_by("-changed_at", "-id"))
    last, words = _Last([row.id for row in rows], now), _Words(actor, now)
    return [_shown(row, words, last) for row in rows]


def get_audience(actor: Actor, audience_id: UUID, *, now: datetime) -> AudienceDetail:
    """Returns one audience, archived or not, with its newest 50 versions. Raises NotFound."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    row, words = _row(audience_id), _Words(actor, now)
    versions = AudienceVersion.objects.filter(audience_id=audience_id).order_by("-number")[:VERSIONS_SHOWN]
    shown = tuple(_version(one, words) for one in versions)
    return AudienceDetail(_shown(row, words, _Last([row.id], now)), row.definition, shown, asking_about(actor, audience_id))


def asking_about(actor: Actor, audience_id: UUID) -> tuple[AudienceNamed, ...]:
    """Returns the audiences, not archived ones, whose definitions ask about this one."""
    actor.require(Permission.VIEW_AUDIENCES)
    found = []
    for row in Audience.objects.filter(archived_at__isnull=True, definition__isnull=False).exclude(id=audience_id).order_by("id"):
        definition = read_document(row.definition)
        if audience_id in named_audiences(definition) | named_lists(definition):
            found.append(AudienceNamed(row.id, Text(row.name_zh, row.name_en)))
    return tuple(found)


def count_members(actor: Actor, audience_id: UUID) -> int:
    """Returns how many are in an audience, as it was made last. Raises NotFound."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    return _row(audience_id).members


def list_days(actor: Actor, audience_id: UUID, *, days: int, now: datetime) -> list[AudienceDay]:
    """Returns the audience day by day where the company is, from the first of the last `days` on which anything changed; a day on which
    nothing changed is as the one before. At most two years. Raises NotFound."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    _row(audience_id)
    today = now.astimezone(COMPANY_ZONE).date()
    first = today - timedelta(days=max(1, min(days, DAYS_MAX)) - 1)
    rows = list(_changes(audience_id).filter(day__gte=first))[::-1]
    earlier = _changes(audience_id).filter(day__lt=first).first()
    begun = first if earlier else rows[0].day if rows else None
    if begun is None:
        return []
    found, members, base = [], earlier.members if earlier else 0, earlier.base if earlier else 0
    for day in (begun + timedelta(days=step) for step in range((today - begun).days + 1)):
        mine = [row for row in rows if row.day == day]
        members, base = (mine[-1].members, mine[-1].base) if mine else (members, base)
        found.append(AudienceDay(day, members, base, sum(row.entered for row in mine), sum(row.left for row in mine)))
    return found


def list_changes(actor: Actor, audience_id: UUID, *, page: str | None = None, size: int = 50) -> Page[AudienceChanged]:
    """Returns what each rebuild changed, the newest first. Raises NotFound."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    _row(audience_id)
    size = page_size(size)
    rows = _changes(audience_id)
    found = list((rows.filter(id__lt=keys_of(page, int)[0]) if page else rows)[: size + 1])
    return Page([_change(row) for row in found[:size]], page_token(found[size - 1].id) if len(found) > size else None)


def list_members(actor: Actor, audience_id: UUID, *, page: str | None = None, size: int = 50, now: datetime) -> Page[AudienceGuest]:
    """Returns the guests in an audience by the names the actor sees, without those who object or were erased since (AU21). Raises
    NotFound."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    _row(audience_id)
    return _page(actor, numbers_in(actor, audience_id), page, page_size(size), now)


def list_moved(
    actor: Actor, change: tuple[UUID, int], side: Side, *, page: str | None = None, size: int = 50, now: datetime
) -> Page[AudienceGuest]:
    """Returns who entered or left with a change (of an audience, its id), as `list_members` does. Raises NotFound."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    row = AudienceChange.objects.filter(audience_id=change[0], id=change[1]).first()
    if row is None:
        raise NotFound("audience_change_unknown", f"There is no change {change[1]} of this audience.", "没有这次变动。")
    held = unpacked(bytes(row.entered_numbers if side is Side.ENTERED else row.left_numbers))
    return _page(actor, held, page, page_size(size), now)


def list_rebuilds(actor: Actor) -> list[RebuildShown]:
    """Returns the newest rebuilds, with how far the one under way is."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    return [_rebuild(row) for row in Rebuild.objects.order_by("-created_at", "-id")[:REBUILDS_SHOWN]]


def _page(actor: Actor, numbers: Numbers, page: str | None, size: int, now: datetime) -> Page[AudienceGuest]:
    """A page may need several looks: whoever is not shown leaves room for the next."""
    left = numbers[numbers > (keys_of(page, int)[0] if page else -1)]
    objecting = set(objecting_guests(actor, now=now)["guest_id"].to_pylist())
    found: list[tuple[int, AudienceGuest]] = []
    while len(found) <= size and len(left):
        asked, left = left[: size + 1], left[size + 1 :]
        found += _guests(actor, asked, numbers, objecting)
    items = [guest for _, guest in found[:size]]
    return Page(items, page_token(found[size - 1][0]) if len(found) > size else None)


def _guests(actor: Actor, asked: Numbers, whole: Numbers, objecting: set[str]) -> list[tuple[int, AudienceGuest]]:
    """Each guest at the least of their numbers in the whole, so that who became one is told once (AU21)."""
    kept = guests_numbered(actor, asked)
    meant = guests_meant(actor, list(kept.values()))
    homes = homes_of(actor, list(set(meant.values())))
    held = numbers_of_guests(actor, [*homes, *meant.values()])
    least: dict[UUID, int] = {}
    for home, number in held.items():
        guest = homes.get(home, meant.get(home, home))
        if _holds(whole, number):
            least[guest] = min(least.get(guest, number), number)
    names = guest_names(actor, list(kept.values()))
    found = []
    for number, one in sorted(kept.items()):
        today = meant.get(one)
        if today and names[one].guest_id and least.get(today) == number and not {str(one), str(today)} & objecting:
            found.append((number, AudienceGuest(today, names[one].name)))
    return found


def _holds(numbers: Numbers, number: int) -> bool:
    place = int(np.searchsorted(numbers, number))
    return place < len(numbers) and int(numbers[place]) == number


def _row(audience_id: UUID) -> Audience:
    row = Audience.objects.filter(id=audience_id).first()
    if row is None:
        raise missing_audience(audience_id)
    return row


def _changes(audience_id: UUID) -> Any:
    return AudienceChange.objects.filter(audience_id=audience_id).order_by("-id").defer("entered_numbers", "left_numbers")


def _shown(row: Audience, words: _Words, last: _Last) -> AudienceShown:
    return AudienceShown(
        id=row.id, kind=AudienceKind(row.kind), name=Text(row.name_zh, row.name_en), note=row.note, sentence=words.sentence(row.definition),
        revision=row.revision, members=row.members, members_yesterday=last.yesterday.get(row.id), base=row.base,
        share=row.members / row.base if row.base else None,
        findings=_findings_kept(row.findings), is_made=row.made_of == row.revision or row.kind != AudienceKind.DYNAMIC.value,
        made_on=row.made_on, made_at=row.made_at, changed_by=words.person(row.changed_by), changed_at=row.changed_at,
        archived_at=row.archived_at, copied_from=row.copied_from,
        read=ListRead(**row.read) if row.read else None, last_change=last.changes.get(row.id),
    )  # fmt: skip


def _findings_kept(held: Iterable[Mapping[str, str]]) -> tuple[Finding, ...]:
    return tuple(Finding(one["at"], one["code"], one["name"], Text(one["zh"], one["en"])) for one in held)


def _version(row: AudienceVersion, words: _Words) -> AudienceVersionShown:
    name, sentence = Text(row.name_zh, row.name_en), words.sentence(row.definition)
    return AudienceVersionShown(row.number, name, row.note, row.definition, sentence, words.person(row.saved_by), row.saved_at)


def _change(row: AudienceChange) -> AudienceChanged:
    return AudienceChanged(row.id, row.at, row.day, row.revision, row.before, row.entered, row.left, row.members, row.base)


def _rebuild(row: Rebuild) -> RebuildShown:
    ids = None if row.audience_ids is None else tuple(UUID(one) for one in row.audience_ids)
    message = Text(row.message["zh"], row.message["en"]) if row.message else None
    return RebuildShown(
        row.id, WorkState(row.state), row.reason, ids, row.total, row.done, row.changed, row.frozen, row.day, message, row.created_at,
        row.ended_at,
    )  # fmt: skip
