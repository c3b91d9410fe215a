"""The cities that can be recommended: those of the orders trained on, each with its country and continent (rule NX2)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from xenia.insight.judging import Array


@dataclass(frozen=True)
class Catalogue:
    """Cities by name in order of the alphabet, with the code of their country and continent, shape (k,)."""

    names: tuple[str, ...]
    country: Array
    continent: Array

    def __len__(self) -> int:
        return len(self.names)

    def places_of(self, cities: "pd.Series[str]") -> Array:
        """The place of each name, -1 for a city that is not in the catalogue."""
        return np.asarray(pd.Categorical(cities, categories=list(self.names)).codes.astype(np.int64))


def catalogue_of(orders: pd.DataFrame) -> Catalogue:
    """The cities of orders. A city that is told in several countries counts in the one told most often, of equals the first by name."""
    known = orders[orders["city"] != ""]
    told = known.groupby(["city", "country", "continent"], sort=True).size().reset_index(name="times")
    told = told.sort_values(["city", "times"], ascending=[True, False], kind="stable").drop_duplicates("city")
    countries = pd.factorize(told["country"], sort=True)[0]
    continents = pd.factorize(told["continent"], sort=True)[0]
    return Catalogue(tuple(told["city"]), np.asarray(countries), np.asarray(continents))
