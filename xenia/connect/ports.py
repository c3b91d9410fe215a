"""What pulling needs of the outside world: a folder somewhere, a database somewhere. Adapters fill these in; tests may use fakes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from xenia.connect.types.pulls import CursorValue, DatabaseLocation, FolderFile, FolderLocation, Row


class WatchedFolder(Protocol):
    """A folder whose files are taken as they arrive. Every method raises PullFault with a sentence where the folder cannot be read."""

    def list_files(self) -> list[FolderFile]:
        """Returns the files that fit the pattern, in any order."""
        ...

    def open(self, path: str) -> BinaryIO:
        """Returns a stream of the bytes of a file that `list_files` named."""
        ...


class PulledDatabase(Protocol):
    """One table or query of a database. Every method raises PullFault with a sentence where it cannot be read."""

    def columns(self) -> list[str]:
        """Returns the names of the columns, in order."""
        ...

    def rows_from(self, value: CursorValue | None) -> Iterator[list[Row]]:
        """Yields batches of rows whose cursor is at least `value`, by rising cursor; every row where it is None."""
        ...

    def close(self) -> None:
        """Lets go of the connections."""
        ...


@dataclass(frozen=True)
class Openers:
    """How a location becomes a folder or a database; what they raise is a PullFault."""

    folder: Callable[[FolderLocation], WatchedFolder]
    database: Callable[[DatabaseLocation], PulledDatabase]
