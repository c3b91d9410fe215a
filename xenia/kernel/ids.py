"""Identifiers: UUIDv7 (RFC 9562), sortable by the millisecond they were made in."""

from hashlib import blake2b
from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Returns a fresh UUIDv7."""
    return UUID(int=uuid_utils.uuid7().int)


def derived_id(*, made_at_ms: int, secret: bytes, name: str) -> UUID:
    """Returns a UUIDv7 whose 74 free bits come from a keyed hash, so that a retried write makes the same id again.

    `made_at_ms` is milliseconds since 1970 (below 2**48); `secret` is 16 to 64 bytes. Without the secret the id says nothing of the name.
    """
    digest = int.from_bytes(blake2b(name.encode(), key=secret, digest_size=16).digest(), "big")
    head = (made_at_ms & ((1 << 48) - 1)) << 80
    version = 0x7 << 76
    variant = 0b10 << 62
    free = ((digest >> 62) & 0xFFF) << 64 | (digest & ((1 << 62) - 1))
    return UUID(int=head | version | variant | free)


def milliseconds_of(identifier: UUID) -> int:
    """Returns the millisecond since 1970 in which a UUIDv7 was made."""
    return identifier.int >> 80
