"""Writing the ledger: the one way in. What it promises is kept by the database (../sql/ledger.sql)."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.rules.ledger import checked, refusal, short_of_points
from xenia.loyalty.types.ledger import Deed, Move, Phase, Written

POST = (Path(__file__).resolve().parent.parent / "sql" / "post_transfers.sql").read_text(encoding="utf-8")
FLOOR, LOTS_SHORT = "loyalty_account_floor", "XL007"
_SAME = ("phase", "from_account_id", "to_account_id", "amount", "of", "cause", "source")


def write_deed(actor: Actor, deed: Deed, *, now: datetime) -> list[Written]:
    """Writes all transfers of one deed; see `write_deeds`."""
    return write_deeds(actor, [deed], now=now)


@transaction.atomic
def write_deeds(actor: Actor, deeds: Sequence[Deed], *, now: datetime) -> list[Written]:
    """Writes every transfer of the deeds in one statement and returns them in their order. For this module's own actions, which ask for the
    permission.

    Rule PT5: a transfer whose key is there already is not written again; the same key with other content raises Conflict. Rule PT11: one
    statement locks all the accounts it touches in the order of their ids, so put what belongs together into one call. Raises Conflict where
    an account would go below its floor (PT10) or the database refuses for another of the rules PT3 to PT12; nothing is written then.
    """
    rows: list[dict[str, Any]] = []
    for deed in map(checked, deeds):
        deed_id = new_id()
        rows += [_row(actor, deed_id, deed, move, now) for move in deed.moves]
    if not rows:
        return []
    fresh = _insert(rows)
    kept = _kept([row for row in rows if row["key"] not in fresh])
    if kept and fresh and len(deeds) == 1:
        raise _half_written(sorted(kept)[0])
    return [Written(kept.get(row["key"], row["id"]), row["key"], row["key"] in fresh) for row in rows]


def _row(actor: Actor, deed_id: UUID, deed: Deed, move: Move, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "key": move.key,
        "phase": move.phase.value,
        "giver": move.giver,
        "taker": move.taker,
        "amount": move.amount,
        "of": move.of,
        "deed": deed_id,
        "cause": deed.cause.value,
        "source": deed.source,
        "details": dict(move.details) if move.details else None,
        "booked_on": deed.booked_on,
        "value_on": move.value_on or deed.booked_on,
        "expires_on": move.expires_on,
        "by": actor.user_id,
        "at": now,
    }


def _insert(rows: list[dict[str, Any]]) -> set[str]:
    """Returns the keys that were written."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(POST, {"rows": json.dumps(rows, default=_as_text)})
            return {key for (key,) in cursor.fetchall()}
    except Error as failed:
        raise _in_words(failed, rows) from failed


def _as_text(value: object) -> str:
    """Ids and days as PostgreSQL reads them; of anything else in a deed's details the text would be a guess."""
    if isinstance(value, UUID | date):
        return str(value)
    raise TypeError(f"{value!r} in a transfer is no plain value")


def _in_words(failed: Error, rows: list[dict[str, Any]]) -> Exception:
    said = failed.__cause__
    told = getattr(said, "diag", None)
    if told is None:
        return failed
    if told.constraint_name == FLOOR or getattr(said, "sqlstate", "") == LOTS_SHORT:
        return _shortage(rows)
    return refusal(getattr(said, "sqlstate", ""), told.message_primary or "") or failed


def _shortage(rows: list[dict[str, Any]]) -> Exception:
    """The first account that gives more than it has, as it stands now that nothing was written."""
    givers = Account.objects.filter(id__in={row["giver"] for row in rows}, floor__isnull=False).order_by("id")
    for account in givers:
        mine = [row for row in rows if row["giver"] == account.id and row["phase"] not in (Phase.POST, Phase.VOID)]
        may_owe = not account.has_lots or any(row["phase"] == Phase.REVERSAL for row in mine)
        usable = max(0, account.posted - account.reserved - ((account.floor or 0) if may_owe else 0))
        wanted = sum(row["amount"] for row in mine)
        if wanted > usable:
            return short_of_points(usable, wanted)
    return Conflict("points_short", "The account has too few points; look at the balance again.", "积分不足；请重新查看余额。")


def _kept(rows: list[dict[str, Any]]) -> dict[str, UUID]:
    """Returns the id of each transfer written before under the key of a row; raises Conflict where it was another one."""
    if not rows:
        return {}
    before = {one.key: one for one in Transfer.objects.filter(key__in=[row["key"] for row in rows])}
    names = ("phase", "giver", "taker", "amount", "of", "cause", "source")
    for row in rows:
        one = before[row["key"]]
        if [getattr(one, name) for name in _SAME] != [row[name] for name in names]:
            raise Conflict(
                "key_used_otherwise",
                f"The key {row['key']} was used for another transfer, {one.id}; give a new key to what is new.",
                f"幂等键 {row['key']} 已用于另一笔记录；新的业务请使用新的键。",
            )
    return {key: one.id for key, one in before.items()}


def _half_written(key: str) -> Conflict:
    return Conflict(
        "key_used_otherwise",
        f"The key {key} was used before in another deed; give a new key to what is new.",
        f"幂等键 {key} 已用于另一笔业务；新的业务请使用新的键。",
    )
