"""Under which keys a record is looked for: two records are compared where they share one. Pure (rule M28)."""

from collections.abc import Iterator

from xenia.identity.rules.comparing import MAILBOX_LETTERS_MIN
from xenia.identity.rules.reading import Reading

NAMES_MAX = 4
"""How many readings of a name give keys; a name with more is ambiguous anyway."""
RECORDS_OF_A_KEY_MAX = 300
"""A key that more records carry tells nobody apart: it is left out, and the records meet under another."""
RECORDS_OF_A_NAME_MAX = 60
"""The same for a name with nothing beside it: a commoner name alone never joins two records."""


def keys_of(reading: Reading) -> list[str]:
    """Returns the keys of a record, each once: contacts, documents, and names together with one thing more."""
    return list(dict.fromkeys(_keys(reading)))


def records_max(key: str) -> int:
    """Returns how many records may carry the key before it is left out."""
    return RECORDS_OF_A_NAME_MAX if key.startswith("name ") else RECORDS_OF_A_KEY_MAX


def _keys(reading: Reading) -> Iterator[str]:
    yield from (f"phone {phone}" for phone in reading.phones)
    if reading.email and not reading.is_office:
        yield f"mail {reading.email}"
        if len(reading.mailbox) >= MAILBOX_LETTERS_MIN:
            yield f"mailbox {reading.mailbox}"
    if reading.document:
        yield f"document {reading.document}"
        yield f"alike {reading.document_kind} {reading.document_alike}"
    if reading.member:
        yield f"member {reading.member}"
    for name in reading.loose_names[:NAMES_MAX]:
        yield f"name {name}"
        yield from (f"{name} {beside}" for beside in (reading.birth_date, reading.city, reading.company) if beside)
    for surname in reading.surnames[:NAMES_MAX]:
        if reading.birth_date:
            yield f"born {surname} {reading.birth_date}"
        yield from (f"booking {surname} {booking}" for booking in reading.bookings)
