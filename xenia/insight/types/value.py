"""How the value that is expected of all guests is spread over them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ValueTenth:
    """A tenth of the guests, the first one those of the highest value; money in minor units of the reporting currency."""

    number: int
    guests: int
    sum_minor: int
    mean_minor: int
    low_minor: int
    high_minor: int


@dataclass(frozen=True)
class ValueDeciles:
    """What the model in use expects of guests in a year, tenth by tenth; agencies and guests who object to profiling are left out."""

    as_of: datetime
    currency: str
    guests: int
    sum_minor: int
    tenths: tuple[ValueTenth, ...]
