"""Plain, gzip and zip files behind one face: `DataFile.open()` gives the unpacked bytes, whatever the file was packed in.

Nothing is unpacked to disk (uploads are stored encrypted): a stream that cannot seek is opened again where a format has to look back.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol

from xenia.lake.intake.faults import file_fault
from xenia.lake.intake.types import FileFault, Limits, ReadOptions, StreamFactory

BLOCK_BYTES = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ENCRYPTED_FLAG = 0x1


class ByteSource(Protocol):
    """Unpacked bytes, front to back. `bytes_read` counts bytes of the file as stored, for progress."""

    bytes_read: int

    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class PlainSource:
    """A stream as it is, counted."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.bytes_read = 0

    def read(self, size: int) -> bytes:
        block = self._stream.read(size) or b""
        self.bytes_read += len(block)
        return block

    def close(self) -> None:
        self._stream.close()


class BombGuard:
    """Stops an archive that unpacks to more than `expansion_ratio_max` times its size and over `expanded_bytes_max`."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits

    def check(self, packed: int, unpacked: int) -> None:
        limits = self._limits
        if unpacked > limits.expanded_bytes_max and unpacked > limits.expansion_ratio_max * max(packed, 1):
            raise file_fault(
                "compression_bomb", name=self._name, ratio=limits.expansion_ratio_max, limit_mb=limits.expanded_bytes_max >> 20
            )


class GzipSource:
    """A gzip stream, members one after another. A stream that stops early gives all it has, then the fault `file_truncated`."""

    def __init__(self, stream: BinaryIO, name: str, limits: Limits) -> None:
        self.bytes_read = 0
        self._packed = PlainSource(stream)
        self._name = name
        self._guard = BombGuard(name, limits)
        self._unpacker = zlib.decompressobj(wbits=31)
        self._input = b""
        self._unpacked = 0
        self._pending: FileFault | None = None

    def read(self, size: int) -> bytes:
        if self._pending is not None:
            raise self._pending
        gathered: list[bytes] = []
        missing = size
        while missing > 0 and self._pending is None:
            block = self._next_block(missing)
            if not block:
                break
            gathered.append(block)
            missing -= len(block)
        if not gathered and self._pending is not None:
            raise self._pending
        return b"".join(gathered)

    def _next_block(self, size: int) -> bytes:
        """Up to `size` unpacked bytes, empty at the end; a fault found on the way waits in `_pending` until the bytes are delivered."""
        while True:
            if self._unpacker.eof and not self._begin_next_member():
                return b""
            if not self._input:
                self._input = self._packed.read(BLOCK_BYTES)
            at_end = not self._input
            try:
                block = self._unpacker.decompress(self._input, size)
            except zlib.error as error:
                self._pending = file_fault("file_damaged", name=self._name, found=str(error))
                return b""
            self._input = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            self._unpacked += len(block)
            self.bytes_read = self._packed.bytes_read - len(self._input)
            self._guard.check(self._packed.bytes_read, self._unpacked)
            if block:
                return block
            if at_end and not self._unpacker.eof:
                self._pending = file_fault("file_truncated", name=self._name, found="the gzip data has no end")
                return b""

    def _begin_next_member(self) -> bool:
        """Goes on to a following gzip member. False at the end; zero bytes after the last member are padding, not data."""
        rest = (self._unpacker.unused_data or self._packed.read(BLOCK_BYTES)).lstrip(b"\x00")
        if not rest.startswith(GZIP_MAGIC[:1]):
            return False
        self._unpacker = zlib.decompressobj(wbits=31)
        self._input = rest
        return True

    def close(self) -> None:
        self._packed.close()


class ReopeningFile(io.RawIOBase):
    """A file that can seek over streams that cannot: a step back opens the stream again and skips. Keeps the last megabyte at hand,
    where zip and Parquet keep their directories."""

    TAIL_BYTES = 1 << 20

    def __init__(self, open_source: Callable[[], ByteSource]) -> None:
        self._open_source = open_source
        self._source = open_source()
        self._source_at = 0
        self._at = 0
        self._size: int | None = None
        self._tail = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = max(0, offset + (self._measure() if base is None else base))
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        block = self._read_at(len(buffer))
        buffer[: len(block)] = block
        self._at += len(block)
        return len(block)

    def _measure(self) -> int:
        if self._size is None:
            while block := self._source.read(BLOCK_BYTES):
                self._source_at += len(block)
                self._tail = (self._tail + block)[-self.TAIL_BYTES :]
            self._size = self._source_at
        return self._size

    def _read_at(self, size: int) -> bytes:
        if self._size is not None and self._at >= self._size - len(self._tail):
            start = self._at - (self._size - len(self._tail))
            return self._tail[start : start + size]
        if self._at < self._source_at:
            self._source.close()
            self._source = self._open_source()
            self._source_at = 0
        while self._source_at < self._at:
            skipped = self._source.read(min(BLOCK_BYTES, self._at - self._source_at))
            if not skipped:
                return b""
            self._source_at += len(skipped)
        block = self._source.read(size)
        self._source_at += len(block)
        return block

    def close(self) -> None:
        self._source.close()
        super().close()


class ZipSource:
    """One file of a zip archive. Damage found on the way (a wrong checksum) becomes the fault `file_damaged`."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> None:
        self._archive = archive
        self._member = member
        self._name = name
        self._guard = BombGuard(name, limits)
        self._guard.check(member.compress_size, member.file_size)
        self._unpacked = 0
        self.bytes_read = 0
        try:
            self._stream = archive.open(member)
        except (NotImplementedError, RuntimeError, zipfile.BadZipFile) as error:
            raise file_fault("file_damaged", name=name, found=str(error)) from error

    def read(self, size: int) -> bytes:
        try:
            block = self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise file_fault("file_damaged", name=self._name, found=str(error)) from error
        self._unpacked += len(block)
        self._guard.check(self._member.compress_size, self._unpacked)
        share = self._unpacked / max(self._member.file_size, 1)
        self.bytes_read = int(self._member.compress_size * min(share, 1.0))
        return block

    def close(self) -> None:
        self._stream.close()
        self._archive.close()


class DataFile:
    """The file a person uploaded, with what it is packed in found from its first bytes (never from its name)."""

    def __init__(self, stream_factory: StreamFactory, name: str, options: ReadOptions) -> None:
        self._factory = stream_factory
        self.packed_name = name
        self.name = name
        self.limits = options.limits
        self.compression: str | None = None
        self.member: str | None = None
        with stream_factory() as stream:
            magic = stream.read(4) or b""
            self.size_bytes = _size_of(stream)
        if magic.startswith(GZIP_MAGIC):
            self.compression = "gz"
            self.name = name.removesuffix(".gz")
        elif magic in ZIP_MAGICS and not self._is_workbook():
            self.compression = "zip"
            self.member = self._choose_member(options.member)
            self.name = self.member

    def open(self) -> ByteSource:
        """The unpacked bytes from the beginning."""
        if self.compression == "gz":
            return GzipSource(self._factory(), self.packed_name, self.limits)
        if self.compression == "zip":
            archive = self._archive()
            member = next(info for info in data_members(archive) if member_name(info) == self.member)
            return ZipSource(archive, member, self.packed_name, self.limits)
        return PlainSource(self._factory())

    def open_seekable(self) -> BinaryIO:
        """The unpacked bytes as a file that can seek, for the formats whose directory stands at the end."""
        if self.compression is None:
            return self._packed_seekable()
        return io.BufferedReader(ReopeningFile(self.open), BLOCK_BYTES)

    def _packed_seekable(self) -> BinaryIO:
        stream = self._factory()
        if stream.seekable():
            return stream
        stream.close()
        return io.BufferedReader(ReopeningFile(lambda: PlainSource(self._factory())), BLOCK_BYTES)

    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._packed_seekable())
        except zipfile.BadZipFile as error:
            found = "the archive's directory is missing or unreadable"
            raise file_fault("file_truncated", name=self.packed_name, found=found) from error

    def _is_workbook(self) -> bool:
        with self._archive() as archive:
            return "[Content_Types].xml" in archive.namelist()

    def _choose_member(self, wanted: str | None) -> str:
        with self._archive() as archive:
            members = data_members(archive)
        names = [member_name(info) for info in members]
        if wanted is not None and wanted not in names:
            raise file_fault("archive_member_missing", name=self.packed_name, member=wanted, members=names)
        if not members:
            raise file_fault("archive_empty", name=self.packed_name)
        if wanted is None and len(members) > 1:
            raise file_fault("archive_members", name=self.packed_name, count=len(members), members=names)
        chosen = members[names.index(wanted)] if wanted is not None else members[0]
        if chosen.flag_bits & ENCRYPTED_FLAG:
            raise file_fault("archive_password", name=self.packed_name, member=member_name(chosen))
        return member_name(chosen)


def data_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files a person put in; not folders, nor what macOS and file managers add."""
    return [info for info in archive.infolist() if not (info.is_dir() or _is_clutter(info.filename))]


def member_name(info: zipfile.ZipInfo) -> str:
    """The file's name; Chinese Windows writes names in GBK without saying so, which reads as code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _is_clutter(filename: str) -> bool:
    last = filename.rsplit("/", 1)[-1]
    return filename.startswith("__MACOSX/") or last.startswith(".") or last in {"Thumbs.db", "desktop.ini"}


def _size_of(stream: BinaryIO) -> int | None:
    return stream.seek(0, io.SEEK_END) if stream.seekable() else None
