"""A key service reached by a command: `COMMAND wrap` and `COMMAND unwrap`, base64 in and base64 out, one line each.

So any service is a script of a few lines (a cloud's KMS by its own command line, HashiCorp Vault's transit engine, a hardware module by
pkcs11-tool), with the service's own way of signing in and nothing of it in our settings. The key passes by pipes, never by arguments.
"""

import base64
import binascii
import subprocess

from xenia.trust.keyring.masters import KEY_BYTES, VaultFault

SECONDS_MAX = 30
ANSWER_BYTES_MAX = 64 * 1024


class KeyCommand:
    """The key service behind a program and its arguments."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command

    def wrap(self, key: bytes) -> bytes:
        wrapped = self._ask("wrap", key)
        if key in wrapped:
            raise self._fault("wrap", "it gave the key back unwrapped")
        return wrapped

    def unwrap(self, wrapped: bytes) -> bytes:
        key = self._ask("unwrap", wrapped)
        if len(key) != KEY_BYTES:
            raise self._fault("unwrap", f"it answered {len(key)} bytes instead of {KEY_BYTES}")
        return key

    def _ask(self, verb: str, content: bytes) -> bytes:
        try:
            done = subprocess.run([*self._command, verb], input=base64.b64encode(content) + b"\n", capture_output=True, timeout=SECONDS_MAX)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise self._fault(verb, getattr(fault, "strerror", None) or f"it did not answer within {SECONDS_MAX} s") from fault
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise self._fault(verb, f"it ended with code {done.returncode}" + (f": {said[-1][:200]}" if said else ""))
        try:
            answer = base64.b64decode(done.stdout.strip(), validate=True)
        except binascii.Error as wrong:
            raise self._fault(verb, "its answer is not base64") from wrong
        if not 0 < len(answer) <= ANSWER_BYTES_MAX:
            raise self._fault(verb, f"its answer has {len(answer)} bytes")
        return answer

    def _fault(self, verb: str, why: str) -> VaultFault:
        return VaultFault(
            "key_service_fault",
            f"The key service {self._command[0]!r} did not {verb} the master key: {why}. Try it by hand, or mend XENIA_KMS_COMMAND.",
            f"密钥服务“{self._command[0]}”未能执行 {verb}：{why}。请手动运行该命令检查，或修正 XENIA_KMS_COMMAND。",
        )
