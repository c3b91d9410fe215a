"""Where machines push records: durable before the answer, imported by the worker."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Router

from xenia.connect.actions import push
from xenia.connect.types.canonical import Kind
from xenia.web.api.sources import Created
from xenia.web.session import PushKey

router = Router(tags=["push"])


@router.post("/push/{source_code}/{kind}", response={202: Created}, auth=PushKey())
def push_records(request: HttpRequest, source_code: str, kind: Kind, body: Body[list[dict[str, Any]] | dict[str, Any]]) -> dict[str, UUID]:
    """Takes one canonical record or a list of them, up to 8 MB, with a push key of the source; answers with the run that imports them."""
    key: str = request.auth  # type: ignore[attr-defined]
    return {"id": push.receive_records(key=key, source_code=source_code, kind=kind, body=body, now=timezone.now())}
