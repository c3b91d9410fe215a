"""Where people are kept: the words in which every module declares its stores, so that `wiring` can lay one map of all data."""

from dataclasses import dataclass
from enum import StrEnum

from xenia.kernel.texts import Text


class Category(StrEnum):
    """What a column says of a person; `NONE` says nothing of anyone."""

    IDENTITY = "identity"
    CONTACT = "contact"
    DOCUMENT = "document"
    BEHAVIOUR = "behaviour"
    FINANCE = "finance"
    FREE_TEXT = "free_text"
    PSEUDONYM = "pseudonym"
    NONE = "none"


class Place(StrEnum):
    DATABASE = "database"
    LAKE = "lake"
    FILES = "files"


class Whose(StrEnum):
    """Whom a store is about: guests of the company, the people who work with the product, or nobody."""

    GUEST = "guest"
    STAFF = "staff"
    NOBODY = "nobody"


class FoundBy(StrEnum):
    """How the rows of one person are found."""

    RECORD = "record_id"
    GUEST = "guest_id"
    BLIND_INDEX = "blind_index"
    BOOKING = "booking_id"
    READING = "reading"  # every row is opened and looked at
    ACCOUNT = "account"
    NOTHING = "nothing"


class Erasing(StrEnum):
    """What erasing a person does here."""

    DELETE = "delete"
    BLANK = "blank"
    ANONYMISE = "anonymise"
    EXPIRE = "expire"
    KEEP = "keep"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Column:
    name: str
    category: Category


@dataclass(frozen=True)
class Store:
    """One table, lake table or kind of file. `retention` names the rule that ends it (none: it ends with what it hangs on).

    `why` says why it is kept where erasing keeps it, and else what a reader of the map should know.
    """

    place: Place
    name: str
    title: Text
    columns: tuple[Column, ...]
    whose: Whose
    found_by: FoundBy
    erasing: Erasing
    retention: str
    why: Text


UNSAID = Text("", "")


@dataclass(frozen=True)
class Handling:
    """Whom a store is about and what becomes of it."""

    whose: Whose
    found_by: FoundBy
    erasing: Erasing
    retention: str = ""
    why: Text = UNSAID


NOBODY = Handling(Whose.NOBODY, FoundBy.NOTHING, Erasing.NOTHING)


def store(place: Place, name: str, title: Text, handling: Handling, **columns: str) -> Store:
    """Returns the declaration; each keyword is a category with the names of its columns, separated by spaces."""
    named = tuple(Column(column, Category(category)) for category, names in columns.items() for column in names.split())
    return Store(place, name, title, named, handling.whose, handling.found_by, handling.erasing, handling.retention, handling.why)


def table(name: str, zh: str, en: str, handling: Handling = NOBODY, **columns: str) -> Store:
    """A table of PostgreSQL; see `store`."""
    return store(Place.DATABASE, name, Text(zh, en), handling, **columns)
