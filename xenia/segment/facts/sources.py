"""Tables of what others know of guests, as sources of conditions: one row a guest. Rules AU16 and AU18 of docs/algorithms/audiences.md."""

from collections.abc import Mapping

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from xenia.lake import read
from xenia.segment.facts.membership import MEMBERS

LEFT_OUT = MEMBERS
"""Guests of whom no profile is made, under every id."""


def base_of(features: Table, people: Table, left_out: Table) -> Table:
    """Rule AU16. In: the features of a snapshot, the links of today, and whom no audience may hold. Out: the features of guests there are
    today whom audiences may hold."""
    return features.semi_join(people, "guest_id").anti_join(left_out, "guest_id")


def sets_of(everybody: Table, held: Table, word: str, column: str) -> Table:
    """In: one row a guest and word. Out: one row of everybody, with their words as a set: whoever has none is known to have none."""
    sets = held.group_by("guest_id").aggregate(words=held[word].collect(distinct=True))
    joined = everybody.select("guest_id").left_join(sets, "guest_id").drop("guest_id_right")
    return joined.select("guest_id", **{column: ibis.coalesce(joined.words, ibis.literal([], type="array<string>"))})


def flags_of(everybody: Table, usual: Mapping[str, bool], others: Mapping[str, Table]) -> Table:
    """In: by column, what usually holds, and the guests for whom it is the other way, as `MEMBERS`. Out: one row of everybody with a flag
    for each column, missing of nobody."""
    rows = everybody.select("guest_id")
    for column, holds in usual.items():
        turned = others[column].select("guest_id").distinct().mutate(is_other=ibis.literal(True))
        joined = rows.left_join(turned, "guest_id")
        flag = joined.is_other.isnull() if holds else joined.is_other.notnull()
        rows = joined.select(*rows.columns, **{column: flag})
    return rows


def side_by_side(tables: Mapping[str, Table], column: str) -> Table:
    """In: by name, a table of one row a guest. Out: one row a guest of any of them, each table's `column` under its name."""
    whole: Table | None = None
    for name, table in tables.items():
        added = table.select("guest_id", **{name: table[column]})
        whole = added if whole is None else _joined(whole, added)
    if whole is None:
        raise ValueError("nothing was asked for")
    return whole


def _joined(left: Table, right: Table) -> Table:
    other = right.rename(other_id="guest_id")
    joined = left.outer_join(other, [left.guest_id == other.other_id])
    names = [name for name in (*left.columns, *right.columns) if name != "guest_id"]
    return joined.select(*names, guest_id=ibis.coalesce(joined.guest_id, joined.other_id))


def given_members(session: read.Session, name: str, guest_ids: pa.Array) -> Table:
    """Gives these guests to the session, and returns them as an expression reads them."""
    return session.give(name, pa.table([guest_ids], schema=MEMBERS))
