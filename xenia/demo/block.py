"""One block of the demonstration: ten thousand people and everything that is drawn for them, independent of every other block."""

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np

from xenia.demo.calendar import Season
from xenia.demo.columns import Numbers, Texts, joined, numbers_text
from xenia.demo.house import ClientCompany
from xenia.demo.people import People

KEYS_PER_BLOCK = 200_000
"""Room for keys of one kind in a block; a busier block stops with an error rather than reuse a key."""


@dataclass(frozen=True)
class Block:
    """`season` and `companies` are the same in every block; `people` are the block's own."""

    number: int
    seed: int
    season: Season
    companies: tuple[ClientCompany, ...]
    people: People

    @property
    def until(self) -> date:
        return self.season.until

    @property
    def now(self) -> np.datetime64:
        """The last second of the export, in Beijing."""
        return np.datetime64(self.until, "s") + np.timedelta64(86_399, "s")

    def rng(self, topic: str) -> np.random.Generator:
        """Returns random numbers of their own for a topic, so that a change in one leaves the others as they are."""
        return np.random.default_rng([self.seed, self.number, crc32(topic.encode())])

    def keys(self, prefix: str, places: Numbers, width: int = 9) -> Texts:
        """Returns keys such as YX000000017, unique over all blocks, for the places 0 ... of this block."""
        if len(places) and int(places.max()) >= KEYS_PER_BLOCK:
            raise OverflowError(f"Block {self.number} needs key {prefix} number {int(places.max())}; raise KEYS_PER_BLOCK.")
        return joined(prefix, numbers_text(places + self.number * KEYS_PER_BLOCK, width))
