"""Profile's part of the data map: what people of the house write down of a guest, traits and tags. Pure."""

from xenia.kernel.personal import Category, Column, Erasing, FoundBy, Handling, Place, Store, Whose, table
from xenia.kernel.texts import Text

_GUEST = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")
_BATCH_WHY = Text("名单里的这位客人被移出，批次的统计保留。", "The guest leaves the list; what the batch came to stays.")

WORDS_STORES = (
    table(
        "profile_note", "备注", "Notes", _GUEST, free_text="text_sealed", pseudonym="guest_id",
        none="id version written_by written_at changed_by changed_at deleted_by deleted_at",
    ),
    table(
        "profile_notetext", "备注的旧版本", "Former texts of notes", _GUEST, free_text="text_sealed",
        pseudonym="guest_id", none="id note_id version said_by said_at",
    ),
    table(
        "profile_call", "登记的通话", "Logged calls", _GUEST, free_text="summary_sealed", pseudonym="guest_id",
        behaviour="began_at duration_seconds", none="id direction outcome logged_by logged_at deleted_by deleted_at",
    ),
    table(
        "profile_task", "任务", "Tasks", _GUEST, free_text="text_sealed", pseudonym="guest_id",
        none="id due_on assignee_id state version set_by set_at closed_by closed_at",
    ),
    table(
        "profile_attachment", "附件", "Attachments", _GUEST, free_text="name_sealed", pseudonym="guest_id",
        none="id media_type size_bytes added_by added_at deleted_by deleted_at",
    ),
    table(
        "profile_mention", "提到同事", "Mentions of colleagues", _GUEST, pseudonym="guest_id",
        none="id note_id person_id mentioned_by mentioned_at seen_at",
    ),
    table(
        "profile_ownership", "客户经理与团队", "Who looks after a guest", _GUEST, pseudonym="guest_id",
        none="id owner_id unit_id since until given_by",
    ),
    table(
        "profile_trait", "偏好与特征", "Traits and preferences", _GUEST, behaviour="kind value value_sealed",
        pseudonym="guest_id record_id",
        none="id source model_name confidence valid_from valid_until said_by said_at ended_by",
    ),
    table(
        "profile_tag", "标签目录", "Catalogue of tags",
        none="id code name_zh name_en meaning_zh meaning_en way lineage owner_id version created_by created_at changed_at retired_at",
    ),
    table(
        "profile_tagbatch", "批量打标签", "Tagging of many",
        Handling(Whose.GUEST, FoundBy.GUEST, Erasing.BLANK, "", _BATCH_WHY),
        free_text="filter_sealed", pseudonym="guest_ids after",
        none="id tag_id deed undoes state looked_at total changed cancel_asked message ordered_by ordered_at ended_at beat_at",
    ),
    table(
        "profile_guesttag", "客人的标签", "Tags of guests", _GUEST, pseudonym="guest_id", behaviour="tag_id",
        none="id since until put_by taken_by put_batch taken_batch",
    ),
    Store(
        Place.FILES, "attachments", Text("客人的附件（加密）", "Attachments of guests (sealed)"), (Column("content", Category.FREE_TEXT),),
        Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests", Text("", ""),
    ),
)  # fmt: skip
