"""SFTP for fsspec, which by itself would trust any server: here the server's key must be known before a password is sent."""

from base64 import b64decode
from typing import Any
from urllib.parse import SplitResult, unquote

from xenia.connect.adapters.network.client import connect
from xenia.connect.types.pulls import PullFault

CONNECT_SECONDS = 20
DEFAULT_PORT = 22


def open_sftp(address: SplitResult, options: dict[str, str], private_hosts: tuple[str, ...]) -> Any:
    """Returns an fsspec file system on the server; raises PullFault where paramiko is missing, the server lies in a private network
    that is not allowed, or its key is not the known one.

    The key is `host_key` of the location (`ssh-ed25519 AAAA...`), else that of the worker's own known_hosts.
    """
    try:
        import paramiko
        from fsspec.implementations.sftp import SFTPFileSystem
    except ImportError as missing:
        raise PullFault(
            "package_missing",
            "Reading sftp:// needs the package paramiko; install Xenia with the extra sftp.",
            "读取 sftp:// 需要安装 paramiko；请安装带 sftp 附加组件的 Xenia。",
        ) from missing
    host, port = address.hostname or "", address.port or int(options.get("port", DEFAULT_PORT))

    class Files(SFTPFileSystem):  # type: ignore[misc] # fsspec ships no types
        cachable = False

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            _trust(self.client, host, port, options.get("host_key"))
            reached = connect(host, port, private_hosts, timeout=CONNECT_SECONDS)
            self.client.connect(self.host, sock=reached, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()

    try:
        return Files(host, port=port, timeout=CONNECT_SECONDS, **_credentials(address, options))
    except paramiko.BadHostKeyException as other:
        raise _unknown_key(host, other.key) from other
    except _UnknownKeyError as unknown:
        raise _unknown_key(host, unknown.key) from unknown


class _UnknownKeyError(Exception):
    def __init__(self, key: Any) -> None:
        super().__init__("unknown host key")
        self.key = key


class _Refuse:
    """What paramiko asks when it does not know a server's key."""

    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
        raise _UnknownKeyError(key)


def _trust(client: Any, host: str, port: int, host_key: str | None) -> None:
    import paramiko

    if host_key is None:
        client.load_system_host_keys()
    else:
        name, _, rest = host_key.strip().partition(" ")
        known = host if port == DEFAULT_PORT else f"[{host}]:{port}"
        client.get_host_keys().add(known, name, paramiko.PKey.from_type_string(name, b64decode(rest.split(" ")[0])))
    client.set_missing_host_key_policy(_Refuse())


def _credentials(address: SplitResult, options: dict[str, str]) -> dict[str, Any]:
    """What the location gives, in its options or its address. Keys of the worker's own user are not tried."""
    credentials: dict[str, Any] = {"allow_agent": False, "look_for_keys": False}
    if username := options.get("username") or unquote(address.username or ""):
        credentials["username"] = username
    if password := options.get("password") or unquote(address.password or ""):
        credentials["password"] = password
    if "key_file" in options:
        credentials["key_filename"] = options["key_file"]
    return credentials


def _unknown_key(host: str, key: Any) -> PullFault:
    shown = f"{key.get_name()} {key.get_base64()}"
    return PullFault(
        "host_key_unknown",
        f"The server {host} shows a key that is not known: {shown} - ask its owner whether it is theirs, then give it as host_key.",
        f"服务器 {host} 的主机密钥未知：{shown}。请向对方核实后填入 host_key。",
    )
