"""The birthdays of all guests at once, without their years: for what is asked of everybody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from xenia.connect.queries.records import birthday_codes
from xenia.connect.queries.said import list_said
from xenia.connect.types.said import RecordSaid
from xenia.identity.queries.links import list_records
from xenia.kernel.actor import Actor, product_actor
from xenia.profile.rules.survivorship import survive
from xenia.trust.types.access import ClearField, Permission

BIRTHDAY_TABLE = pa.schema([("guest_id", pa.string()), ("code", pa.int64())])
BIRTH_DATE = ClearField.BIRTH_DATE.value
GUESTS_AT_ONCE = 1_000
READER = replace(product_actor("birthdays", Permission.VIEW_GUESTS), clear_fields=frozenset({BIRTH_DATE}))
"""Opens the birth dates of guests whose records differ; only the day without its year leaves this page."""


def birthday_table(actor: Actor, links: pa.Table) -> pa.Table:
    """Returns the birthday of every guest of whom one is known, that of the guest's page (rules S2 to S5): `guest_id`, and `code`, the
    month * 100 + the day. `links`: `record_id` and `guest_id` of all records. Only where records differ are birth dates opened."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    said = birthday_codes(actor).join(links.select(["record_id", "guest_id"]), "record_id", join_type="inner")
    each = said.group_by("guest_id").aggregate([("code", "min"), ("code", "max")])
    are_alike = pc.equal(each["code_min"], each["code_max"])
    alike, differing = each.filter(are_alike), each.filter(pc.invert(are_alike))["guest_id"].to_pylist()
    known = pa.table([alike["guest_id"], alike["code_min"]], schema=BIRTHDAY_TABLE)
    return pa.concat_tables([known, *(_settled(differing[at : at + GUESTS_AT_ONCE]) for at in range(0, len(differing), GUESTS_AT_ONCE))])


def _settled(guest_ids: Sequence[str]) -> pa.Table:
    guest_of = {link.record_id: link.guest_id for link in list_records(READER, [UUID(one) for one in guest_ids])}
    records: defaultdict[UUID, list[RecordSaid]] = defaultdict(list)
    for one in list_said(READER, list(guest_of), clear=frozenset({BIRTH_DATE}), sealed=(BIRTH_DATE,)):
        records[guest_of[one.record_id]].append(one)
    codes = {str(guest): code for guest, said in records.items() if (code := _code(said)) is not None}
    return pa.table([list(codes), list(codes.values())], schema=BIRTHDAY_TABLE)


def _code(records: list[RecordSaid]) -> int | None:
    best = next((one.best.text for one in survive(records) if one.field == BIRTH_DATE), "")
    try:
        born = date.fromisoformat(best)
    except ValueError:
        return None
    return born.month * 100 + born.day
