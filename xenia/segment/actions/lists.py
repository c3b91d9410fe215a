"""Lists of guests by file: rule AU23 of docs/algorithms/audiences.md. Of lines that lead to nobody only the number is kept."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from io import TextIOWrapper
from typing import BinaryIO
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from xenia.connect.queries.contact_lookup import records_by_contact
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.segment.actions.writing import MadeOf, note_version, number_guests, write_members
from xenia.segment.models.audiences import Audience
from xenia.segment.queries.base import links_of_today
from xenia.segment.rules.drafts import checked_name, checked_note
from xenia.segment.rules.lists import ListCells, read_cells
from xenia.segment.types.audiences import AudienceKind, ListMade, ListRead
from xenia.trust.actions.audit import record
from xenia.trust.queries.requests import COMPANY_ZONE
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

AT_ONCE = 20_000


@transaction.atomic
def create_list(*, actor: Actor, name: Text, note: str, stream: BinaryIO, now: datetime) -> ListMade:
    """Returns the id of an audience of the guests a file leads to, and what became of its lines. One cell a line counts: the id of a guest
    or a record, a phone number, or an e-mail address. Raises Invalid for a file that leads to nobody, or is too long."""
    actor.require_for_company(Permission.EDIT_AUDIENCES)
    actor.require(Permission.VIEW_GUESTS)
    said, note = checked_name(name), checked_note(note)
    cells = read_cells(TextIOWrapper(stream, encoding="utf-8", errors="replace"))
    guests, read = _guests(actor, cells)
    if not read.guests:
        raise Invalid(
            "list_of_nobody",
            f"None of {read.lines:,} lines leads to one guest ({read.unknown:,} unknown, {read.unreadable:,} unreadable).",
            f"{read.lines:,} 行都没有对应到客人（{read.unknown:,} 行未找到，{read.unreadable:,} 行无法识别）；请检查第一列。",
        )
    row = Audience(
        id=new_id(), kind=AudienceKind.LIST.value, name_zh=said.zh, name_en=said.en, note=note, created_by=actor.user_id, created_at=now,
        changed_by=actor.user_id, changed_at=now, made_of=1, read=asdict(read),
    )  # fmt: skip
    row.save(force_insert=True)
    note_version(actor, row.id, now)
    numbered = number_guests(actor, guests)
    numbers = np.sort(numbered.filter(pc.is_in(numbered["guest_id"], guests))["number"].to_numpy())
    write_members(actor, row.id, numbers, MadeOf(now.astimezone(COMPANY_ZONE).date(), 0), now)
    counts = {"lines": read.lines, "guests": read.guests}
    record(actor, "audience.list_read", subject=Subject(SubjectKind.AUDIENCE, str(row.id)), details=counts, now=now)
    return ListMade(row.id, read)


def _guests(actor: Actor, cells: ListCells) -> tuple[pa.Array, ListRead]:
    """The guests, each once; and how many lines led to one, again to one, to several, to nobody."""
    led, unknown = _by_ids(actor, cells.ids)
    by_contact, missed, several = _by_contacts(actor, cells.contacts)
    guests = pc.unique(pa.concat_arrays([led, pa.array(by_contact, pa.string())]))
    hits = len(cells.ids) - unknown + len(by_contact)
    read = ListRead(cells.lines, len(guests), hits - len(guests), unknown + missed, several, cells.unreadable)
    return guests, read


def _by_ids(actor: Actor, ids: list[str]) -> tuple[pa.Array, int]:
    """Two million ids are looked up in memory; those that are out of use one by one."""
    links, told = links_of_today(actor), pa.array(ids, pa.string())
    records, guests = links["record_id"].combine_chunks(), links["guest_id"].combine_chunks()
    themselves = pc.if_else(pc.is_in(told, guests), told, None)
    led = pc.coalesce(guests.take(pc.index_in(told, records)), themselves)
    others = [UUID(one) for one in told.filter(pc.is_null(led)).to_pylist()]
    turned: dict[UUID, UUID] = {}
    for begin in range(0, len(others), AT_ONCE):
        turned |= guests_meant(actor, others[begin : begin + AT_ONCE])
    more = [str(turned[one]) for one in others if one in turned]
    return pa.concat_arrays([led.drop_null(), pa.array(more, pa.string())]), len(others) - len(more)


def _by_contacts(actor: Actor, contacts: list[str]) -> tuple[list[str], int, int]:
    """A value that several guests have names none of them."""
    held = records_by_contact(actor, contacts) if contacts else {}
    meant: dict[UUID, UUID] = {}
    records = sorted({one for found in held.values() for one in found})
    for begin in range(0, len(records), AT_ONCE):
        meant |= guests_meant(actor, records[begin : begin + AT_ONCE])
    guests = {value: {meant[one] for one in found if one in meant} for value, found in held.items()}
    times, led = Counter(contacts), []
    for value, count in times.items():
        if len(guests.get(value, ())) == 1:
            led += [str(next(iter(guests[value])))] * count
    several = sum(count for value, count in times.items() if len(guests.get(value, ())) > 1)
    return led, len(contacts) - len(led) - several, several
