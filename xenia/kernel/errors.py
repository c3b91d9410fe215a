"""Errors every module speaks. A message says what happened, the value, and what to do."""

from typing import Any


class XeniaError(Exception):
    """`code` is stable and machine-readable; `message` and `message_zh` are for people; `context` holds no personal value."""

    status = 400

    def __init__(self, code: str, message: str, message_zh: str = "", **context: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.message_zh = message_zh or message
        self.context = context


class NotFound(XeniaError):
    """The thing does not exist, or the actor may not know that it does."""

    status = 404


class Refused(XeniaError):
    """The actor lacks a permission; the message says which one and who can give it."""

    status = 403


class Invalid(XeniaError):
    """The input breaks a rule; nothing was changed."""

    status = 422


class Conflict(XeniaError):
    """The thing changed meanwhile, or is in a state that does not allow this."""

    status = 409


class NoSpace(XeniaError):
    """The machine has no room for what was asked."""

    status = 507
