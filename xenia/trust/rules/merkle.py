"""The Merkle tree of RFC 9162 (certificate transparency 2.0): hashes, roots, proofs. Pure (rule L3, L6, L7).

A subtree over 2^level leaves that begins at a multiple of its size is *perfect*: it never changes again. `Perfect` says its hash.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
NODE_LEVELS = 8
"""Inner nodes are kept at every eighth level."""

Perfect = Callable[[int, int], bytes]
"""`(level, place)` -> hash of the perfect subtree over leaves place * 2^level and on."""


def leaf_hash(content: bytes) -> bytes:
    """Returns the hash of a leaf: SHA-256 of 0x00 and the content."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Returns the hash of an inner node: SHA-256 of 0x01, left, right."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Returns the root over a power of two of neighbouring perfect subtrees of one level."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


class Frontier:
    """The right edge of a growing tree: as many hashes as its size has binary ones, the largest subtree first."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Adds one leaf; yields the perfect subtrees it completes at the kept levels, as (level, place, hash)."""
        node, level, size = leaf, 0, self.size
        self.size += 1
        completed = []
        while size >> level & 1:
            node = node_hash(self._peaks.pop(), node)
            level += 1
            if level % NODE_LEVELS == 0:
                completed.append((level, size >> level, node))
        self._peaks.append(node)
        yield from completed

    def root(self) -> bytes:
        """Returns the root of the tree as it stands."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def frontier_of(size: int, perfect: Perfect) -> Frontier:
    """Returns the right edge of a tree of this size."""
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return Frontier(size, [perfect(level, (size >> level) - 1) for level in levels])


def inclusion_path(position: int, size: int, perfect: Perfect) -> list[bytes]:
    """Returns the hashes that lead from the leaf at `position` to the root of `size`, the nearest first (RFC 9162, 2.1.3.1)."""

    def path(low: int, high: int) -> list[bytes]:
        if high - low == 1:
            return []
        middle = low + _split(high - low)
        if position < middle:
            return [*path(low, middle), _range_hash(middle, high, perfect)]
        return [*path(middle, high), _range_hash(low, middle, perfect)]

    return path(0, size)


def consistency_path(old: int, new: int, perfect: Perfect) -> list[bytes]:
    """Returns the hashes that show the tree of size `new` to begin with that of size `old`, 0 < old <= new (RFC 9162, 2.1.4.1)."""

    def path(low: int, high: int, is_whole: bool) -> list[bytes]:
        if old == high:
            return [] if is_whole else [_range_hash(low, high, perfect)]
        middle = low + _split(high - low)
        if old <= middle:
            return [*path(low, middle, is_whole), _range_hash(middle, high, perfect)]
        return [*path(middle, high, False), _range_hash(low, middle, perfect)]

    return path(0, new, True)


def root_by_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Returns the root that the path leads to, None where it has not the length it must have (RFC 9162, 2.1.3.2)."""
    first, last, root = position, size - 1, leaf
    if not 0 <= position < size:
        return None
    for hash_ in path:
        if last == 0:
            return None
        if first & 1 or first == last:
            root = node_hash(hash_, root)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            root = node_hash(root, hash_)
        first, last = first >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Whether the tree `new` (size, root) begins with the tree `old`, by this path (RFC 9162, 2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size:
        return not path and old_root == new_root
    if not 0 < old_size < new_size or not path:
        return False
    hashes = list(path) if old_size & (old_size - 1) else [old_root, *path]
    first, last = old_size - 1, new_size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_seen = new_seen = hashes[0]
    for hash_ in hashes[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old_seen, new_seen = node_hash(hash_, old_seen), node_hash(hash_, new_seen)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new_seen = node_hash(new_seen, hash_)
        first, last = first >> 1, last >> 1
    return last == 0 and old_seen == old_root and new_seen == new_root


def _range_hash(low: int, high: int, perfect: Perfect) -> bytes:
    """The hash over leaves low to high, where the range is one that a split of the tree makes."""
    count = high - low
    if not count & (count - 1):
        level = count.bit_length() - 1
        return perfect(level, low >> level)
    middle = low + _split(count)
    return node_hash(_range_hash(low, middle, perfect), _range_hash(middle, high, perfect))


def _split(count: int) -> int:
    """The largest power of two below `count`, which is over 1."""
    return 1 << ((count - 1).bit_length() - 1)
