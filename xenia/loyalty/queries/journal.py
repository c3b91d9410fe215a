"""The journal of closed months as a file for the company's books: rule CL8 of docs/algorithms/loyalty-accounting.md."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text
from xenia.loyalty.models.accounting import Closing
from xenia.loyalty.queries.accounting import get_closed_month
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.closings import month_after
from xenia.loyalty.types.accounting import JournalLine
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.work import WorkState
from xenia.trust.types.access import Permission
from xenia.trust.types.exports import Cell, ExportColumn, Exporter, ExportRow, ExportScope, ExportSize

_C = ExportColumn
COLUMNS = (
    _C("booked_on", Text("记账日期", "Date")),
    _C("voucher", Text("凭证号", "Voucher")),
    _C("account", Text("科目代码", "Account")),
    _C("text", Text("摘要", "Text")),
    _C("debit", Text("借方", "Debit")),
    _C("credit", Text("贷方", "Credit")),
    _C("currency", Text("币种", "Currency")),
)


def journal_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many lines there are at most; they tell of nobody."""
    programme, months = _asked(actor, scope)
    return ExportSize(sum(len(get_closed_month(actor, programme.id, one).journal) for one in months), 0)


def journal_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the columns of the file."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    return COLUMNS


def journal_rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
    """Yields the lines, the oldest month first; the debits of each month are its credits."""
    programme, months = _asked(actor, scope)
    for month in months:
        for line in get_closed_month(actor, programme.id, month).journal:
            yield ExportRow(_cells(programme, line, scope.language), ())


def _asked(actor: Actor, scope: ExportScope) -> tuple[Programme, list[date]]:
    """The programme and its closed months, or the one month asked for."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    where = dict(scope.where)
    try:
        programme = get_programme(actor, UUID(where.pop("programme", "")))
        month = date.fromisoformat(f"{said}-01") if (said := where.pop("month", "")) else None
    except ValueError as wrong:
        told = "Name the programme, and a month such as 2026-03."
        raise Invalid("journal_unclear", told, "请指明计划，以及月份（如 2026-03）。") from wrong
    if where:
        raise Invalid("filter_unknown", f"The journal has no filter {sorted(where)[0]}.", f"凭证没有筛选条件 {sorted(where)[0]}。")
    rows = Closing.objects.filter(programme_id=programme.id, state=WorkState.DONE.value)
    months = (rows.filter(month=month) if month else rows).order_by("month").values_list("month", flat=True)
    return programme, list(months)


def _cells(programme: Programme, line: JournalLine, language: str) -> tuple[Cell, ...]:
    last_day = date.fromordinal(month_after(line.month).toordinal() - 1)
    said = f"{programme.name.zh} {line.month:%Y-%m} 积分" if language.startswith("zh") else f"{programme.name.en} {line.month:%Y-%m} points"
    return (
        last_day.isoformat(),
        f"{programme.code}-{line.month:%Y%m}",
        line.account,
        said,
        _amount(line.debit_minor, programme.currency),
        _amount(line.credit_minor, programme.currency),
        programme.currency,
    )


def _amount(minor: int, currency: str) -> Decimal | None:
    return Decimal(minor).scaleb(-minor_digits(currency)) if minor else None


EXPORTERS = {"loyalty_journal": Exporter(Text("积分会计凭证", "Journal of points"), journal_size, journal_columns, journal_rows)}
