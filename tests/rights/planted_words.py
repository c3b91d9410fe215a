"""What people of the house wrote down of the planted guest, in every table of profile that can hold one."""

import io
from uuid import UUID

from tests.cast import DIRECTOR, NOON
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.profile.actions import attachments, calls, notes, owners, tag_batches, tags, traits
from xenia.profile.models.staff import Mention, Note, Task
from xenia.profile.models.traits import Trait
from xenia.profile.queries.sealed_words import TASK_FIELD, sealed
from xenia.profile.types.staff import CallDirection, CallOutcome, NewCall
from xenia.profile.types.tags import BatchDeed, TagDraft, TagWay
from xenia.profile.types.traits import NewTrait
from xenia.trust.queries.people import list_units


def plant_words(record_id: UUID, guest_id: UUID) -> None:
    """Notes with a former text and a mention, a call, a task, a file, an owner, traits, a tag put in a batch."""
    note = notes.write_note(actor=DIRECTOR, guest_id=record_id, text="张伟要安静的房间", now=NOON)
    notes.change_note(actor=DIRECTOR, note_id=note, text="张伟要高楼层", version=1, now=NOON)
    Mention.objects.create(note=Note.objects.get(id=note), guest_id=guest_id, person_id=new_id(), mentioned_at=NOON)
    call = NewCall(CallDirection.INBOUND, CallOutcome.SOLVED, NOON, 60, "改期")
    calls.log_call(actor=DIRECTOR, guest_id=record_id, call=call, now=NOON)
    task = Task(id=new_id(), guest_id=guest_id, due_on=NOON.date(), assignee_id=new_id(), set_at=NOON)
    task.text_sealed = sealed("回电", TASK_FIELD, task.id)
    task.save(force_insert=True)
    attachments.attach_file(actor=DIRECTOR, guest_id=record_id, file_name="passport.pdf", stream=io.BytesIO(b"%PDF-1.7 zhang"), now=NOON)
    unit = list_units(DIRECTOR)[0].id
    owners.give_owner(actor=DIRECTOR, guest_id=record_id, owner_id=None, unit_id=unit, now=NOON)
    traits.say_trait(actor=DIRECTOR, guest_id=record_id, new=NewTrait("allergy", "花生"), now=NOON)
    told = {"kind": "seat", "value": "window", "source": "record", "confidence": 0.8, "valid_from": NOON, "said_at": NOON}
    Trait.objects.create(record_id=record_id, **told)
    _plant_tag(guest_id)


def _plant_tag(guest_id: UUID) -> None:
    meaning = Text("每月出行的客人", "Guests who travel every month")
    tag = tags.create_tag(actor=DIRECTOR, draft=TagDraft(Text("常旅客", "Frequent"), meaning, TagWay.MANUAL, "", None), now=NOON)
    batch = tag_batches.order_batch(actor=DIRECTOR, tag_id=tag, deed=BatchDeed.PUT, guest_ids=[guest_id], now=NOON)
    tag_batches.perform_batch(batch_id=batch, clock=lambda: NOON)
