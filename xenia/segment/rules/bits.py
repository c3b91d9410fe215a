"""Sets of guests as bits: rules AU19 and AU20 of docs/algorithms/audiences.md. Pure.

A guest has a number; chunk and place in it are the number divided by 65,536. PostgreSQL's `get_bit` reads the same bits.
"""

import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

CHUNK = 65_536
BYTES = CHUNK // 8
Numbers = NDArray[np.int64]


def chunks_of(numbers: Numbers) -> dict[int, bytes]:
    """Rule AU19: returns the bits of each chunk in which any of these numbers is, by chunk."""
    found: dict[int, bytes] = {}
    chunks, places = np.divmod(np.asarray(numbers, np.int64), CHUNK)
    order = np.argsort(chunks, kind="stable")
    chunks, places = chunks[order], places[order]
    for chunk, begin in zip(*np.unique(chunks, return_index=True), strict=True):
        end = np.searchsorted(chunks, chunk, side="right")
        held = np.zeros(CHUNK, np.uint8)
        held[places[begin:end]] = 1
        found[int(chunk)] = np.packbits(held, bitorder="little").tobytes()
    return found


def numbers_of(chunks: Mapping[int, bytes]) -> Numbers:
    """Returns the numbers in these chunks, in order; each chunk read as `chunks_of` wrote it."""
    found = [_places(bits) + chunk * CHUNK for chunk, bits in sorted(chunks.items())]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def count_of(bits: bytes) -> int:
    """Returns how many numbers a chunk holds."""
    return int(np.bitwise_count(np.frombuffer(bits, np.uint8)).sum())


def _places(bits: bytes) -> Numbers:
    return np.flatnonzero(np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")).astype(np.int64)


def moved(before: Numbers, after: Numbers) -> tuple[Numbers, Numbers]:
    """Rule AU20: returns who is in `after` and not in `before`, and who is in `before` and not in `after`: before, and those who entered,
    without those who left, is after."""
    return np.setdiff1d(after, before, assume_unique=True), np.setdiff1d(before, after, assume_unique=True)


def packed(numbers: Numbers) -> bytes:
    """Returns numbers in as few bytes as is plain: the steps between them in order, compressed. Nobody is no bytes."""
    if not len(numbers):
        return b""
    return zlib.compress(np.diff(np.sort(numbers), prepend=0).astype("<u4").tobytes(), 1)


def unpacked(said: bytes) -> Numbers:
    """Returns the numbers that `packed` wrote."""
    return np.cumsum(np.frombuffer(zlib.decompress(said), "<u4").astype(np.int64)) if said else np.zeros(0, np.int64)
