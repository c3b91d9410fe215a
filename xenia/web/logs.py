"""How the web process writes its log: one JSON object a line with the request's id, and traces without the values of variables."""

import structlog


def configure_logs() -> None:
    """Values of variables stay out of traces on purpose: structlog's own default shows them, and here they are guests' names and phones."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
