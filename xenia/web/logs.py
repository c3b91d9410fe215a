"""How the web process writes its log: one JSON object a line with the request's id, and traces that name no value."""

import json
import re
import sys
from collections.abc import Iterator, MutableMapping
from traceback import format_tb
from typing import Any

import structlog

HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON leaves as it is and a terminal or viewer obeys: C1 controls, line separators, marks that turn text around."""
SPOKEN = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError)
"""Errors whose words are about our code. Those of all others may repeat a value: a guest's phone, the address of a database."""


def configure_logs() -> None:
    """Values stay out of traces on purpose: structlog's own default shows variables, and here they are guests' names and phones."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            trace,
            structlog.processors.JSONRenderer(one_line),
        ]
    )


def one_line(event: Any, **options: Any) -> str:
    """Returns the event as JSON of one line: every control character is written as its number."""
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(event, ensure_ascii=False, **options))


def trace(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog's processor: where the error arose and of which kind, first cause first; its words only where they can hold no value."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error is not None:
        event["exception"] = "\n".join(reversed(list(_chain(error))))
    return event


def _chain(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        words = str(at) if isinstance(at, SPOKEN) else getattr(at, "sqlstate", None) or getattr(at, "code", None) or ""
        yield "".join(format_tb(at.__traceback__)) + f"{type(at).__module__}.{type(at).__qualname__}: {words}"
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
