"""Connect's part of the data map: its tables and the files it keeps. Pure."""

from xenia.kernel.personal import Category, Column, Erasing, FoundBy, Handling, Place, Store, Whose, table
from xenia.kernel.texts import Text

_BOOKED = Text(
    "金额、日期与产品按财务法规保留；与人的关联换成无人保存的随机代号。",
    "Amounts, dates and products are kept as finance law asks; the link to a person becomes a random pseudonym nobody keeps.",
)
_UPLOADED = Text(
    "含有此人的文件立即删除：各种格式的文件无法可靠地只去掉一个人的行，而事实已在数据湖中。",
    "A file with the person in it ends at once: one person's rows cannot be taken out of every format safely, and its facts are in the lake.",
)
_GUEST = Handling(Whose.GUEST, FoundBy.RECORD, Erasing.DELETE, "guests")

STORES = (
    table(
        "connect_source", "数据来源", "Data sources", Handling(Whose.STAFF, FoundBy.ACCOUNT, Erasing.KEEP), identity="owner",
        none="id unit_id code name kind time_zone currency phone_region legal_basis bad_share_max location_sealed cursor_column cursor_value "
        "every_minutes pulled_at pull_message created_at",
    ),
    table("connect_pushkey", "推送密钥", "Push keys", none="id key_hash source_id name created_by created_at used_at revoked_at"),
    table("connect_mapping", "映射", "Mappings", none="id source_id name version document created_by created_at"),
    table(
        "connect_upload", "上传文件", "Uploads", Handling(Whose.GUEST, FoundBy.READING, Erasing.EXPIRE, "uploads", _UPLOADED),
        free_text="sample_sealed file_name", none="id source_id size_bytes sha256 as_of shape options created_by created_at expires_at erased_at",
    ),
    table(
        "connect_pulledfile", "文件夹中的文件", "Files of watched folders",
        none="id source_id path fingerprint size_bytes modified_at seen_at taken_at upload_id message",
    ),
    table(
        "connect_run", "导入", "Runs",
        none="id source_id upload_id mapping_id replay_of state is_dry cancel_asked read new changed unchanged duplicate late quarantined chunk "
        "row_position rows_seen bytes_read records message created_by created_at started_at ended_at beat_at",
    ),
    table(
        "connect_quarantinedrow", "隔离的行", "Quarantined rows", Handling(Whose.GUEST, FoundBy.READING, Erasing.DELETE, "quarantine"),
        free_text="row_sealed", none="id run_id source_id row_number faults rules state replay_run created_at expires_at",
    ),
    table(
        "connect_guestrecord", "客人记录", "Guest records", _GUEST,
        identity="name surname given_name name_latin name_pinyin gender language nationality province city company membership_number "
        "membership_tier vip birth_date_sealed birth_month_day",
        contact="phone_sealed phone_index phone_tail_index email_sealed email_index wechat_sealed address_sealed",
        document="document_sealed document_index",
        free_text="tags attributes",
        pseudonym="record_id key_index source_key content_hash",
        none="source_id unit_id order_at run_id row_number first_seen_at",
    ),
    table("connect_guestunit", "客人所在单位", "Units of guests", _GUEST, pseudonym="record_id", none="id unit_id"),
    table(
        "connect_booking", "预订", "Bookings", Handling(Whose.GUEST, FoundBy.RECORD, Erasing.ANONYMISE, "bookings", _BOOKED),
        pseudonym="booker_id payer_id traveller_ids booking_id booking_key content_hash", finance="total_minor currency",
        none="source_id unit_id line status channel booked_at starts_on ends_on cancelled_on destination_city destination_country property "
        "adults children rooms nights order_at run_id row_number",
    ),
    table("connect_place", "地点名称", "Names of places", none="id source_id place_key name name_en content_hash order_at"),
    Store(
        Place.FILES, "uploads", Text("上传的文件（加密）", "Uploaded files (sealed)"), (Column("content", Category.FREE_TEXT),),
        Whose.GUEST, FoundBy.READING, Erasing.EXPIRE, "uploads", _UPLOADED,
    ),
    Store(
        Place.FILES, "spill", Text("数据湖引擎的临时文件", "Temporary files of the lake engine"), (Column("content", Category.NONE),),
        Whose.NOBODY, FoundBy.NOTHING, Erasing.NOTHING, "", Text("随进程结束删除。", "Removed when the process ends."),
    ),
)  # fmt: skip
