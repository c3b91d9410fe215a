"""Baskets as they are compared: of guests who may be looked at, with the tags that may be compared."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from xenia.insight.facts.baskets import TAGS, baskets
from xenia.insight.facts.scores import may_be_shown
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.rules.associations import is_sensitive
from xenia.kernel.actor import Actor
from xenia.lake import read
from xenia.profile.queries.tag_table import tag_table
from xenia.profile.queries.tags import list_tags
from xenia.profile.types.tags import Tag
from xenia.trust.types.access import Permission


def comparable_tags(actor: Actor) -> list[Tag]:
    """Returns the tags in use that touch nothing sensitive (AS6)."""
    actor.require(Permission.VIEW_GUESTS)
    tags = list_tags(actor)
    return [one for one in tags if not is_sensitive(one.code, one.name.zh, one.name.en, one.meaning.zh, one.meaning.en)]


def read_baskets(actor: Actor, links: pa.Table, as_of: datetime) -> tuple[list[str], list[list[int]]]:
    """Returns the items' codes, and of each guest who may be looked at the places of the items they have (AS1, AS6)."""
    rows = read.execute(basket_rows(as_of), units=None, given=given_to_baskets(actor, links, as_of))
    if rows.num_rows == 0:
        return [], []
    items = rows["item"].combine_chunks().dictionary_encode()
    guests = rows["guest_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    order = np.argsort(guests, kind="stable")
    places = items.indices.to_numpy()[order]
    cuts = np.flatnonzero(np.diff(guests[order])) + 1
    return items.dictionary.to_pylist(), [part.tolist() for part in np.split(places, cuts)]


def basket_rows(as_of: datetime) -> Table:
    """An expression over what `given_to_baskets` gives: the baskets without those who object. Takes no actor: nothing is read."""
    return may_be_shown(baskets(as_of))


def given_to_baskets(actor: Actor, links: pa.Table, now: datetime) -> dict[str, pa.Table]:
    """Returns what the baskets are read beside: links, rates, tags that may be compared, and who objects."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    codes = pa.array([one.code for one in comparable_tags(actor)], pa.string())
    held = tag_table(actor)
    tags = held.filter(pc.is_in(held["code"], value_set=codes)).cast(TAGS)
    return {
        **given_to_facts(guest_map_of(links), rates_in_force(READER)),
        "guest_tags": tags,
        "objecting": objecting_guests(actor, now=now),
    }
