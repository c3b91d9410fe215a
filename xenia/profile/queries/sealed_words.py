"""Opening and sealing what people of the house wrote: each text under its own field and row."""

from uuid import UUID

from xenia.settings import ENV
from xenia.trust.vault import vault_of

NOTE_FIELD = "profile.note.text"
NOTE_TEXT_FIELD = "profile.note_text.text"
CALL_FIELD = "profile.call.summary"
TASK_FIELD = "profile.task.text"
FILE_FIELD = "profile.attachment.name"
TRAIT_FIELD = "profile.trait.value"
BATCH_FIELD = "profile.tag_batch.filter"


def sealed(text: str, field: str, row: UUID) -> bytes:
    """Seals a text for its row."""
    return vault_of(ENV.key_file).seal(text, field=field, row=row)


def opened(kept: "bytes | memoryview[int] | None", field: str, row: UUID) -> str:
    """Opens a text of its row; "" where there is none. Whoever calls has checked that the actor sees the guest."""
    return vault_of(ENV.key_file).open(bytes(kept), field=field, row=row) if kept else ""


def attachment_path(attachment_id: UUID):  # type: ignore[no-untyped-def]
    """Where the sealed bytes of an attachment lie. A path and no more, so it takes no actor."""
    return ENV.home / "attachments" / f"{attachment_id}.sealed"
