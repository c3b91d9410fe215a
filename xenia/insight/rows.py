"""What facts are given: which record is whose, numbered, and the rates of exchange. Private."""

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.insight.facts.known import GUEST_MAP
from xenia.insight.reading.rates import rates_table


def guest_map_of(links: pa.Table, wanted: Collection[str] | None = None) -> pa.Table:
    """The map of `links` (record_id, guest_id), with a number for each guest; `wanted` guests, None for all of them."""
    guests = links["guest_id"].combine_chunks().dictionary_encode()
    if isinstance(guests, pa.ChunkedArray):
        guests = guests.combine_chunks()
    numbers = guests.indices.cast(pa.int64())
    asked = pa.array(np.ones(links.num_rows, dtype=bool)) if wanted is None else pc.is_in(links["guest_id"], pa.array(wanted, pa.string()))
    columns = [links["record_id"].cast(pa.string()), links["guest_id"].cast(pa.string()), numbers, asked]
    return pa.table(columns, schema=GUEST_MAP)


def given_to_facts(guest_map: pa.Table, rates: pa.Table | None = None) -> dict[str, pa.Table]:
    """Everything that an expression over facts of guests reads beside the lake. `rates` are those in force
    (`queries.rates.rates_in_force`); without them the reference, in yuan."""
    return {"guest_map": guest_map, "rates": rates_table() if rates is None else rates}
