"""What identity seals: each column with the field its values are bound to. A test compares it with the tables."""

from xenia.trust.types.encryption import SealedColumn

SEALED_COLUMNS = (
    SealedColumn("identity_reading", "reading_sealed", "identity.reading.reading", "record_id"),
    SealedColumn("identity_decision", "reason_sealed", "identity.decision.reason"),
)
