"""People who were erased and come again: known by blind index, kept out or flagged as the company decided (rules X14, X15)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xenia.connect.actions.people import KEY_FIELD, RecordScope, normal_values
from xenia.connect.rows import INDEXED
from xenia.settings import ENV
from xenia.trust.actions.suppression import note_hits
from xenia.trust.queries.suppression import find_suppressed, has_suppressed
from xenia.trust.types.suppression import Hit
from xenia.trust.vault import vault_of

FIELD_OF = {"phone": "phone", "email": "email", "document": "id_number"}


@dataclass(frozen=True)
class Kept:
    """`out`: keys of people who stay out, with all that is told of them; `hits` is what the company is told."""

    out: frozenset[str]
    hits: tuple[Hit, ...]


NOTHING = Kept(frozenset(), ())


def keep_out(scope: RecordScope, keys: Iterable[str], people: Callable[[], list[dict[str, Any]]]) -> Kept:
    """Returns which keys of a chunk belong to people who were erased: by the source's own key, and by document, phone or e-mail of `people`
    (rows of guests). One look when the list is empty, as it nearly always is."""
    if not has_suppressed():
        return NOTHING
    vault, wanted = vault_of(ENV.key_file), sorted(set(keys))
    told = people()
    by_key = dict(zip(vault.indexes(wanted, field=KEY_FIELD), wanted, strict=True))
    met = {("key", by_key[index]): deed for index, deed in find_suppressed("key", list(by_key), source_id=scope.source_id).items()}
    for way, name in FIELD_OF.items():
        rows = [row for row in told if row.get(name)]
        indexes = (
            vault.indexes([value.split(" ")[-1].lower() for value in normal_values(name, rows, scope)], field=INDEXED[way][1])
            if rows
            else []
        )
        known = find_suppressed(way, indexes, source_id=scope.source_id)
        met |= {(way, row["guest_key"]): known[index] for row, index in zip(rows, indexes, strict=True) if index in known}
    out = frozenset(key for (_, key), deed in met.items() if deed == "block")
    pairs = sorted({(way, deed) for (way, _), deed in met.items() if deed != "nothing"})
    hits = tuple(Hit(way, deed, sum((one, did) == (way, deed) for (one, _), did in met.items())) for way, deed in pairs)
    return Kept(out, hits)


def tell_hits(scope: RecordScope, kept: Kept, now: datetime) -> None:
    """Notes what was met, in the chunk's transaction."""
    if kept.hits:
        note_hits(run_id=scope.run_id, source_id=scope.source_id, hits=kept.hits, now=now)
