"""The members of an audience as a guarded export: who they are by the ids of the product, never contact values. Rule AU24 of
docs/algorithms/audiences.md."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from xenia.identity.queries.links import list_records
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import PAGE_SIZE_MAX
from xenia.kernel.texts import Text
from xenia.segment.queries.audiences import count_members, list_members
from xenia.trust.types.access import Permission
from xenia.trust.types.exports import ExportColumn, Exporter, Exporters, ExportRow, ExportScope, ExportSize

COLUMNS = (ExportColumn("guest_id", Text("客人编号", "Guest id")), ExportColumn("name", Text("姓名", "Name")))


def exporters(clock: Callable[[], datetime]) -> Exporters:
    """Returns the kind `audience`, which leaves out who objects at that moment."""

    def rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
        return audience_rows(actor, scope, now=clock())

    return {"audience": Exporter(Text("受众成员", "Members of an audience"), audience_size, audience_columns, rows)}


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
    audience_id = _asked(scope)
    page: str | None = None
    while True:
        found = list_members(actor, audience_id, page=page, size=PAGE_SIZE_MAX, now=now)
        records: dict[UUID, list[UUID]] = {}
        for link in list_records(actor, [one.guest_id for one in found.items]):
            records.setdefault(link.guest_id, []).append(link.record_id)
        yield from (ExportRow((str(one.guest_id), one.name), tuple(records.get(one.guest_id, ()))) for one in found.items)
        if (page := found.next) is None:
            return


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
