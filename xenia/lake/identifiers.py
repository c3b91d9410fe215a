"""UUIDv7 for whole columns: from 16-byte hashes, without a Python step a row."""

import numpy as np
import pyarrow as pa

_HEX = np.array([int.from_bytes(f"{byte:02x}".encode(), "little") for byte in range(256)], dtype="<u2")
"""The two digits of each byte as one number, so that looking them up moves two characters at a time."""
_PARTS = ((0, 8, 0), (9, 13, 8), (14, 18, 12), (19, 23, 16), (24, 36, 20))
"""Where each group of digits stands in the text: first, behind the last, and the digit it begins with."""


def ids_from_hashes(hashes: pa.ChunkedArray, *, made_at_ms: int) -> pa.Array:
    """Returns one UUIDv7 a hash, as text: its time is `made_at_ms` (milliseconds since 1970), its free bits the hash's."""
    chunks = hashes.cast(pa.binary(16)).chunks  # a cast of no rows leaves no chunk
    joined = pa.concat_arrays(chunks) if chunks else pa.array([], pa.binary(16))
    count = len(joined)
    octets = (
        np.frombuffer(joined.buffers()[1] or b"", dtype=np.uint8, count=16 * (count + joined.offset))
        .reshape(-1, 16)[joined.offset :]
        .copy()
    )
    octets[:, :6] = np.frombuffer(made_at_ms.to_bytes(6, "big"), dtype=np.uint8)
    octets[:, 6] = (octets[:, 6] & 0x0F) | 0x70
    octets[:, 8] = (octets[:, 8] & 0x3F) | 0x80
    letters = np.full((count, 36), ord("-"), dtype=np.uint8)
    digits = _HEX[octets].view(np.uint8)
    for first, behind, digit in _PARTS:
        letters[:, first:behind] = digits[:, digit : digit + behind - first]
    offsets = np.arange(count + 1, dtype=np.int32) * 36
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(letters.tobytes()))
