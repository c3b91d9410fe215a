"""Guest records and their timeline as other modules see them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class RevealPurpose(StrEnum):
    """What a sealed value is shown for; every showing is recorded with one of these."""

    CALL_BACK = "call_back"
    CONFIRM_BOOKING = "confirm_booking"
    CHECK_IN = "check_in"
    COMPLAINT = "complaint"
    EMERGENCY = "emergency"
    LEGAL = "legal"
    CORRECTION = "correction"
    OTHER = "other"


@dataclass(frozen=True)
class GuestFilter:
    """What a list of guests is narrowed to; None: not narrowed. `text` is a name in either script, phone, e-mail, key or document."""

    text: str | None = None
    source_id: UUID | None = None
    province: str | None = None
    city: str | None = None
    run_id: UUID | None = None


@dataclass(frozen=True)
class GuestSummary:
    """One line of a list. Contact values are masked."""

    record_id: UUID
    source_id: UUID
    source_name: str
    source_key: str
    name: str
    name_latin: str
    gender: str
    province: str
    city: str
    phone: str
    email: str
    membership_tier: str
    vip: bool
    bookings: int
    changed_at: datetime


@dataclass(frozen=True)
class GuestPage:
    """Everything one source knows of a person. Contact values are masked, except the fields named in `clear`."""

    summary: GuestSummary
    unit_id: UUID
    surname: str
    given_name: str
    language: str
    nationality: str
    company: str
    membership_number: str
    document: str
    birthday: str
    wechat: str
    address: str
    tags: tuple[str, ...]
    attributes: dict[str, Any]
    first_seen_at: datetime
    run_id: UUID
    row_number: int
    file_name: str
    clear: tuple[str, ...]


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: `kind` is booking, event, interaction, feedback or trait; `detail` holds its own fields."""

    kind: str
    key: str
    at: datetime
    title: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class BookingFilter:
    """What a list of bookings is narrowed to; dates are inclusive from, exclusive until. `record_ids` are one person's records."""

    text: str | None = None
    line: str | None = None
    status: str | None = None
    source_id: UUID | None = None
    record_ids: tuple[UUID, ...] | None = None
    run_id: UUID | None = None
    starts_from: date | None = None
    starts_until: date | None = None
    booked_from: date | None = None
    booked_until: date | None = None


@dataclass(frozen=True)
class BookingSummary:
    """One line of a list: the current version of a booking. `property` is as the source writes it, often a code; `property_name` what it is
    called, None where nobody told. `destination_country` is an ISO 3166 code or a word of the source."""

    booking_id: UUID
    source_id: UUID
    source_name: str
    booking_key: str
    line: str
    status: str
    channel: str
    booked_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    destination_city: str
    destination_country: str
    property: str
    property_name: Text | None
    total_minor: int | None
    currency: str
    booker_id: UUID | None
    booker_name: str


@dataclass(frozen=True)
class Party:
    """A person's part in a booking: booker, traveller or payer."""

    role: str
    record_id: UUID
    name: str


@dataclass(frozen=True)
class BookingVersion:
    """One version as the lake holds it, with the file and row it came from."""

    order_at: datetime
    recorded_at: datetime
    is_current: bool
    values: dict[str, Any]
    run_id: UUID
    row_number: int
    file_name: str


@dataclass(frozen=True)
class BookingPage:
    """The booking with its parties, items, payments and where it came from."""

    summary: BookingSummary
    adults: int | None
    children: int | None
    rooms: int | None
    nights: int | None
    cancelled_on: date | None
    parties: tuple[Party, ...]
    items: tuple[dict[str, Any], ...]
    payments: tuple[dict[str, Any], ...]
    run_id: UUID
    row_number: int
    file_name: str
