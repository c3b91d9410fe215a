"""What facts are given: which record is whose, numbered, and the rates of exchange. Private."""

from collections.abc import Collection
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.facts.known import GUEST_MAP, RATES
from xenia.insight.rules.rates import minor_factors


def guest_map_of(links: pa.Table, wanted: Collection[str] | None = None) -> pa.Table:
    """The map of `links` (record_id, guest_id), with a number for each guest; `wanted` guests, None for all of them."""
    guests = links["guest_id"].combine_chunks().dictionary_encode()
    if isinstance(guests, pa.ChunkedArray):
        guests = guests.combine_chunks()
    numbers = guests.indices.cast(pa.int64())
    asked = pa.array(np.ones(links.num_rows, dtype=bool)) if wanted is None else pc.is_in(links["guest_id"], pa.array(wanted, pa.string()))
    columns = [links["record_id"].cast(pa.string()), links["guest_id"].cast(pa.string()), numbers, asked]
    return pa.table(columns, schema=GUEST_MAP)


@cache
def rates_table() -> pa.Table:
    """The rates as facts read them."""
    currencies, years, factors = zip(*minor_factors(), strict=True)
    return pa.table([list(currencies), list(years), list(factors)], schema=RATES)


def given_to_facts(guest_map: pa.Table) -> dict[str, pa.Table]:
    """Everything that an expression over facts of guests reads beside the lake."""
    return {"guest_map": guest_map, "rates": rates_table()}
