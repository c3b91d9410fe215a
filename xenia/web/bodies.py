"""Request bodies: JSON only, of a depth that people and machines need, never deep enough to hurt."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from xenia.kernel.errors import Invalid
from xenia.web.problems import TooLarge

DEPTH_MAX = 32
SIZE_MAX = 8_000_000
NUL = "\x00"
PUSHED = "/api/push/"
"""Records of other systems: one with a NUL is a bad row for quarantine, and no reason to refuse the others."""


class JsonBodies(Parser):
    """Ninja's parser with a limit of depth; size is limited by DATA_UPLOAD_MAX_MEMORY_SIZE before the body is read."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            data: dict[str, Any] = orjson.loads(request.body)
        except orjson.JSONDecodeError as unreadable:
            raise Invalid("json_unreadable", f"The body is not JSON: {unreadable.msg}.", "内容不是有效的 JSON。") from unreadable
        require_tame(data, may_hold_nul=request.path.startswith(PUSHED))
        return data


def require_tame(data: Any, *, may_hold_nul: bool = False) -> None:
    """Raises Invalid for JSON that nests too deep, or with a NUL character, which PostgreSQL keeps in no text."""
    if depth_of(data) > DEPTH_MAX:
        raise Invalid(
            "json_too_deep", f"The body nests deeper than {DEPTH_MAX} levels; flatten it.", f"内容嵌套超过 {DEPTH_MAX} 层；请简化。"
        )
    if not may_hold_nul and any(NUL in text for text in texts_of(data)):
        raise Invalid("text_with_nul", "A text holds the character U+0000; leave it out.", "文本含有字符 U+0000；请去掉后重试。")


def texts_of(data: Any) -> Iterator[str]:
    """Every text of the value and every name of a member. Walks without recursion."""
    level = [data]
    while level:
        part = level.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            level += [*part, *part.values()]
        elif isinstance(part, list):
            level += part


def depth_of(data: Any) -> int:
    """How many levels of objects and lists the value nests; 0 for a plain value. Walks without recursion."""
    depth, level = 0, [data]
    while level := [part for part in level if isinstance(part, dict | list)]:
        depth += 1
        level = [inner for part in level for inner in (part.values() if isinstance(part, dict) else part)]
    return depth


def require_size(request: HttpRequest, bytes_max: int) -> None:
    """Raises TooLarge where the announced body is larger than `bytes_max`, before any of it is read."""
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced > bytes_max:
        megabytes, limit = announced // 1_000_000, bytes_max // 1_000_000
        raise TooLarge(
            "body_too_large",
            f"What you send is {megabytes} MB and the limit is {limit} MB; send it in parts, or have XENIA_UPLOAD_MB_MAX raised.",
            f"发送的内容有 {megabytes} MB，上限为 {limit} MB；请分批发送，或请管理员调高 XENIA_UPLOAD_MB_MAX。",
        )
