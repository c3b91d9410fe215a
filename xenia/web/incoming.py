"""An uploaded file as a stream: read from the connection straight into its sealed home, never stored in clear on the way."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import FILE, ChunkIter, LazyStream, MultiPartParserError, Parser
from django.utils.http import parse_header_parameters

from xenia.kernel.errors import Invalid, NoSpace
from xenia.settings import ENV
from xenia.web.bodies import require_size

CHUNK_BYTES = 1 << 18
SPARE_BYTES = 500_000_000
"""What must stay free beside the file: the database and the lake need room to go on."""


@dataclass(frozen=True)
class IncomingFile:
    """`name` is what the sender calls it, without folders; `stream` is read once."""

    name: str
    stream: BinaryIO


@contextmanager
def file_of(request: HttpRequest) -> Iterator[IncomingFile]:
    """Yields the part named `file` of a multipart body.

    Raises TooLarge or NoSpace before reading, Invalid where there is no such part or the connection ended early.
    """
    require_size(request, ENV.upload_bytes_max)
    require_space(request)
    kind, options = parse_header_parameters(request.headers.get("Content-Type", ""))
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary:
        raise Invalid(
            "file_missing",
            "Send the file as multipart/form-data under the name file.",
            "请以 multipart/form-data 形式上传，字段名为 file。",
        )
    for part_kind, headers, part in _parts(request, boundary):
        disposition = cast("dict[str, bytes]", headers.get("content-disposition", ("", {}))[1])
        if part_kind == FILE and disposition.get("name") == b"file":
            yield IncomingFile(_file_name(disposition["filename"].decode(errors="replace")), BufferedReader(_Part(part), CHUNK_BYTES))
            return
    raise Invalid("file_missing", "The form has no file; choose one under the name file.", "表单中没有文件；请选择文件。")


def _parts(request: HttpRequest, boundary: str) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """The parts of the form as they arrive; raises Invalid where one is no part of a form."""
    arriving = _Arriving(request)
    try:
        yield from Parser(LazyStream(ChunkIter(cast(BinaryIO, arriving), CHUNK_BYTES)), boundary.encode())
    except (MultiPartParserError, UnicodeError) as unreadable:
        raise Invalid("form_unreadable", f"The form cannot be read: {unreadable}", "表单无法识别；请重新选择文件上传。") from unreadable


def require_space(request: HttpRequest) -> None:
    """Raises NoSpace where the disk would be too full after the file."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    folder = ENV.home if ENV.home.exists() else ENV.home.parent
    free = shutil.disk_usage(folder).free
    if free < announced + SPARE_BYTES:
        free_mb, file_mb = free // 1_000_000, announced // 1_000_000
        raise NoSpace(
            "disk_full",
            f"The file has {file_mb} MB and the server's disk has {free_mb} MB left; ask an administrator to make room, or split the file.",
            f"文件有 {file_mb} MB，服务器磁盘仅剩 {free_mb} MB；请管理员清理空间，或拆分文件。",
        )


def _file_name(given: str) -> str:
    """The last part of the path, printable characters only."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:255] or "upload"


class _Arriving:
    """The body as it arrives; a connection that ends early is an error, not the end of the file."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._missing = int(request.META.get("CONTENT_LENGTH") or 0)

    def read(self, size: int) -> bytes:
        try:
            data = self._request.read(size)
        except UnreadablePostError:
            data = b""
        self._missing -= len(data)
        if not data and self._missing > 0:
            raise Invalid(
                "upload_cut", "The upload ended early and nothing was kept; send the file again.", "上传中断，未保留任何内容；请重新上传。"
            )
        return data


class _Part(RawIOBase):
    """One part of the body as a raw stream."""

    def __init__(self, part: Any) -> None:
        self._part = part

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data: bytes = self._part.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
