"""UUIDv7 for whole columns: from 16-byte hashes, without a Python step a row."""

import numpy as np
import pyarrow as pa

_HEX = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], dtype=np.uint8)
_PLACES = [place for place in range(36) if place not in (8, 13, 18, 23)]


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
    letters[:, _PLACES] = _HEX[octets].reshape(count, 32)
    offsets = np.arange(count + 1, dtype=np.int32) * 36
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(letters.tobytes()))
