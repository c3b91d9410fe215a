"""The data map as people read it."""

from dataclasses import dataclass

from xenia.kernel.texts import Text


@dataclass(frozen=True)
class ColumnGroup:
    category: str
    title: Text
    columns: tuple[str, ...]


@dataclass(frozen=True)
class MapRow:
    """One store of the map; `groups` are its columns by what they say of a person."""

    place: str
    place_title: Text
    name: str
    title: Text
    whose: str
    whose_title: Text
    groups: tuple[ColumnGroup, ...]
    found_by: Text
    erasing: str
    erasing_title: Text
    retention: str
    why: Text
