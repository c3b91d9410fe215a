"""What every way of keeping an audience writes: numbers of guests, members as bits, a version. Rules AU19 and AU20 of
docs/algorithms/audiences.md."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

import pyarrow as pa
from django.db import connection, transaction
from pyarrow import csv

from xenia.kernel.actor import Actor
from xenia.news.publish import publish
from xenia.segment.models.audiences import Audience, AudienceChange, AudienceMembers, AudienceVersion
from xenia.segment.queries.making import NUMBERED
from xenia.segment.rules.bits import Numbers, chunks_of, count_of, moved, numbers_of, packed
from xenia.segment.types.audiences import AUDIENCE_CHANGED
from xenia.trust.types.access import Permission

SEEN = "CREATE TEMP TABLE segment_seen (guest_id uuid) ON COMMIT DROP"
NUMBER = """
INSERT INTO segment_guestnumber (guest_id)
SELECT seen.guest_id FROM segment_seen seen LEFT JOIN segment_guestnumber held USING (guest_id) WHERE held.guest_id IS NULL
ORDER BY seen.guest_id ON CONFLICT DO NOTHING
"""
ALL_NUMBERS = "COPY (SELECT number, guest_id FROM segment_guestnumber) TO STDOUT (FORMAT csv)"


@dataclass(frozen=True)
class MadeOf:
    """What members were made of: the day, how many guests the base had, and the snapshot, where there was one."""

    made_on: date
    base: int
    snapshot_id: UUID | None = None


@transaction.atomic
def number_guests(actor: Actor, guest_ids: pa.Array) -> pa.Table:
    """Gives every guest a number, once, and returns all numbers there are as `queries.making.NUMBERED`."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        with cursor.copy("COPY segment_seen FROM STDIN (FORMAT csv)") as copied:
            copied.write("\n".join(guest_ids.to_pylist()))
        cursor.execute(NUMBER)
        cursor.execute("DROP TABLE segment_seen")
        with cursor.copy(ALL_NUMBERS) as copied:
            text = BytesIO(b"".join(copied))
    if not text.getbuffer().nbytes:
        return NUMBERED.empty_table()
    columns = csv.ConvertOptions(column_types=NUMBERED)
    return csv.read_csv(text, read_options=csv.ReadOptions(column_names=NUMBERED.names), convert_options=columns)


@transaction.atomic
def write_members(actor: Actor, audience_id: UUID, numbers: Numbers, made: MadeOf, now: datetime) -> bool:
    """Writes who is in an audience, against what is kept at this moment, and who came and went (AU20). Returns whether it wrote a change:
    where nobody moved only the first time does. `numbers` are in order, each once."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    row = Audience.objects.select_for_update().get(id=audience_id)
    held = {chunk: bytes(bits) for chunk, bits in AudienceMembers.objects.filter(audience_id=audience_id).values_list("chunk", "bits")}
    entered, left = moved(numbers_of(held), numbers)
    _write_chunks(audience_id, held, chunks_of(numbers))
    is_first, count = row.made_at is None, len(numbers)
    Audience.objects.filter(id=audience_id).update(findings=[], made_of=row.revision, made_at=now, members=count, **asdict(made))
    if not (len(entered) or len(left) or is_first):
        return False
    change = AudienceChange.objects.create(
        audience_id=audience_id, at=now, day=made.made_on, revision=row.revision, before=count - len(entered) + len(left),
        entered=len(entered), left=len(left), entered_numbers=packed(entered), left_numbers=packed(left), members=count, base=made.base,
        snapshot_id=made.snapshot_id,
    )  # fmt: skip
    counts = {"entered": len(entered), "left": len(left), "members": count}
    publish(AUDIENCE_CHANGED, {"audience_id": str(audience_id), "change_id": change.id, **counts}, now=now)
    return True


def note_version(actor: Actor, audience_id: UUID, now: datetime) -> None:
    """Keeps an audience as it is after a save."""
    actor.require(Permission.EDIT_AUDIENCES)
    row = Audience.objects.get(id=audience_id)
    said = {name: getattr(row, name) for name in ("name_zh", "name_en", "note", "definition")}
    AudienceVersion.objects.create(audience_id=audience_id, number=row.revision, saved_by=actor.user_id, saved_at=now, **said)


def _write_chunks(audience_id: UUID, held: dict[int, bytes], found: dict[int, bytes]) -> None:
    """Only what changed."""
    gone = [chunk for chunk in held if chunk not in found]
    if gone:
        AudienceMembers.objects.filter(audience_id=audience_id, chunk__in=gone).delete()
    new = [
        AudienceMembers(audience_id=audience_id, chunk=chunk, bits=bits, guests=count_of(bits))
        for chunk, bits in found.items()
        if held.get(chunk) != bits
    ]
    AudienceMembers.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["audience", "chunk"], update_fields=["bits", "guests"], batch_size=500
    )
