"""Which files may be kept with a guest: told by what they hold, not by what they are called. Pure."""

from pathlib import PurePosixPath

from xenia.kernel.errors import Invalid

BYTES_MAX = 20_000_000
HEAD_BYTES = 8_192
_MAGIC = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF87a", "image/gif", (".gif",)),
    (b"GIF89a", "image/gif", (".gif",)),
    (b"II*\x00", "image/tiff", (".tif", ".tiff")),
    (b"MM\x00*", "image/tiff", (".tif", ".tiff")),
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    ".docx": (f"{_OFFICE}wordprocessingml.document", (b"[Content_Types].xml", b"_rels/.rels", b"word/")),
    ".xlsx": (f"{_OFFICE}spreadsheetml.sheet", (b"[Content_Types].xml", b"_rels/.rels", b"xl/")),
    ".pptx": (f"{_OFFICE}presentationml.presentation", (b"[Content_Types].xml", b"_rels/.rels", b"ppt/")),
    ".odt": ("application/vnd.oasis.opendocument.text", (b"mimetypeapplication/vnd.oasis.opendocument.text",)),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",)),
}
_BINARY = {".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint"}
_WRITTEN = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/markdown", ".eml": "message/rfc822"}


def media_type_of(head: bytes, name: str) -> str:
    """Returns the media type of a file by its first 8 KB and its ending, which must agree; raises Invalid for any other file.

    An image, a PDF, an office document without macros, or a text. A program, a page of HTML, an SVG and an archive are none of these.
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    for magic, media_type, endings in _MAGIC:
        if head.startswith(magic) and ending in endings:
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP" and ending == ".webp":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1") and ending in (".heic", ".heif"):
        return "image/heic"
    if head.startswith(_ZIP) and ending in _ZIPPED and any(part in head for part in _ZIPPED[ending][1]):
        return _ZIPPED[ending][0]
    if head.startswith(_OLE) and ending in _BINARY:
        return _BINARY[ending]
    if ending in _WRITTEN and head and _is_text(head):
        return _WRITTEN[ending]
    raise Invalid(
        "file_kind_refused",
        "This is not a file that is kept with a guest: attach an image, a PDF, an office document without macros, or a text.",
        "不支持这种文件；可附上图片、PDF、不含宏的办公文档或文本。",
    )


def too_large() -> Invalid:
    """The refusal of a file over the limit."""
    return Invalid(
        "file_too_large",
        f"The file is larger than {BYTES_MAX // 1_000_000} MB; attach a smaller one.",
        f"文件超过 {BYTES_MAX // 1_000_000} MB；请附上更小的文件。",
    )


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end within a character
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
