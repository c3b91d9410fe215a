"""Checks a proof of the audit log without the product: python verify_audit.py PROOF.json VERIFIER_KEY (needs only `cryptography`).

The verifier key is what you were given beforehand; never take it from the proof that you check.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

proof, (name, key_id, key) = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2].split("+", 2)


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


entry = json.dumps(proof["entry"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
root = hashlib.sha256(b"\x00" + entry).digest()
# RFC 9162: the leaf is the entry as canonical JSON; the path leads to the root.
first, last = proof["position"], proof["size"] - 1
for step in map(base64.b64decode, proof["path"]):
    if first % 2 or first == last:
        root = node(step, root)
        while first % 2 == 0 and first:
            first, last = first // 2, last // 2
    else:
        root = node(root, step)
    first, last = first // 2, last // 2
# The checkpoint: a signed note (C2SP) that says this size and this root.
body, _, line = proof["checkpoint"].rpartition("\n\n")
signed = base64.b64decode(line.split(" ")[2])
says = body.split("\n")[:3] == [name, str(proof["size"]), base64.b64encode(root).decode()] and last == 0
if not says or signed[:4].hex() != key_id:
    sys.exit("NOT PROVEN: the checkpoint says something else, or is signed by another key.")
Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(signed[4:], (body + "\n").encode())  # raises where it is forged
print(f"Proven: entry {proof['entry']['id']} ({proof['entry']['action']}) stands at position {proof['position']} of {proof['size']}.")  # noqa: T201
