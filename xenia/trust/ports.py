"""What trust needs of the outside world: a service that keeps the master key and never gives it away. Adapters fill it in."""

from typing import Protocol


class KeyService(Protocol):
    """Wraps a key of 32 bytes so that only the service can unwrap it. Both raise KeyServiceFault with a sentence where it does not."""

    def wrap(self, key: bytes) -> bytes:
        """Returns the wrapped key, of any length the service likes up to 64 KB."""
        ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """Returns the 32 bytes that were wrapped."""
        ...
