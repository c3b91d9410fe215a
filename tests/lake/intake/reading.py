"""Reads bytes as if they were an uploaded file, and gathers what came of it."""

import io
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from xenia.lake.intake.open import inspect_file, read_file
from xenia.lake.intake.types import ROW, Batch, FileFault, FileShape, Notice, ReadOptions, Reject


class OneWay(io.RawIOBase):
    """A stream that cannot seek and gives what it likes, as a decrypting one does."""

    def __init__(self, data: bytes) -> None:
        self._inner = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(min(size, 70_001) if size >= 0 else 70_001)


class BreakingStream(OneWay):
    """Fails after thirty reads, as a disk that is taken away does."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._reads = 0

    def read(self, size: int = -1) -> bytes:
        self._reads += 1
        if self._reads > 30:
            raise OSError("the disk is gone")
        return super().read(size)


@dataclass
class Outcome:
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    fault: FileFault | None = None

    @property
    def numbers(self) -> list[int]:
        return [row[ROW] for row in self.rows]

    @property
    def rules(self) -> list[tuple[int, str]]:
        return [(reject.row_number, reject.rule) for reject in self.rejects]

    def cells(self) -> list[list[str | None]]:
        return [[value for name, value in row.items() if name != ROW] for row in self.rows]


def read(data: bytes, name: str = "export.csv", *, skip_rows: int = 0, one_way: bool = False, **options: Any) -> Outcome:
    """Everything that could be read before the end or the fault."""
    outcome = Outcome()
    try:
        for batch in read_file(factory_of(data, one_way), name, options=ReadOptions(**options), skip_rows=skip_rows):
            outcome.rows += batch.rows.to_pylist()
            outcome.rejects += batch.rejects
            outcome.warnings += batch.warnings
            outcome.batches.append(batch)
    except FileFault as fault:
        outcome.fault = fault
    return outcome


def look(data: bytes, name: str = "export.csv", *, one_way: bool = False, **options: Any) -> FileShape:
    return inspect_file(factory_of(data, one_way), name, options=ReadOptions(**options))


def factory_of(data: bytes, one_way: bool = False) -> Any:
    def open_stream() -> BinaryIO:
        return OneWay(data) if one_way else io.BytesIO(data)  # type: ignore[return-value]

    return open_stream
