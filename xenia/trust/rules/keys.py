"""What the business decided about machines: what they may never do, how long a key lives, what it looks like. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from xenia.trust.types.access import Permission
from xenia.trust.types.keys import KeyState

PEOPLE_ONLY = frozenset(
    {Permission.APPROVE, Permission.MANAGE_PEOPLE, Permission.MANAGE_KEYS, Permission.MANAGE_TRUST, Permission.REVEAL_CONTACTS}
)
"""A machine decides nothing about people, keys or approvals, and sees contact values masked: a key that leaks must not be able to make
another, nor to copy every phone number one by one."""
SCOPES = frozenset(Permission) - PEOPLE_ONLY

KEY_DAYS_MAX = 365
USED_EVERY = timedelta(minutes=1)
MARK = "xk_"
SECRET_BYTES = 32
PREFIX_LETTERS = 10


def key_of(secret: str) -> str:
    """Returns the whole key as it is shown once: a mark that secret scanners can find, and 256 random bits."""
    return f"{MARK}{secret}"


def prefix_of(key: str) -> str:
    """Returns the beginning by which people tell keys apart: the mark and 42 of the 256 bits."""
    return key[:PREFIX_LETTERS]


def hash_of(key: str) -> bytes:
    """Returns SHA-256 of the key. Nothing slower is needed: 256 random bits cannot be guessed."""
    return sha256(key.encode()).digest()


def state_of(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> KeyState:
    """Returns what a key is good for now; one that was revoked stays revoked when it expires."""
    if revoked_at is not None:
        return KeyState.REVOKED
    return KeyState.EXPIRED if expires_at <= now else KeyState.VALID


def unknown_scopes(scopes: Iterable[str]) -> list[str]:
    """Returns the scopes no machine may have, in order."""
    return sorted(set(scopes) - SCOPES)


def is_use_worth_writing(used_at: datetime | None, now: datetime) -> bool:
    """Whether the last use is so old that this one is written: once a minute, so that a busy key does not write with every call."""
    return used_at is None or now - used_at >= USED_EVERY
