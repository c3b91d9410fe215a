"""A person as one source tells of them, in clear: for the product itself only."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonRow:
    """`cells`: name, name_latin, gender, birth_date, phone, email, id_type, id_country, id_number, city, company, booking_ref (several
    separated by spaces), membership_number, source, address; empty where nothing is known. `region`: ISO 3166 of the source's phones.
    `content_hash`: of all that the source says and the bookings."""

    cells: Mapping[str, str]
    region: str
    content_hash: bytes
