"""Contacts that too many different people carry: an agency's phone, a shop's mailbox. They link nobody (rule M16). Pure."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import replace

from xenia.identity.rules.reading import Reading

PEOPLE_OF_A_CONTACT_MAX = 8
"""A family shares a phone; with more different names than this it is an office's."""


def shared_contacts(readings: Iterable[Reading]) -> dict[str, int]:
    """Returns the phones and addresses that more than `PEOPLE_OF_A_CONTACT_MAX` different names carry, with how many names."""
    names: dict[str, set[str]] = defaultdict(set)
    for reading in readings:
        name = next(iter(reading.loose_names or reading.surnames), "")
        for contact in (*reading.phones, reading.email):
            if contact:
                names[contact].add(name)
    return {contact: len(of) for contact, of in names.items() if len(of) > PEOPLE_OF_A_CONTACT_MAX}


def without_shared(reading: Reading, shared: Set[str]) -> Reading:
    """Returns the reading without phones that are shared; an address that is shared is marked as an office's."""
    if reading.email not in shared and shared.isdisjoint(reading.phones):
        return reading
    phones = tuple(phone for phone in reading.phones if phone not in shared)
    return replace(reading, phones=phones, is_office=reading.is_office or reading.email in shared)
