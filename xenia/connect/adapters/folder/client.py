"""One adapter for every folder that fsspec reaches: local, SFTP, S3-compatible."""

import glob
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

import fsspec

from xenia.connect.adapters.folder.secure_shell import open_sftp
from xenia.connect.adapters.network.client import aiohttp_resolver, checked
from xenia.connect.types.pulls import FolderFile, FolderLocation, PullFault

S3_OPTIONS = {"key": "key", "secret": "secret", "endpoint": "endpoint_url"}
FILES_MAX = 100_000
PORTS = {"http": 80, "https": 443}
REGION = re.compile(r"[a-z0-9-]{1,40}")


class Folder:
    """A folder of fsspec. Paths given out are relative to `root`. `allowed` is None where the place is not this machine."""

    def __init__(self, files: Any, root: str, pattern: str, allowed: tuple[Path, ...] | None) -> None:
        self._files = files
        self._root = root.rstrip("/")
        self._pattern = pattern.lstrip("/")
        self._allowed = allowed

    def list_files(self) -> list[FolderFile]:
        """Returns the files below the folder that fit the pattern; raises PullFault where the folder cannot be listed or holds too many."""
        with _faults(self._root):
            if not self._exists():
                raise _missing(self._root)
            self._files.invalidate_cache()
            found = self._files.glob(f"{glob.escape(self._root)}/{self._pattern}", detail=True)
        if len(found) > FILES_MAX:
            raise PullFault(
                "folder_too_full",
                f"The folder {self._root} holds more than {FILES_MAX:,} files; move old ones away or narrow the pattern.",
                f"文件夹 {self._root} 中的文件超过 {FILES_MAX:,} 个；请移走旧文件或收窄匹配模式。",
            )
        return [self._file(info) for info in found.values() if info["type"] == "file" and self._is_allowed(info["name"])]

    def open(self, path: str) -> BinaryIO:
        """Returns the bytes of the file; raises PullFault where it is gone or leads out of the allowed folders."""
        whole = f"{self._root}/{path}"
        if not self._is_allowed(whole):
            raise _not_allowed(whole, self._allowed or ())
        with _faults(whole):
            return cast(BinaryIO, self._files.open(whole, "rb"))

    def _exists(self) -> bool:
        """An object store has no folders: one without files is empty, not missing, as long as the bucket is there."""
        is_store = not self._root.startswith("/")
        return bool(self._files.exists(self._root.split("/")[0]) if is_store else self._files.isdir(self._root))

    def _is_allowed(self, whole: str) -> bool:
        """A link inside an allowed folder may lead out of it; such a file is never read."""
        return self._allowed is None or _is_below(Path(whole), self._allowed)

    def _file(self, info: dict[str, Any]) -> FolderFile:
        changed = _instant(info.get("mtime") or info.get("LastModified") or info.get("created"))
        mark = str(info.get("ETag") or changed.isoformat()).strip('"')
        path = str(info["name"]).removeprefix(self._root).lstrip("/")
        return FolderFile(path, int(info["size"] or 0), changed, f"{info['size']}:{mark}")


def open_folder(location: FolderLocation, *, allowed: tuple[Path, ...], private_hosts: tuple[str, ...] = ()) -> Folder:
    """Returns the folder of a location; raises PullFault for a kind of address we do not read, a local folder outside `allowed`, a
    server of a private network outside `private_hosts`, a package that is not installed, and a server that does not let us in."""
    parts = urlsplit(location.url)
    if parts.scheme in ("", "file"):
        return _open_local(Path(unquote(parts.path)), location.pattern, allowed)
    if parts.scheme == "sftp":
        with _faults(location.url):
            return Folder(open_sftp(parts, location.options, private_hosts), unquote(parts.path) or "/", location.pattern, None)
    if parts.scheme == "s3":
        with _faults(location.url):
            return Folder(_open_s3(location.options, private_hosts), parts.netloc + parts.path, location.pattern, None)
    raise PullFault(
        "folder_kind_unknown",
        f"A folder at {parts.scheme}:// cannot be watched; give an absolute path, sftp://host/folder or s3://bucket/folder.",
        f"无法监视 {parts.scheme}:// 的文件夹；请填写绝对路径、sftp://主机/文件夹 或 s3://存储桶/文件夹。",
    )


def _open_local(folder: Path, pattern: str, allowed: tuple[Path, ...]) -> Folder:
    if not folder.is_absolute() or ".." in Path(pattern).parts or not _is_below(folder, allowed):
        raise _not_allowed(str(folder), allowed)
    return Folder(fsspec.filesystem("file"), str(folder.resolve()), pattern, allowed)


def _open_s3(options: dict[str, str], private_hosts: tuple[str, ...]) -> Any:
    _require_store(options, private_hosts)
    try:
        import s3fs
    except ImportError as missing:
        raise PullFault(
            "package_missing",
            "Reading s3:// needs the package s3fs; install Xenia with the extra s3.",
            "读取 s3:// 需要安装 s3fs；请安装带 s3 附加组件的 Xenia。",
        ) from missing
    given: dict[str, Any] = {S3_OPTIONS[name]: value for name, value in options.items() if name in S3_OPTIONS}
    client = {"region_name": options["region"]} if "region" in options else {}
    connector = {"resolver": aiohttp_resolver(private_hosts)}
    own = {"client_kwargs": client, "config_kwargs": {"connector_args": connector}}
    return s3fs.S3FileSystem(**given, **own, skip_instance_cache=True, use_listings_cache=False)


def _require_store(options: dict[str, str], private_hosts: tuple[str, ...]) -> None:
    """Raises PullFault for an endpoint that is no web address or not allowed, and a region that could be read as part of an address."""
    region, endpoint = options.get("region", ""), options.get("endpoint", "")
    parts = urlsplit(endpoint)
    if (region and not REGION.fullmatch(region)) or (endpoint and (parts.scheme not in PORTS or not parts.hostname)):
        raise PullFault(
            "store_address_wrong",
            f"The endpoint {endpoint!r} or the region {region!r} cannot be used; give https://host and a region such as cn-north-1.",
            f"端点“{endpoint}”或区域“{region}”无法使用；请填写 https://主机 与 cn-north-1 这样的区域。",
        )
    if parts.hostname:
        checked(parts.hostname, parts.port or PORTS[parts.scheme], private_hosts)


def _is_below(path: Path, allowed: tuple[Path, ...]) -> bool:
    real = path.resolve()
    return any(real.is_relative_to(root.resolve()) for root in allowed)


def _not_allowed(path: str, allowed: tuple[Path, ...]) -> PullFault:
    named = ", ".join(str(root) for root in allowed) or "none"
    return PullFault(
        "folder_not_allowed",
        f"{path} is outside the folders that may be watched ({named}); use one of them, or have XENIA_PULL_FOLDERS extended.",
        f"{path} 不在允许监视的文件夹内（{named}）；请使用其中之一，或请管理员修改 XENIA_PULL_FOLDERS。",
    )


def _missing(path: str) -> PullFault:
    return PullFault(
        "folder_missing",
        f"There is no folder {path}; create it, or correct the location of the source.",
        f"没有文件夹 {path}；请创建，或修改数据来源的位置。",
    )


@contextmanager
def _faults(place: str) -> Iterator[None]:
    """Turns what a file system or server raises into a sentence, without the credentials an address may hold."""
    shown = place if "@" not in place else f"{place.split('://')[0]}://{place.rsplit('@', 1)[1]}"
    try:
        yield
    except FileNotFoundError as missing:
        raise _missing(shown) from missing
    except PullFault:
        raise
    except Exception as error:
        raise PullFault(
            "folder_unreadable",
            f"{shown} cannot be read ({type(error).__name__}: {str(error)[:200]}); check the address, the credentials and the rights.",
            f"无法读取 {shown}（{type(error).__name__}）；请检查地址、凭据与权限。",
        ) from error


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.fromtimestamp(float(value or 0), UTC)
