"""UUIDv7 for whole columns: from 16-byte hashes, without a Python step a row."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_HEX = np.array([int.from_bytes(f"{byte:02x}".encode(), "little") for byte in range(256)], dtype="<u2")
"""The two digits of each byte as one number, so that looking them up moves two characters at a time."""
_PARTS = ((0, 8, 0), (9, 13, 8), (14, 18, 12), (19, 23, 16), (24, 36, 20))
"""Where each group of digits stands in the text: first, behind the last, and the digit it begins with."""


def ids_from_hashes(hashes: pa.ChunkedArray, *, made_at_ms: int) -> pa.Array:
    """Returns one UUIDv7 a hash, as text: its time is `made_at_ms` (milliseconds since 1970), its free bits the hash's."""
    octets = _octets(hashes)
    count = len(octets)
    octets[:, :6] = np.frombuffer(made_at_ms.to_bytes(6, "big"), dtype=np.uint8)
    octets[:, 6] = (octets[:, 6] & 0x0F) | 0x70
    octets[:, 8] = (octets[:, 8] & 0x3F) | 0x80
    letters = np.full((count, 36), ord("-"), dtype=np.uint8)
    digits = _HEX[octets].view(np.uint8)
    for first, behind, digit in _PARTS:
        letters[:, first:behind] = digits[:, digit : digit + behind - first]
    offsets = np.arange(count + 1, dtype=np.int32) * 36
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(letters.tobytes()))


def hex_of_hashes(hashes: pa.ChunkedArray, *, before: str = "") -> pa.Array:
    """Returns each hash as 32 hexadecimal digits with a text before them."""
    octets, head = _octets(hashes), np.frombuffer(before.encode(), dtype=np.uint8)
    width = len(head) + 32
    letters = np.empty((len(octets), width), dtype=np.uint8)
    letters[:, : len(head)] = head
    letters[:, len(head) :] = _HEX[octets].view(np.uint8)
    offsets = np.arange(len(octets) + 1, dtype=np.int32) * width
    return pa.StringArray.from_buffers(len(octets), pa.py_buffer(offsets), pa.py_buffer(letters.tobytes()))


def _octets(hashes: pa.ChunkedArray) -> npt.NDArray[np.uint8]:
    """A copy of the hashes, one row of 16 octets each."""
    chunks = hashes.cast(pa.binary(16)).chunks  # a cast of no rows leaves no chunk
    joined = pa.concat_arrays(chunks) if chunks else pa.array([], pa.binary(16))
    whole = np.frombuffer(joined.buffers()[1] or b"", dtype=np.uint8, count=16 * (len(joined) + joined.offset))
    return whole.reshape(-1, 16)[joined.offset :].copy()
