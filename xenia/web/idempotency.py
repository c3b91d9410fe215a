"""The header by which a retried request is the same request."""

from typing import Annotated

from ninja import Header

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=64,
        pattern=r"^[!-~]+$",
        description="Chosen by the caller, new for what is new: the same key does the same thing once, however often it is sent.",
    ),
]
