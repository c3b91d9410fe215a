"""How the web process writes its log: one JSON object a line with the request's id, and traces without the values of variables."""

import json
import re
from typing import Any

import structlog

HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON leaves as it is and a terminal or viewer obeys: C1 controls, line separators, marks that turn text around."""


def configure_logs() -> None:
    """Values of variables stay out of traces on purpose: structlog's own default shows them, and here they are guests' names and phones."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(one_line),
        ]
    )


def one_line(event: Any, **options: Any) -> str:
    """Returns the event as JSON of one line: every control character is written as its number."""
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(event, ensure_ascii=False, **options))
