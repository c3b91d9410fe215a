"""What is told to one person: a sentence with the door to the place where it is looked at or decided."""

from dataclasses import dataclass, field
from datetime import datetime

from xenia.kernel.texts import Text


@dataclass(frozen=True)
class Door:
    """Where a number or notice leads: a page (`guests`, `runs`, `trust/approvals` ...) or one run (`run`), and its filter."""

    page: str
    filter: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Notification:
    """Something that happened or waits. `key` is stable, so that the front end can remember what was read."""

    key: str
    kind: str
    title: Text
    at: datetime
    door: Door
