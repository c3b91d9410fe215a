"""Reads of quarantine: rows with their faults, counts by rule, and the download with reasons."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from xenia.connect import models
from xenia.connect.queries.sources import get_source
from xenia.connect.rules.faults import contract_rule
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.types.mapping import ParsedMapping
from xenia.connect.types.runs import Fault, QuarantinedRow, RowFilter, RuleCount
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

ROW_FIELD = "connect.quarantined_row.row"
ADDED_COLUMNS = ("_row_in_file", "_why")
"""What the download adds to the file's own columns; not `_row`, which the reader keeps for itself and would refuse on the way back."""
NOT_OF_THE_FILE = {*ADDED_COLUMNS, "_export"}
"""Left out when a file that was downloaded before is downloaded again; `_export` is the mark that every export carries."""


def open_values(row_id: UUID, sealed: bytes) -> dict[str, str | None]:
    """The row's columns in clear."""
    values: dict[str, str | None] = json.loads(vault_of(ENV.key_file).open(sealed, field=ROW_FIELD, row=row_id))
    return values


def list_rows(
    actor: Actor,
    *,
    source_id: UUID | None = None,
    run_id: UUID | None = None,
    where: RowFilter,
    page: str | None = None,
    size: int = 50,
) -> Page[QuarantinedRow]:
    """Returns quarantined rows, newest run first. Dry runs' rows show only where the run is named."""
    rows = _broken(_rows(actor, where.source_id, where.run_id), where).filter(state=where.state).order_by("-run_id", "row_number")
    if page:
        last_run, last_row = keys_of(page, UUID, int)
        rows = rows.filter(run_id__lt=last_run) | rows.filter(run_id=last_run, row_number__gt=last_row)
    count = page_size(size)
    found = list(rows.select_related("run__mapping", "run__upload", "source")[: count + 1])
    items = [_view(row, actor) for row in found[:count]]
    return Page(items, page_token(str(items[-1].run_id), items[-1].row_number) if len(found) > count else None)


def get_row(actor: Actor, row_id: UUID) -> QuarantinedRow:
    """Returns one quarantined row; raises NotFound."""
    row = models.QuarantinedRow.objects.select_related("run__mapping", "run__upload", "source").filter(id=row_id).first()
    if row is None:
        raise NotFound(
            "quarantined_row_not_found", f"There is no quarantined row {row_id}; it may have expired.", "没有这一行；可能已过期。"
        )
    get_source(actor, row.source_id)
    return _view(row, actor)


def list_rule_counts(actor: Actor, *, source_id: UUID | None = None, run_id: UUID | None = None) -> list[RuleCount]:
    """Returns how many waiting rows broke each rule in each field, most first."""
    tally: Counter[tuple[str, str]] = Counter()
    for faults in _rows(actor, source_id, run_id).filter(state="waiting").values_list("faults", flat=True)[:200_000]:
        tally.update({(code.split("|")[2], code.split("|")[1]) for code in faults})
    return [RuleCount(rule, field, contract_rule(rule).what, rows) for (rule, field), rows in tally.most_common()]


def count_waiting(actor: Actor, *, source_id: UUID, run_id: UUID | None = None) -> int:
    """Returns how many rows of a source wait, for those who may export them."""
    _require_export(actor, source_id)
    return _rows(actor, source_id, run_id).filter(state="waiting").count()


def export_rows(actor: Actor, *, source_id: UUID, run_id: UUID | None = None, language: str = "zh-CN") -> Iterator[list[str | None]]:
    """Yields the header and the waiting rows: their own columns, then row number and reasons (rule Q8).

    Rows of several files have the columns of all of them. Whoever writes the file makes formulas harmless. The mended file can be uploaded.
    """
    _require_export(actor, source_id)
    rows = _rows(actor, source_id, run_id).filter(state="waiting").order_by("run_id", "row_number")
    header = _columns_of(rows)
    if header:
        yield [*header, *ADDED_COLUMNS]
    for row in rows.iterator(chunk_size=2_000):
        values = open_values(row.id, bytes(row.row_sealed))
        yield [*(values.get(name) for name in header), str(row.row_number), " ".join(_faults(row, language))]


def _require_export(actor: Actor, source_id: UUID) -> None:
    actor.require(Permission.EXPORT_DATA)
    actor.require(Permission.REVEAL_CONTACTS)
    get_source(actor, source_id)


def _columns_of(rows: "QuerySet[models.QuarantinedRow]") -> list[str]:
    """Every column one of the rows has, in the order of the files; not those an earlier download added."""
    found: dict[str, None] = {}
    for row in rows.iterator(chunk_size=2_000):
        found |= dict.fromkeys(open_values(row.id, bytes(row.row_sealed)))
    return [name for name in found if name not in NOT_OF_THE_FILE]


def _faults(row: models.QuarantinedRow, language: str) -> list[str]:
    rules = [(code.split("|")[1], contract_rule(code.split("|")[2])) for code in row.faults]
    return [f"{field}: {rule.what.in_language(language)} {rule.mend.in_language(language)}" for field, rule in rules]


def _rows(actor: Actor, source_id: UUID | None, run_id: UUID | None) -> "QuerySet[models.QuarantinedRow]":
    actor.require(Permission.VIEW_SOURCES)
    rows = models.QuarantinedRow.objects.all()
    if actor.units is not None:
        rows = rows.filter(source__unit_id__in=actor.units)
    if source_id:
        rows = rows.filter(source_id=source_id)
    return rows.filter(run_id=run_id) if run_id else rows.filter(run__is_dry=False)


def _broken(rows: "QuerySet[models.QuarantinedRow]", where: RowFilter) -> "QuerySet[models.QuarantinedRow]":
    """The rows with a fault of the rule, in the field, or, where both are given, of that rule in that field."""
    if where.rule:
        rows = rows.filter(rules__contains=[where.rule])
    if where.field is None:
        return rows
    ending = f'|{where.rule}"' if where.rule else "|"
    return rows.annotate(codes=Cast("faults", TextField())).filter(codes__contains=f"|{where.field}{ending}")


def _view(row: models.QuarantinedRow, actor: Actor) -> QuarantinedRow:
    """The row as the actor may see it: all values, or only the cells at fault (rule Q5)."""
    mapping = parse_mapping(row.run.mapping.document)
    faults = tuple(_fault(code, mapping) for code in row.faults)
    values = open_values(row.id, bytes(row.row_sealed))
    if not actor.may(Permission.REVEAL_CONTACTS):
        shown = {column for fault in faults for column in fault.columns}
        values = {name: value if name in shown else ("•••" if value else value) for name, value in values.items()}
    return QuarantinedRow(
        row.id,
        row.run_id,
        row.source_id,
        row.source.name,
        row.run.upload.file_name,
        row.row_number,
        faults,
        values,
        row.state,
        row.created_at,
        row.expires_at,
    )


def _fault(code: str, mapping: ParsedMapping) -> Fault:
    ordinal, field, rule = code.split("|")
    record = mapping.records[int(ordinal)] if int(ordinal) < len(mapping.records) else None
    mapped = record.fields.get(field) if record else None
    kind = record.kind.value if record and len({one.kind for one in mapping.records}) > 1 else ""
    said: Any = contract_rule(rule)
    return Fault(field, (*mapped.columns, *mapped.extra_columns()) if mapped else (), rule, said.what, said.mend, kind)
