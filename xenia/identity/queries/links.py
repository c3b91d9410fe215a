"""Reads of identity: from record to guest."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from pyarrow import csv

from xenia.identity import models
from xenia.identity.rows import reason_of
from xenia.identity.types import GuestLink
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.trust.types.rights import Section

LINK_COLUMNS = (
    ("record_id", Text("记录编号", "Record id")),
    ("guest_id", Text("客人编号", "Guest id")),
    ("valid_from", Text("自", "Since")),
)
PAIR_COLUMNS = (("left_id", Text("记录", "Record")), ("right_id", Text("另一条记录", "Other record")))

LINK_TABLE = pa.schema([("record_id", pa.string()), ("guest_id", pa.string()), ("since", pa.int64())])
ALL_LINKS = "COPY (SELECT record_id, guest_id, extract(epoch FROM valid_from)::bigint FROM identity_guestlink) TO STDOUT (FORMAT csv)"


def link_table(actor: Actor) -> pa.Table:
    """Returns every link of the company as Arrow, in no order: `record_id`, `guest_id` and `since`, in seconds of Unix time. A million
    links take about a second."""
    actor.require_for_company("view_guests")
    with connection.cursor() as cursor, cursor.copy(ALL_LINKS) as copied:
        text = BytesIO(b"".join(copied))
    if not text.getbuffer().nbytes:
        return LINK_TABLE.empty_table()
    options = csv.ReadOptions(column_names=LINK_TABLE.names)
    return csv.read_csv(text, read_options=options, convert_options=csv.ConvertOptions(column_types=LINK_TABLE))


def list_links(actor: Actor, record_ids: Sequence[UUID]) -> list[GuestLink]:
    """Returns the link of each record that has one, in no order."""
    actor.require("view_guests")
    rows = models.GuestLink.objects.filter(record_id__in=record_ids)
    return [GuestLink(row.record_id, row.guest_id, row.valid_from) for row in rows]


def list_records(actor: Actor, guest_ids: Sequence[UUID]) -> list[GuestLink]:
    """Returns the records of each guest, in no order."""
    actor.require("view_guests")
    wanted = RawSQL("SELECT unnest(%s::uuid[])", [list(guest_ids)])  # one parameter, also for tens of thousands
    rows = models.GuestLink.objects.filter(guest_id__in=wanted)
    return [GuestLink(*row) for row in rows.values_list("record_id", "guest_id", "valid_from")]


def guest_of(actor: Actor, identifier: UUID) -> UUID | None:
    """Returns the guest that a record's id, or any guest's id that was ever given, means today; None where it means nobody."""
    actor.require("view_guests")
    meant = models.GuestLink.objects.filter(Q(record_id=identifier) | Q(home_id=identifier) | Q(guest_id=identifier))
    return meant.values_list("guest_id", flat=True).first()


def homes_of(actor: Actor, guest_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Returns every id that ever meant one of these guests, with the guest it means today: what was kept under an old id is theirs."""
    actor.require("view_guests")
    return dict(models.GuestLink.objects.filter(guest_id__in=guest_ids).values_list("home_id", "guest_id"))


def guests_of(actor: Actor, record_ids: Sequence[UUID]) -> list[UUID]:
    """Returns every id that means these records' guests, each once: the ids made for the records themselves, and the one a guest goes by
    where none but these records bears it."""
    actor.require("handle_requests")
    mine = list(models.GuestLink.objects.filter(record_id__in=record_ids).values_list("guest_id", "home_id"))
    heads = {guest_id for guest_id, _ in mine}
    others = models.GuestLink.objects.exclude(record_id__in=record_ids)
    borne = set(others.filter(home_id__in=heads).values_list("home_id", flat=True))
    shared = set(others.filter(guest_id__in=heads).values_list("guest_id", flat=True))
    homes = {home_id for _, home_id in mine}
    return sorted(homes | (heads - borne - shared))


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns which guest the records belong to and since when, what people decided about that, and the people around them."""
    actor.require("handle_requests")
    rows = models.GuestLink.objects.filter(record_id__in=record_ids).order_by("valid_from", "record_id")
    said = tuple({"record_id": str(row.record_id), "guest_id": str(row.guest_id), "valid_from": row.valid_from.isoformat()} for row in rows)
    links = Section("links", "identity", Text("同一位客人的记录", "Records of the same guest"), LINK_COLUMNS, said)
    more = (_matches(record_ids), _decisions(record_ids), _relations([row.home_id for row in rows]))
    return [links, *(section for section in more if section.rows)]


def _matches(record_ids: Sequence[UUID]) -> Section:
    """Pairs within the records asked for: the other record of any other pair may be another person's."""
    rows = models.Match.objects.filter(left_id__in=record_ids, right_id__in=record_ids).order_by("-weight", "id")
    said = tuple({"left_id": str(row.left_id), "right_id": str(row.right_id), "weight": round(row.weight, 1)} for row in rows)
    columns = (*PAIR_COLUMNS, ("weight", Text("证据强度（比特）", "Evidence in bits")))
    return Section("matches", "identity", Text("为何是同一位客人", "Why they are one guest"), columns, said)


def _decisions(record_ids: Sequence[UUID]) -> Section:
    """Whoever of the house decided is not named, and what other record it was about only where it is the person's too."""
    rows = models.Decision.objects.filter(Q(left_id__in=record_ids) | Q(right_id__in=record_ids)).order_by("said_at", "id")
    mine = set(record_ids)
    said = tuple(
        {
            "left_id": str(row.left_id) if row.left_id in mine else "",
            "right_id": str(row.right_id) if row.right_id in mine else "",
            "said": row.said,
            "reason": reason_of(row) if {row.left_id, row.right_id} <= mine else "",
            "at": row.said_at.isoformat(),
        }
        for row in rows
    )
    columns = (*PAIR_COLUMNS, ("said", Text("认定", "Said")), ("reason", Text("理由", "Reason")), ("at", Text("时间", "At")))
    return Section("identity_decisions", "identity", Text("人工认定", "Decisions of people"), columns, said)


def _relations(homes: Sequence[UUID]) -> Section:
    """The kind of each relation; who the other person is belongs to that person."""
    rows = models.Relation.objects.filter(Q(from_id__in=homes) | Q(to_id__in=homes)).order_by("changed_at", "id")
    said = tuple({"kind": row.kind, "state": row.state, "at": row.changed_at.isoformat()} for row in rows)
    columns = (("kind", Text("关系", "Relation")), ("state", Text("状态", "State")), ("at", Text("时间", "At")))
    return Section("relations", "identity", Text("与他人的关系", "Relations to other people"), columns, said)
