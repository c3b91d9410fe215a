"""What profile seals: each column with its field, and the folder of attachments. A test compares it with the tables."""

from xenia.trust.types.encryption import SealedColumn, SealedFolder

SEALED_COLUMNS = (
    SealedColumn("profile_note", "text_sealed", "profile.note.text"),
    SealedColumn("profile_notetext", "text_sealed", "profile.note_text.text"),
    SealedColumn("profile_call", "summary_sealed", "profile.call.summary"),
    SealedColumn("profile_task", "text_sealed", "profile.task.text"),
    SealedColumn("profile_attachment", "name_sealed", "profile.attachment.name"),
    SealedColumn("profile_trait", "value_sealed", "profile.trait.value"),
    SealedColumn("profile_tagbatch", "filter_sealed", "profile.tag_batch.filter"),
)
SEALED_FOLDERS = (SealedFolder("attachments"),)
