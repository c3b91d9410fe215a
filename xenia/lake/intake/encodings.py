"""In which encoding a file is written, and its bytes as UTF-8.

Found in this order: a byte order mark; zero bytes in every other place (UTF-16); valid UTF-8; then GB18030 against Big5 by how common the
characters are that each reading gives; for the rest charset-normalizer is asked.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from charset_normalizer import from_bytes

from xenia.lake.intake.compressed import BLOCK_BYTES, ByteSource, DataFile
from xenia.lake.intake.faults import file_fault
from xenia.lake.intake.hanzi import COMMON
from xenia.lake.intake.types import FileFault

SAMPLE_BYTES = 2 << 20
WINDOWS = 16
WINDOW_BYTES = 64 << 10
SCORED_BYTES = 512 << 10

UTF8_BOM = codecs.BOM_UTF8
BOMS = ((UTF8_BOM, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# GB18030 contains GBK and GB2312; what Windows calls Big5 is code page 950.
CODECS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "big5": "cp950",
    "utf-8-sig": "utf-8",
    "ascii": "utf-8",
    "utf8": "utf-8",
}

UTF8_DAMAGE_MAX = 0.2  # more undecodable places than this among the non-ASCII ones: it is not UTF-8
DAMAGE_WEIGHT = 4.0  # one undecodable place counts as much as this many uncommon characters
HANZI_SHARE_MIN = 0.25  # real Chinese text lies over 0.6, lists of names over 0.4, the wrong reading under 0.15

# Noncharacters, which no real text holds, tell the row on the way: undecodable bytes stood here; this line was written in GB18030.
MARK = "\ufdd0"
OTHER_ENCODING = "\ufdd1"
MARKS = re.compile(f"{MARK}|{OTHER_ENCODING}".encode())


@dataclass(frozen=True, slots=True)
class Encoding:
    """`confidence` 0 to 1. `certain` is False while only ASCII was seen: the first other byte decides."""

    name: str
    confidence: float
    certain: bool = True
    damaged: bool = False


def _mark_undecodable(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - registered for decoding only
    wrong = error.object[error.start : error.end]
    if wrong == b"\x80" and error.encoding.startswith("gb"):
        return "€", error.end  # the euro sign in Windows' GBK
    return MARK, error.end


codecs.register_error("xenia_mark", _mark_undecodable)


def codec_of(encoding: str) -> str:
    """The Python codec for an encoding as people name it. Raises FileFault `encoding_unknown`."""
    name = encoding.strip().lower().replace("_", "-")
    name = CODECS.get(name, name)
    try:
        codecs.getincrementaldecoder(name)
        b"a".decode(name, errors="replace")
    except (LookupError, UnicodeError):
        raise file_fault("encoding_unknown", encoding=encoding) from None
    return name


@dataclass(frozen=True, slots=True)
class Sample:
    """`head`: the first two megabytes, cut at a line end if there is more (`whole` False). `elsewhere`: stretches of the rest.
    `packed_bytes`: how much of the stored file the head took."""

    head: bytes
    elsewhere: bytes
    whole: bool
    packed_bytes: int


def take_sample(file: DataFile) -> Sample:
    """The head and, where the file can seek, sixteen stretches of the rest, so that a Chinese name in the middle is seen too."""
    source = file.open()
    try:
        head = read_exactly(source, SAMPLE_BYTES)
        packed = source.bytes_read
    finally:
        source.close()
    if len(head) < SAMPLE_BYTES:
        return Sample(head, b"", True, packed)
    elsewhere = b""
    if file.compression is None and file.size_bytes is not None:
        with file.open_seekable() as stream:
            elsewhere = b"".join(_windows(stream, len(head), file.size_bytes))
    return Sample(head[: head.rfind(b"\n") + 1 or len(head)], elsewhere, False, packed)


def read_exactly(source: ByteSource, size: int) -> bytes:
    """`size` bytes, or fewer only where the file ends; a fault after some bytes is left for the reading proper to meet."""
    blocks: list[bytes] = []
    missing = size
    try:
        while missing > 0 and (block := source.read(missing)):
            blocks.append(block)
            missing -= len(block)
    except FileFault as fault:
        if not blocks or fault.code == "compression_bomb":
            raise
    return b"".join(blocks)


def _windows(stream: BinaryIO, begin: int, end: int) -> Iterator[bytes]:
    step = max((end - begin) // WINDOWS, 1)
    for start in range(begin, end, step):
        stream.seek(start)
        window = stream.read(min(WINDOW_BYTES, end - start))
        first, last = window.find(b"\n"), window.rfind(b"\n")
        if first != last:
            yield window[first + 1 : last + 1]


def detect_encoding(sample: bytes) -> Encoding:
    """The most likely encoding of a file that begins with (or contains) `sample`."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return Encoding(name, 1.0)
    if (wide := _utf16_without_mark(sample)) is not None:
        return wide
    if sample.isascii():
        return Encoding("utf-8", 0.9, certain=False)
    if is_utf8(whole_utf8(sample)[0]):
        return Encoding("utf-8", 1.0)
    return _detect_damaged_utf8(sample) or _detect_chinese(sample) or _ask_normalizer(sample)


def _utf16_without_mark(sample: bytes) -> Encoding | None:
    head = np.frombuffer(sample[: 64 << 10], dtype=np.uint8)
    if head.size < 4:
        return None
    even, odd = float(np.mean(head[0::2] == 0)), float(np.mean(head[1::2] == 0))
    if max(even, odd) < 0.05 or min(even, odd) > max(even, odd) / 4:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = sample[: head.size // 2 * 2].decode(name, errors="replace")
    ordinary = sum(1 for character in text if character in "\r\n\t" or " " <= character <= "~" or character in COMMON)
    return Encoding(name, 0.9) if ordinary >= len(text) / 2 else None  # stray zero bytes make pairs that are no ordinary text


def _detect_damaged_utf8(sample: bytes) -> Encoding | None:
    """UTF-8 in which some rows are of another encoding."""
    text = sample[:SAMPLE_BYTES].decode("utf-8", errors="xenia_mark")
    wrong = text.count(MARK)
    right = sum(1 for character in text if character > "\x7f") - wrong
    share = wrong / max(wrong + right, 1)
    return Encoding("utf-8", round(1 - share, 2), damaged=True) if share <= UTF8_DAMAGE_MAX else None


def _detect_chinese(sample: bytes) -> Encoding | None:
    lines = _lines_with_other_bytes(sample)
    scores = {name: _hanzi_score(lines, codec) for name, codec in (("gb18030", "gb18030"), ("big5", "cp950"), ("big5hkscs", "big5hkscs"))}
    best = max(scores, key=lambda name: scores[name][0])
    score, damaged = scores[best]
    if score < HANZI_SHARE_MIN:
        return None
    rival = max(value[0] for name, value in scores.items() if name[:3] != best[:3])
    return Encoding(best, round(min(0.99, 0.5 + score - max(rival, 0.0)), 2), damaged=damaged)


def _lines_with_other_bytes(sample: bytes) -> bytes:
    """The lines that say something about the encoding, up to `SCORED_BYTES` of them."""
    kept: list[bytes] = []
    size = 0
    for line in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", sample):
        kept.append(line.group())
        size += len(kept[-1])
        if size > SCORED_BYTES:
            break
    return b"\n".join(kept)


def _hanzi_score(lines: bytes, codec: str) -> tuple[float, bool]:
    """The share of common characters among all that are not ASCII, less what could not be decoded; and whether something could not."""
    text = lines.decode(codec, errors="xenia_mark")
    wrong = text.count(MARK)
    others = [character for character in text if character > "\x7f" and character != MARK]
    hanzi = [character for character in others if "\u3400" <= character <= "\u9fff" or character > "\U0001ffff"]
    strange = sum(1 for character in others if "\ue000" <= character <= "\uf8ff")
    common = sum(1 for character in hanzi if character in COMMON)
    return (common - DAMAGE_WEIGHT * wrong - strange) / max(len(hanzi) + wrong + strange, 1), wrong > 0


def _ask_normalizer(sample: bytes) -> Encoding:
    lines = _lines_with_other_bytes(sample)[: 64 << 10]
    best = from_bytes(lines).best()
    if best is None:
        return Encoding("gb18030", 0.1)
    name = "big5" if best.encoding == "cp950" else best.encoding.replace("_", "-")
    return Encoding(name, round(max(0.2, 0.7 - best.chaos), 2))


def is_utf8(data: bytes) -> bool:
    """Whether `data` is valid UTF-8 from end to end; several gigabytes a second."""
    offsets = pa.py_buffer(np.array([0, len(data)], dtype=np.int64).tobytes())
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(data)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def whole_utf8(data: bytes) -> tuple[bytes, bytes]:
    """`data` without a character that was cut at its end, and that beginning of a character (at most 3 bytes)."""
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return (data[:-back], data[-back:]) if back < length else (data, b"")
    return data, b""


def _mend_line(line: bytes) -> bytes:
    """A line of a UTF-8 file as valid UTF-8: itself, or read as GB18030 if that makes sense (so that a person can mend it), or marked."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return _mark_or_reread(line)
    return line


def _mark_or_reread(line: bytes) -> bytes:
    score, damaged = _hanzi_score(line, "gb18030")
    if score >= HANZI_SHARE_MIN and not damaged:
        return (OTHER_ENCODING + line.decode("gb18030")).encode()
    return line.decode("utf-8", errors="xenia_mark").encode()


def without_marks(text: str) -> str:
    """Text as a person may see it."""
    return text.replace(MARK, "\ufffd").replace(OTHER_ENCODING, "")


class Utf8Blocks:
    """The file's text as blocks of valid UTF-8 without a byte order mark. Marks stand in lines that are not of the encoding; `marked`
    tells whether there were any. A block may end anywhere in a row."""

    def __init__(self, source: ByteSource, encoding: Encoding, block_bytes: int = BLOCK_BYTES) -> None:
        self._source = source
        self._block_bytes = block_bytes
        self._certain = encoding.certain
        self._set_codec(encoding.name)
        self.marked = False

    def _set_codec(self, encoding: str) -> None:
        self._codec = codec_of(encoding)
        self._decoder = codecs.getincrementaldecoder(self._codec)("xenia_mark")

    def __iter__(self) -> Iterator[bytes]:
        first = True
        rest = b""
        while True:
            raw = self._source.read(self._block_bytes)
            block, rest = self._utf8(rest + raw, final=not raw)
            if first and block:
                block, first = block.removeprefix(UTF8_BOM), False
            if block:
                yield block
            if not raw:
                return

    def _utf8(self, data: bytes, *, final: bool) -> tuple[bytes, bytes]:
        if self._codec != "utf-8":
            return self._transcode(data, final=final), b""
        block, rest = (data, b"") if final else whole_utf8(data)
        if not self._certain and not block.isascii():
            self._decide(data)
            if self._codec != "utf-8":
                return self._transcode(data, final=final), b""
        if not is_utf8(block):
            block = b"".join(map(_mend_line, block.splitlines(keepends=True)))
            self.marked = True
        return block, rest

    def _decide(self, data: bytes) -> None:
        """Only ASCII was seen until now: these bytes tell the encoding, and what was read stays right in any of them."""
        lines = data[: data.rfind(b"\n") + 1]
        self._certain = True
        self._set_codec(detect_encoding(data if lines.isascii() else lines).name)

    def _transcode(self, data: bytes, *, final: bool) -> bytes:
        block = self._decoder.decode(data, final).encode("utf-8", errors="replace")
        self.marked = self.marked or MARK.encode() in block
        return block
