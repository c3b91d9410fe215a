"""Under which keys a record is looked for: two records are compared where they share one. Pure (rule M28)."""

from collections.abc import Iterator
from itertools import pairwise

from xenia.identity.rules.comparing import MAILBOX_LETTERS_MIN
from xenia.identity.rules.reading import Reading

NAMES_MAX = 4
"""How many readings of a name give keys; a name with more is ambiguous anyway."""
ADDRESS_WORDS_MAX = 6
RECORDS_OF_A_KEY_MAX = 300
"""A key that more records carry tells nobody apart: it is left out, and the records meet under another."""
RECORDS_OF_A_NAME_MAX = 60
"""The same for a name, birth date or street with nothing beside it: a commoner one never joins two records."""


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
    if reading.address:
        yield f"address {reading.address}"
    if not reading.is_chinese:
        yield from _foreign(reading)
    for surname in reading.surnames[:NAMES_MAX]:
        if reading.birth_date:
            yield f"born {surname} {reading.birth_date}"
        yield from (f"booking {surname} {booking}" for booking in reading.bookings)


def _foreign(reading: Reading) -> Iterator[str]:
    """A name that may be misspelt is looked for under each half with one thing more, and beside it under birth date and street."""
    for half in {half for name in reading.loose_names[:NAMES_MAX] for half in name.split("|")}:
        yield from (f"half {half} {beside}" for beside in (reading.birth_date, reading.city) if beside)
    if reading.birth_date:
        yield f"name born {reading.birth_date}"
    words = reading.address.split()
    yield from (f"name street {one} {other}" for one, other in pairwise(words[:ADDRESS_WORDS_MAX]))
