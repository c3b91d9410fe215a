"""The taste of a guest: price, lead time, length, company, places, room and cabin; drawn towards what is usual (TA4 to TA6)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from xenia.insight.judging import Array
from xenia.insight.rules.taste import GROUP_PARTY_MIN, PURPOSE_DAYS, PURPOSES
from xenia.insight.taste.journeys import Journeys
from xenia.insight.taste.purpose import PurposeModel, known_or_said
from xenia.insight.taste.seasons import day_number
from xenia.insight.taste.shrinking import mean_strength, share_strength, shrunk_shares

COMPANY = ("alone", "pair", "small_party", "with_children", "group")
MEASURED = ("lead", "nights")
TOP = 3


@dataclass(frozen=True)
class Usual:
    """What is usual: by line the mean log of lead days and nights and the shares of purposes and company ('' for all lines), the shares of
    `places`, and how many bookings each of these is worth beside a guest's own (`strength`)."""

    means: dict[str, dict[str, float]]
    purposes: dict[str, list[float]]
    company: dict[str, list[float]]
    places: dict[str, float]
    strength: dict[str, float]


@dataclass(frozen=True)
class Profiles:
    """One row a guest with a booking that stands; arrays of shape (guests,), `purposes` (guests, 4). `person` are places among the guests
    of the journeys; texts are '' and numbers NaN where the facts say nothing, `company` is -1 there."""

    person: Array
    bookings: Array
    purposes: Array
    price_rank: Array
    price_bookings: Array
    price_sure: Array
    lead_days: Array
    nights: Array
    company: Array
    company_share: Array
    places: Array
    place_shares: Array
    room: Array
    cabin: Array


def company_of(rows: Journeys) -> Array:
    """With whom each row travels as a place in COMPANY, -1 where the party is not said. Of children only that there are some (TA10)."""
    party, children = rows.numbers["party"], rows.numbers["has_children"] > 0
    kind = np.select([party >= GROUP_PARTY_MIN, children, party >= 3, party == 2, party == 1], [4, 3, 2, 1, 0], -1)
    return np.asarray(kind)


def usual_of(rows: Journeys, model: PurposeModel, columns: dict[str, Array]) -> Usual:
    """What is usual among bookings that stand."""
    kept = np.flatnonzero(rows.kept)
    mine = rows.where(kept)
    guests = len(rows.guests)
    strength, means = {}, {}
    for name in MEASURED:
        logs = np.log1p(mine.numbers[name])
        means[name] = _means_by_line(mine, logs)
        known = np.isfinite(logs)
        strength[name] = mean_strength(mine.person[known], (logs - _of_line(mine, means[name]))[known], guests)
    ranked = np.isfinite(mine.rank)
    strength["price"] = mean_strength(mine.person[ranked], mine.rank[ranked] - 0.5, guests)
    said = known_or_said(model, mine, {name: values[kept] for name, values in columns.items()})
    purposes, company, known = _shares_by_line(mine, said), company_of(mine), company_of(mine) >= 0
    ones = (company[known][:, None] == np.arange(len(COMPANY))).astype(float)
    with_whom = _shares_by_line(mine.where(known), ones)
    strength["purposes"] = share_strength(sparse.csr_matrix(_sums(mine.person, np.round(said), guests)), np.array(purposes[""]))
    strength["company"] = share_strength(sparse.csr_matrix(_sums(mine.person[known], ones, guests)), np.array(with_whom[""]))
    places, codes = mine.texts["place"], np.asarray(mine.texts["place"].codes)
    shares = np.bincount(codes[codes >= 0], minlength=len(places.categories)) / max(1, (codes >= 0).sum())
    strength["places"] = share_strength(_place_counts(mine), shares)
    return Usual(means, purposes, with_whom, {str(name): float(one) for name, one in zip(places.categories, shares, strict=True)}, strength)


def _means_by_line(rows: Journeys, values: Array) -> dict[str, float]:
    known = np.isfinite(values)
    found = {"": float(values[known].mean()) if known.any() else 0.0}
    for code, name in enumerate(rows.texts["line"].categories):
        mine = values[known & (rows.texts["line"].codes == code)]
        found[str(name)] = float(mine.mean()) if len(mine) else found[""]
    return found


def _of_line(rows: Journeys, table: dict[str, Any]) -> Array:
    """The line's entry for each row."""
    lines = rows.texts["line"]
    listed = np.array([table.get(str(name), table[""]) for name in lines.categories] + [table[""]])
    return np.asarray(listed[lines.codes])


def _shares_by_line(rows: Journeys, weights: Array) -> dict[str, list[float]]:
    total = weights.sum(axis=0) + 1e-3
    found = {"": (total / total.sum()).tolist()}
    for code, name in enumerate(rows.texts["line"].categories):
        mine = weights[rows.texts["line"].codes == code].sum(axis=0) + 5 * np.array(found[""])
        found[str(name)] = (mine / mine.sum()).tolist()
    return found


def _sums(person: Array, weights: Array, guests: int) -> Array:
    return np.stack([np.bincount(person, column, guests) for column in weights.T], axis=1)


def _place_counts(rows: Journeys) -> sparse.csr_matrix:
    codes = np.asarray(rows.texts["place"].codes)
    known = codes >= 0
    shape = (len(rows.guests), len(rows.texts["place"].categories))
    return sparse.csr_matrix((np.ones(known.sum()), (rows.person[known], codes[known])), shape=shape)


def profiles_of(rows: Journeys, usual: Usual, purposes: Array) -> Profiles:
    """The profile of every guest with a booking that stands, drawn towards what is usual for the lines the guest books (TA4). `purposes`:
    the shares that `purposes_of` gives."""
    kept = np.flatnonzero(rows.kept)
    mine, guests = rows.where(kept), len(rows.guests)
    count = np.bincount(mine.person, minlength=guests)
    who = np.flatnonzero(count)
    rank, priced = _price_rank(mine, usual.strength["price"])
    lead, nights = (
        np.expm1(_drawn(mine, np.log1p(mine.numbers[name]), _of_line(mine, usual.means[name]), usual.strength[name])[0])
        for name in MEASURED
    )
    prior = _sums(mine.person, _of_line(mine, usual.company), guests)[who] / count[who, None]
    told = _sums(mine.person, _one_hot(company_of(mine)), guests)[who]
    company, company_share = commonest_company(told, prior, usual.strength["company"])
    places, shares = _top_places(mine, usual, who)
    return Profiles(
        person=who,
        bookings=count[who],
        purposes=purposes,
        price_rank=np.where(priced > 0, rank, np.nan)[who],
        price_bookings=priced[who],
        price_sure=(priced / (priced + usual.strength["price"]))[who],
        lead_days=lead[who],
        nights=nights[who],
        company=company,
        company_share=company_share,
        places=places,
        place_shares=shares,
        room=_most(mine, "room")[who],
        cabin=_most(mine, "cabin")[who],
    )


def _one_hot(company: Array) -> Array:
    return np.asarray((company[:, None] == np.arange(len(COMPANY))).astype(float))


def commonest_company(own: Array, prior: Array, strength: float) -> tuple[Array, Array]:
    """TA4: the company that the guest's own bookings say most often, of equals the one that is more usual, and its drawn share; -1 and NaN
    where none of them says it. `own` (guests, 5) counts them, `prior` (guests, 5) is what is usual."""
    at, said = np.arange(len(own)), own.any(axis=1)
    chosen = np.argmax(own + prior / 2, axis=1)
    share = shrunk_shares(own, prior, strength)[at, chosen] if len(own) else np.zeros(0)
    return np.where(said, chosen, -1), np.where(said, share, np.nan)


def _drawn(rows: Journeys, values: Array, usual: Array, strength: float) -> tuple[Array, Array]:
    """Per guest the mean drawn towards the usual of the own rows, and how many rows say it; NaN for guests without rows."""
    guests, known = len(rows.guests), np.isfinite(values)
    every = np.bincount(rows.person, minlength=guests)
    own = np.bincount(rows.person[known], minlength=guests)
    middle = np.divide(np.bincount(rows.person, usual, guests), every, out=np.full(guests, np.nan), where=every > 0)
    away = np.bincount(rows.person[known], (values - usual)[known], guests)
    return middle + away / (own + strength), own


def _price_rank(rows: Journeys, strength: float) -> tuple[Array, Array]:
    """Per guest the rank of price drawn towards the middle, and how many bookings have one."""
    if rows.prices is None:
        return _drawn(rows, rows.rank, np.full(len(rows), 0.5), strength)
    return 0.5 + rows.prices.away / (rows.prices.bookings + strength), rows.prices.bookings


def purposes_of(rows: Journeys, usual: Usual, model: PurposeModel, columns: dict[str, Array], as_of: date) -> tuple[Array, Array]:
    """TA3: chances averaged over bookings of two years that stand (older ones where there are none), drawn towards those of the lines.
    The guests who have any, places (m,), and their shares, (m, 4)."""
    guests = len(rows.guests)
    recent = rows.kept & (rows.made > day_number(as_of) - PURPOSE_DAYS)
    lately = np.bincount(rows.person[recent], minlength=guests) > 0
    counted = np.flatnonzero(recent | (rows.kept & ~lately[rows.person]))
    mine, who = rows.where(counted), np.flatnonzero(np.bincount(rows.person[counted], minlength=guests))
    said = known_or_said(model, mine, {name: values[counted] for name, values in columns.items()})
    prior = _sums(mine.person, _of_line(mine, usual.purposes), guests)[who]
    return who, shrunk_shares(_sums(mine.person, said, guests)[who], prior / prior.sum(axis=1, keepdims=True), usual.strength["purposes"])


def _top_places(rows: Journeys, usual: Usual, who: Array) -> tuple[Array, Array]:
    """TA6: the three places booked most and their shares, drawn towards everybody's; '' and NaN where there are fewer. Ties in order of
    how usual a place is, then of its name."""
    counts = _place_counts(rows)[who].tocoo()
    names = rows.texts["place"].categories
    everybody = np.array([usual.places.get(str(name), 0.0) for name in names])
    strength = usual.strength["places"]
    total = np.bincount(counts.row, counts.data, len(who))
    share = (counts.data + strength * everybody[counts.col]) / (total[counts.row] + strength)
    order = np.lexsort((-share, counts.row))
    row, column, share = counts.row[order], counts.col[order], share[order]
    began = np.r_[True, row[1:] != row[:-1]] if len(row) else np.zeros(0, bool)
    at = np.arange(len(row))
    place = at - np.maximum.accumulate(np.where(began, at, 0))
    top = place < TOP
    found, shares = np.full((len(who), TOP), "", dtype=object), np.full((len(who), TOP), np.nan)
    found[row[top], place[top]], shares[row[top], place[top]] = np.asarray(names, dtype=object)[column[top]], share[top]
    return found, shares


def _most(rows: Journeys, name: str) -> Array:
    """The text that stands most often, the first in the alphabet among equals; '' for guests without one. Shape (guests,)."""
    found = np.full(len(rows.guests), "", dtype=object)
    codes = np.asarray(rows.texts[name].codes)
    known = codes >= 0
    if known.any():
        counted = pd.DataFrame({"person": rows.person[known], "code": codes[known]}).value_counts().reset_index(name="times")
        counted = counted.sort_values(["person", "times", "code"], ascending=[True, False, True]).drop_duplicates("person")
        found[counted["person"].to_numpy()] = np.asarray(rows.texts[name].categories, dtype=object)[counted["code"].to_numpy()]
    return found


def as_document(usual: Usual) -> dict[str, Any]:
    return asdict(usual)


def of_document(said: dict[str, Any]) -> Usual:
    return Usual(**said)


def purpose_of(shares: Array) -> tuple[str, float]:
    """The likeliest purpose of a row of shares, and its share."""
    place = int(np.argmax(shares))
    return PURPOSES[place], float(shares[place])
