"""Request bodies: JSON only, of a depth that people and machines need, never deep enough to hurt."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from xenia.kernel.errors import Invalid
from xenia.web.problems import TooLarge

DEPTH_MAX = 32
SIZE_MAX = 8_000_000


class JsonBodies(Parser):
    """Ninja's parser with a limit of depth; size is limited by DATA_UPLOAD_MAX_MEMORY_SIZE before the body is read."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        try:
            data: dict[str, Any] = orjson.loads(request.body)
        except orjson.JSONDecodeError as unreadable:
            raise Invalid("json_unreadable", f"The body is not JSON: {unreadable.msg}.", "内容不是有效的 JSON。") from unreadable
        if depth_of(data) > DEPTH_MAX:
            raise Invalid(
                "json_too_deep", f"The body nests deeper than {DEPTH_MAX} levels; flatten it.", f"内容嵌套超过 {DEPTH_MAX} 层；请简化。"
            )
        return data


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
