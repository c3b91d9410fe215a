"""The members of an audience as a guarded export: who they are by the ids of the product, or, for an advertising platform, digests of the
contact values of those who agreed. Rules AU24 and AU26 of docs/algorithms/audiences.md."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pyarrow as pa

from xenia.connect.queries.contact_values import contact_values
from xenia.identity.queries.links import list_records
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import PAGE_SIZE_MAX
from xenia.kernel.texts import Text
from xenia.segment.queries.audiences import count_members, list_members
from xenia.segment.rules.advertising import PLATFORMS, Platform, hashed_rows, seed_row
from xenia.segment.types.audiences import AudienceGuest
from xenia.trust.queries.consent import may_many
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import Channel
from xenia.trust.types.exports import ExportColumn, Exporter, Exporters, ExportRow, ExportScope, ExportSize

SHARING = "sharing"
"""The purpose that guests agree to before their data is handed to a partner (PIPL 23)."""
COLUMNS = (ExportColumn("guest_id", Text("客人编号", "Guest id")), ExportColumn("name", Text("姓名", "Name")))


def exporters(clock: Callable[[], datetime]) -> Exporters:
    """Returns the kinds `audience`, which leaves out who objects at that moment, and `audience_ads`, which leaves out as well who did not
    agree to their data being handed to partners."""

    def rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
        return audience_rows(actor, scope, now=clock())

    def hashed(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
        return advertising_rows(actor, scope, now=clock())

    advertising = Text("受众广告匹配文件", "Audience for an advertising platform")
    return {
        "audience": Exporter(Text("受众成员", "Members of an audience"), audience_size, audience_columns, rows),
        "audience_ads": Exporter(advertising, advertising_size, advertising_columns, hashed, is_for_partners=True, seed=_seed),
    }


def audience_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many members there are at most: each is a person."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    members = count_members(actor, _asked(scope))
    return ExportSize(members, members)


def audience_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the columns of the file. Raises Invalid where contact values were asked for."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    _asked(scope)
    return COLUMNS


def audience_rows(actor: Actor, scope: ExportScope, *, now: datetime) -> Iterator[ExportRow]:
    """Yields the members as `list_members` lists them."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    for members, records in _members(actor, _asked(scope), now):
        yield from (ExportRow((str(one.guest_id), one.name), tuple(records.get(one.guest_id, ()))) for one in members)


def advertising_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many members there are at most; how many agreed is known when the file is made. Raises Refused for who may not reveal
    contact values: a digest leads back to a number that one guesses."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    actor.require_for_company(Permission.REVEAL_CONTACTS)
    members = count_members(actor, _asked_of(scope)[0])
    return ExportSize(members, members)


def advertising_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the columns the platform asks for, under its own headings."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    _, platform = _asked_of(scope)
    names = ("phone_digest",) if platform.email is None else ("email_digest", "phone_digest")
    return tuple(ExportColumn(name, Text(told, told)) for name, told in zip(names, platform.headings, strict=True))


def advertising_rows(actor: Actor, scope: ExportScope, *, now: datetime) -> Iterator[ExportRow]:
    """Yields the digests of those members who agreed to their data being handed to partners (AU26)."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    audience_id, platform = _asked_of(scope)
    for members, records in _members(actor, audience_id, now):
        asked = pa.array([str(one.guest_id) for one in members], pa.string())
        agreed = set(may_many(actor, asked, SHARING, Channel.ALL, now=now).guest_ids.to_pylist())
        theirs = {one.guest_id: records.get(one.guest_id, []) for one in members if str(one.guest_id) in agreed}
        values = contact_values(actor, [one for found in theirs.values() for one in found])
        for found in theirs.values():
            held = [values[one] for one in found if one in values]
            for cells in hashed_rows(platform, [one.email for one in held], [one.phone for one in held]):
                yield ExportRow(cells, tuple(found))


def _seed(scope: ExportScope, canary: str) -> tuple[str, ...]:
    """Returns the line that stands for the mark."""
    return seed_row(_asked_of(scope)[1], canary)


def _members(actor: Actor, audience_id: UUID, now: datetime) -> Iterator[tuple[Sequence[AudienceGuest], dict[UUID, list[UUID]]]]:
    """The members page by page, with their records."""
    page: str | None = None
    while True:
        found = list_members(actor, audience_id, page=page, size=PAGE_SIZE_MAX, now=now)
        records: dict[UUID, list[UUID]] = {}
        for link in list_records(actor, [one.guest_id for one in found.items]):
            records.setdefault(link.guest_id, []).append(link.record_id)
        yield found.items, records
        if (page := found.next) is None:
            return


def _asked_of(scope: ExportScope) -> tuple[UUID, Platform]:
    where = dict(scope.where)
    platform = PLATFORMS.get(where.pop("platform", ""))
    if platform is None:
        raise Invalid(
            "platform_unknown",
            f"Name the platform: {', '.join(PLATFORMS)}.",
            f"请选择广告平台：{'、'.join(one.name.zh for one in PLATFORMS.values())}。",
        )
    return _asked(replace(scope, where=where)), platform


def _asked(scope: ExportScope) -> UUID:
    where = dict(scope.where)
    try:
        audience_id = UUID(where.pop("audience", ""))
    except ValueError as wrong:
        raise Invalid("audience_unclear", "Name the audience by its id.", "请指明受众。") from wrong
    if where or scope.with_contacts:
        raise Invalid(
            "export_unclear",
            "Members leave by id and name; there is no other filter, and contact values are in the list of guests.",
            "受众成员只导出编号与姓名；没有其他筛选，联系方式请从客人名单导出。",
        )
    return audience_id
