"""What trust itself seals: each column with the field its values are bound to. A test compares it with the tables."""

from xenia.trust.types.encryption import SealedColumn, SealedFolder

SEALED_COLUMNS = (
    SealedColumn("trust_sealcheck", "check_sealed", "trust.seal_check.check"),
    SealedColumn("trust_auditkey", "private_sealed", "trust.audit_key.private"),
    SealedColumn("trust_export", "where_sealed", "trust.export.where"),
    SealedColumn("trust_factorsecret", "secret_sealed", "trust.factorsecret.secret"),
    SealedColumn("trust_subjectrequest", "asked_sealed", "trust.subject_request.asked"),
    SealedColumn("trust_subjectrequest", "work_sealed", "trust.subject_request.work"),
    SealedColumn("trust_requeststep", "note_sealed", "trust.request_step.note"),
)
SEALED_FOLDERS = (SealedFolder("exports"), SealedFolder("packages"))
