"""Features of many kinds brought to one scale, so that none outweighs the others by its unit. Arrays are (guests, traits), NaN: unknown."""

from dataclasses import dataclass

import numpy as np

from xenia.insight.groups.catalogue import BY_NAME, Scale
from xenia.insight.judging import Array

LOW, HIGH = 0.01, 0.99
KNOWN_LEAST = 0.2
"""A trait that fewer of the guests have says little of most of them, and is left out."""
SPREAD_LEAST = 1e-6


@dataclass(frozen=True)
class Scaling:
    """How each trait of `names` becomes a number of mean 0 and deviation 1; arrays are (traits,)."""

    names: tuple[str, ...]
    low: Array
    high: Array
    mean: Array
    deviation: Array

    def apply(self, values: Array) -> Array:
        """Values as the snapshot has them to (guests, traits), float64: winsorised, standardised; what is unknown stands at 0, where it
        draws to no group (rule GR1)."""
        held = np.clip(bent(values, self.names), self.low, self.high)
        return np.nan_to_num((held - self.mean) / self.deviation, nan=0.0)


def bent(values: Array, names: tuple[str, ...]) -> Array:
    """Logarithms of counts, days and money, the sign kept; shares as they are."""
    is_log = np.array([BY_NAME[name].scale is Scale.LOG for name in names])
    return np.where(is_log, np.sign(values) * np.log1p(np.abs(values)), values)


def unbent(name: str, number: float) -> float:
    """From the scale of comparison back to the unit of the feature: for a logarithm the value that is typical (geometric mean)."""
    return float(np.sign(number) * np.expm1(abs(number))) if BY_NAME[name].scale is Scale.LOG else float(number)


def usable(values: Array, names: tuple[str, ...]) -> list[int]:
    """Places of the traits that tell guests apart: known of a fifth of them, and not the same for all (rule GR1)."""
    rows = bent(values, names)
    kept = []
    for place in range(len(names)):
        known = rows[np.isfinite(rows[:, place]), place]
        if len(known) >= max(2, KNOWN_LEAST * len(rows)) and _held(known).std() > SPREAD_LEAST:
            kept.append(place)
    return kept


def fitted(values: Array, names: tuple[str, ...]) -> Scaling:
    """The scaling of these guests: 1st and 99th percentile, then mean and deviation of what lies between. Every trait is `usable`."""
    rows = bent(values, names)
    low, high = np.nanquantile(rows, LOW, axis=0), np.nanquantile(rows, HIGH, axis=0)
    held = np.clip(rows, low, high)
    return Scaling(names, low, high, np.nanmean(held, axis=0), np.nanstd(held, axis=0))


def _held(known: Array) -> Array:
    return np.asarray(np.clip(known, *np.quantile(known, [LOW, HIGH])))
