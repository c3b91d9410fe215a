"""Identity's part of the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table
from xenia.kernel.texts import Text

_LINK = Handling(Whose.GUEST, FoundBy.RECORD, Erasing.DELETE, "guests")
_GUEST = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")
_MODEL = Handling(
    Whose.GUEST,
    FoundBy.NOTHING,
    Erasing.EXPIRE,
    "",
    Text(
        "各姓名出现的次数，不说明是谁；每次全量运行时重新统计。",
        "How often names occur, without whose they are; counted anew by each full run.",
    ),
)

STORES = (
    table("identity_guest", "客人", "Guests", _GUEST, pseudonym="id"),
    table("identity_guestlink", "归属", "Guest links", _LINK, pseudonym="record_id guest_id home_id", none="valid_from"),
    table(
        "identity_reading", "比对内容", "What is compared of records", _LINK, pseudonym="record_id keys",
        identity="reading_sealed", none="content_hash",
    ),
    table("identity_sharedcontact", "机构共用的联系方式（不可逆索引）", "Contacts of offices, as blind indexes", none="contact_index names"),
    table(
        "identity_match", "可能相同的记录", "Pairs that may be one person", _LINK, pseudonym="left_id right_id",
        none="id weight levels rule model_version verdict",
    ),
    table(
        "identity_decision", "同一人认定", "Decisions on who is one person", _LINK, pseudonym="left_id right_id",
        free_text="reason_sealed", none="id said batch_id said_by said_at undone_by undone_at",
    ),
    table("identity_matchmodel", "匹配模型", "Matching models", _MODEL, identity="document", none="version records trained_at is_current"),
    table(
        "identity_matchrun", "匹配运行", "Matching runs",
        none="id state stage done total cancel_asked model_version report message ordered_by created_at started_at ended_at beat_at",
    ),
    table(
        "identity_reviewedpair", "复核样本", "Pairs drawn for review", _LINK, pseudonym="left_id right_id",
        none="id weight stratum drawn_at is_same reviewed_by reviewed_at",
    ),
    table(
        "identity_relation", "客人之间的关系", "Relations between guests", _GUEST, pseudonym="from_id to_id", behaviour="kind",
        none="id confidence bookings state said_by changed_at",
    ),
)  # fmt: skip
