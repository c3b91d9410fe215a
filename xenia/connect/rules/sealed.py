"""What connect seals: each column with the field its values are bound to, and the folder of uploads. A test compares it with the tables."""

from xenia.trust.types.encryption import SealedColumn, SealedFolder

_RECORD = "connect_guestrecord"
SEALED_COLUMNS = (
    SealedColumn("connect_source", "location_sealed", "connect.source.location"),
    SealedColumn("connect_upload", "sample_sealed", "connect.upload.sample"),
    SealedColumn("connect_quarantinedrow", "row_sealed", "connect.quarantined_row.row"),
    SealedColumn(_RECORD, "phone_sealed", "connect.guest_record.phone", "record_id"),
    SealedColumn(_RECORD, "email_sealed", "connect.guest_record.email", "record_id"),
    SealedColumn(_RECORD, "wechat_sealed", "connect.guest_record.wechat_id", "record_id"),
    SealedColumn(_RECORD, "birth_date_sealed", "connect.guest_record.birth_date", "record_id"),
    SealedColumn(_RECORD, "document_sealed", "connect.guest_record.id_number", "record_id"),
    SealedColumn(_RECORD, "address_sealed", "connect.guest_record.address", "record_id"),
)
SEALED_FOLDERS = (SealedFolder("uploads"),)
