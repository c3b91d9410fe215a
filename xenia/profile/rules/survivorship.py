"""Which value of each field counts where records differ (rules S1 to S9, docs/algorithms/survivorship.md). Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xenia.connect.types.said import RecordSaid
from xenia.profile.types.guests import SaidValue, Survived, Voice, WonBy

HAND_KINDS = frozenset({"desk"})
"""Rule S2: kinds of sources into which people of the company write by hand."""
TRUST = {"push": 3, "sql": 3, "folder": 2, "file": 1}
"""Rule S4: a system that speaks for itself before a file that somebody saved; a kind that is not named counts as a file."""
WORDS = re.compile(r"\w+")
BY_DOCUMENT = frozenset({"name", "name_latin", "gender", "birth_date", "nationality"})
"""Rule S3: what stands on a travel document."""


@dataclass(frozen=True)
class Field:
    """A field of the guest: the names its parts have in a record, whether several values hold at once, whether it is kept sealed."""

    name: str
    parts: tuple[str, ...]
    is_list: bool = False
    is_sealed: bool = False


FIELDS = (
    Field("name", ("name",)),
    Field("name_latin", ("name_latin",)),
    Field("gender", ("gender",)),
    Field("birth_date", ("birth_date",), is_sealed=True),
    Field("phone", ("phone",), is_list=True, is_sealed=True),
    Field("email", ("email",), is_list=True, is_sealed=True),
    Field("wechat", ("wechat",), is_list=True, is_sealed=True),
    Field("document", ("document",), is_list=True, is_sealed=True),
    Field("language", ("language",), is_list=True),
    Field("nationality", ("nationality",)),
    Field("place", ("province", "city")),
    Field("address", ("address",), is_sealed=True),
    Field("company", ("company",)),
    Field("membership", ("membership_number", "membership_tier")),
)


def survive(records: Sequence[RecordSaid]) -> tuple[Survived, ...]:
    """Returns every field that a record says something of, in the order of FIELDS; whoever asks gives only records the reader sees (S1)."""
    told = (_field(field, records) for field in FIELDS)
    return tuple(one for one in told if one is not None)


def is_by_hand(record: RecordSaid) -> bool:
    """Rule S2: a person of the company wrote this record."""
    return record.source_kind in HAND_KINDS


def strongest_first(records: Iterable[RecordSaid]) -> list[RecordSaid]:
    """The records in the order in which their word counts for what is no field of its own: tags, the sources' own fields (rule S9)."""
    return sorted(records, key=lambda record: _strength("", record, 0))


def merged_attributes(records: Iterable[RecordSaid]) -> dict[str, object]:
    """Rule S9: of each of the sources' own fields the strongest voice's word."""
    merged: dict[str, object] = {}
    for record in strongest_first(records):
        merged |= {name: value for name, value in record.attributes.items() if name not in merged and value not in (None, "")}
    return merged


def merged_tags(records: Iterable[RecordSaid]) -> tuple[str, ...]:
    """Rule S9: every tag once, the strongest voice's first."""
    return tuple(dict.fromkeys(tag for record in strongest_first(records) for tag in record.tags))


def _field(field: Field, records: Sequence[RecordSaid]) -> Survived | None:
    by_value: dict[object, list[RecordSaid]] = defaultdict(list)
    for record in records:
        if (key := _key(field, record)) is not None:
            by_value[key].append(record)
    if not by_value:
        return None
    ranked = sorted((_ranked(field, those) for those in by_value.values()), key=lambda those: _strength_of(field, those[0]))
    said = [_said(field, those) for those in ranked]
    reason = _reason(field, ranked)
    return Survived(field.name, said[0], tuple(said[1:]), reason, field.is_list)


def _key(field: Field, record: RecordSaid) -> object | None:
    """What makes two records say the same (rule S7): the number of a sealed value, else the letters without spaces, case and signs, of
    a Latin name the words in any order."""
    if field.is_sealed:
        value = record.sealed.get(field.parts[0])
        return value.key if value else None
    parts = _parts(field, record)
    if field.name == "name_latin" and any(parts):
        return tuple(sorted(WORDS.findall(parts[0].casefold())))
    return tuple(_plain(part) for part in parts) if any(parts) else None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum()) or text


def _parts(field: Field, record: RecordSaid) -> tuple[str, ...]:
    if field.is_sealed:
        return (record.sealed[field.parts[0]].shown,)
    return tuple(record.fields.get(part, "") for part in field.parts)


def _ranked(field: Field, records: Iterable[RecordSaid]) -> list[RecordSaid]:
    return sorted(records, key=lambda record: _strength_of(field, record))


def _strength_of(field: Field, record: RecordSaid) -> tuple[object, ...]:
    parts = _parts(field, record)
    return _strength(field.name, record, sum(1 for part in parts if part) * 1000 + sum(len(part) for part in parts))


def _strength(field: str, record: RecordSaid, fullness: int) -> tuple[int, int, int, float, int, str]:
    """Smaller is stronger, in the order of the rules: by hand (S2), with a document (S3), source (S4), newest (S5), fullest (S6), first."""
    has_document = field in BY_DOCUMENT and record.has_document
    trust = TRUST.get(record.source_kind, 1)
    return (-is_by_hand(record), -has_document, -trust, -record.said_at.timestamp(), -fullness, str(record.record_id))


REASONS: Mapping[int, WonBy] = {
    0: WonBy.HAND, 1: WonBy.DOCUMENT, 2: WonBy.SOURCE, 3: WonBy.NEWEST, 4: WonBy.FULLEST, 5: WonBy.FIRST,
}  # fmt: skip


def _reason(field: Field, ranked: Sequence[Sequence[RecordSaid]]) -> WonBy:
    """The rule by which the best value stands before the second; nobody to beat: one voice alone, or several that agree."""
    if len(ranked) == 1:
        return WonBy.ONLY if len(ranked[0]) == 1 else WonBy.AGREED
    best, second = (_strength_of(field, those[0]) for those in ranked[:2])
    return next(REASONS[place] for place in REASONS if best[place] != second[place])


def _said(field: Field, records: Sequence[RecordSaid]) -> SaidValue:
    parts = _parts(field, records[0])
    voices = tuple(Voice(one.record_id, one.source_id, one.source_name, is_by_hand(one), one.said_at) for one in records)
    return SaidValue(" ".join(dict.fromkeys(part for part in parts if part)), parts, voices)
