"""Words of consent that cross the boundary of trust: what for, on what ground, what was shown, what the guest said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text

CHILD_BELOW_YEARS = 14
"""PIPL art. 31: below this age a guardian decides."""


class PiplBasis(StrEnum):
    """The grounds of article 13(1) of the Personal Information Protection Law, in its order."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    EMERGENCY = "emergency"
    NEWS = "news"
    PUBLISHED = "published"
    OTHER_LAW = "other_law"


class GdprBasis(StrEnum):
    """The grounds of article 6(1) of the GDPR, in its order."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"


class SeparateConsent(StrEnum):
    """The article of the Personal Information Protection Law that asks for a consent of its own; NONE where none does."""

    NONE = ""
    SHARING = "23"
    SENSITIVE = "29"
    CROSS_BORDER = "39"


class Channel(StrEnum):
    """How a guest is reached; ALL for a purpose in which nobody is written to."""

    ALL = "all"
    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"
    PHONE = "phone"
    APP_PUSH = "app_push"
    POST = "post"


class Said(StrEnum):
    """What a guest said."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Way(StrEnum):
    """How the words reached us."""

    DESK = "desk"
    CALL = "call"
    WEBSITE = "website"
    APP = "app"
    WECHAT = "wechat"
    EMAIL = "email"
    PAPER = "paper"
    IMPORT = "import"


class ConsentReason(StrEnum):
    """Why something may or may not be done with a guest's data; `docs/algorithms/consent.md` says which rule leads to which."""

    NOT_NEEDED = "not_needed"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OUTDATED = "outdated"
    NOT_ASKED = "not_asked"
    CLOSED = "closed"
    RESTRICTED = "restricted"

    @property
    def is_allowed(self) -> bool:
        return self in (ConsentReason.NOT_NEEDED, ConsentReason.GIVEN)


@dataclass(frozen=True, slots=True)
class Terms:
    """As much of a purpose as decides whether something is allowed; see `Purpose`."""

    is_open: bool
    needs_consent: bool
    may_object: bool
    counts_from: int


@dataclass(frozen=True)
class Purpose:
    """What data is used for, a policy of the company.

    `valid_months` is how long a consent lasts, None for until it is withdrawn. A consent counts that was given under notice version
    `counts_from` or a later one; `notice_version` is the one shown now, 0 before the first is published.
    """

    code: str
    name: Text
    description: Text
    pipl_basis: PiplBasis
    gdpr_basis: GdprBasis
    separate: SeparateConsent
    channels: tuple[Channel, ...]
    valid_months: int | None
    guardian: bool
    is_open: bool
    counts_from: int = 0
    notice_version: int = 0

    @property
    def needs_consent(self) -> bool:
        return self.pipl_basis is PiplBasis.CONSENT

    @property
    def may_object(self) -> bool:
        """Whether a guest may say no to what needs no yes (GDPR art. 21)."""
        return self.gdpr_basis is GdprBasis.LEGITIMATE_INTERESTS


@dataclass(frozen=True)
class PurposeNotice:
    """One version of the words shown for a purpose; never changed once published. `asks_again`: earlier consents no longer count."""

    purpose: str
    version: int
    text: Text
    change: Text
    asks_again: bool
    in_use_from: datetime
    published_at: datetime
    published_by: str


@dataclass(frozen=True)
class NewNotice:
    """The next version of a purpose's notice. `in_use_from`: since when guests have been shown these words, None for now."""

    text: Text
    change: Text
    asks_again: bool
    in_use_from: datetime | None = None


@dataclass(frozen=True)
class NewDecision:
    """What one guest said about one purpose on one channel, and what proves it.

    `guest_id` None: the caller could not tell whose words these are. `reference` names a form or a call, never a personal value.
    """

    guest_id: UUID | None
    purpose: str
    channel: Channel
    said: Said
    decided_at: datetime
    way: Way
    notice_version: int = 0
    language: str = "zh-CN"
    unit_id: UUID | None = None
    is_child: bool = False
    by_guardian: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What of a decision decides: `expires_at` (exclusive) is None where it lasts until it is withdrawn."""

    said: Said
    notice_version: int
    decided_at: datetime
    expires_at: datetime | None
    id: UUID


@dataclass(frozen=True)
class ConsentDecision:
    """One entry of a guest's history: what was said, and its proof."""

    id: UUID
    purpose: str
    channel: Channel
    said: Said
    notice_version: int
    language: str
    decided_at: datetime
    recorded_at: datetime
    recorded_by: str
    way: Way
    unit: Text | None
    by_guardian: bool
    reference: str
    expires_at: datetime | None


@dataclass(frozen=True)
class Allowed:
    """The answer to `may`: whether, why, and under which version of the notice (0: none)."""

    allowed: bool
    reason: ConsentReason
    text: Text
    notice_version: int


@dataclass(frozen=True)
class AllowedMany:
    """The answer to `may_many`: `guest_ids` is an Arrow array (text) of those allowed; `counts` adds up to all who were asked for."""

    guest_ids: Any
    counts: dict[ConsentReason, int]


@dataclass(frozen=True)
class Contactable:
    """Who may be worked with for a purpose on a channel, of all guests there are. `usual` holds for everybody but those in `others`, for
    whom it is the other way: an Arrow array of ids as text, every id of a guest, each once."""

    usual: bool
    others: Any


@dataclass(frozen=True)
class Standing:
    """Where one guest stands on one purpose and channel, in plain words; `since` and `expires_at` of the decision that counts."""

    purpose: str
    channel: Channel
    reason: ConsentReason
    text: Text
    notice_version: int
    since: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True)
class GuestCount:
    """How many guests stand so on a purpose and channel."""

    purpose: str
    channel: Channel
    reason: ConsentReason
    guests: int


@dataclass(frozen=True)
class StandingFilter:
    """Which number of guests: those who stand so on a purpose and channel."""

    purpose: str
    channel: Channel
    reason: ConsentReason


@dataclass(frozen=True)
class StandingGuest:
    """One guest behind a number: since when, and until when (exclusive) where that is known."""

    guest_id: UUID
    since: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class RefusedRow:
    """A row of an import that was not taken; `row` counts from 1."""

    row: int
    text: Text


@dataclass(frozen=True)
class ImportResult:
    """What became of the rows of an import: `accepted` and the refused ones add up to all."""

    accepted: int
    refused: tuple[RefusedRow, ...]
