"""A definition as JSON and back: `{"version": 1, "where": ...}`. Reading is strict, and a refusal says where, what and what to do.

Rules AU1 and AU2 of docs/algorithms/audiences.md; the same form as a JSON Schema stands in docs/audience.schema.json.
"""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from xenia.kernel.errors import Invalid
from xenia.segment.types.operands import read_comparison, shown_operand
from xenia.segment.types.operators import DAYS_MAX
from xenia.segment.types.refusals import a_date, a_name, a_whole, as_object, as_sequence, refusal, shown
from xenia.segment.types.tree import (
    DEPTH_MAX,
    NODES_MAX,
    STEPS_MAX,
    VERSION,
    Act,
    All,
    AnyOf,
    Between,
    Definition,
    Did,
    Ever,
    Everyone,
    FieldIs,
    HowOften,
    InAudience,
    InList,
    LastDays,
    Node,
    Not,
    PropertyIs,
    Sequence,
    Step,
    Times,
    Window,
)

CHARACTERS_MAX = 1_000_000
COUNT_MAX = 1_000_000
CONDITIONS_MAX = 20
"""Conditions on one event."""
ONCE = Times(HowOften.AT_LEAST, 1)


def read_text(text: str) -> Definition:
    """Returns the definition a JSON text says. Raises Invalid with the place, the value and what to do; also for NaN, a name that stands
    twice in one object, and a text of more than a million characters."""
    if len(text) > CHARACTERS_MAX:
        raise refusal(
            "definition",
            f"{len(text)} 个字符",
            f"{len(text)} characters",
            f"最多 {CHARACTERS_MAX} 个；长名单请用名单条件",
            f"at most {CHARACTERS_MAX} are read; use a list for many guests",
        )
    try:
        document = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once_each)
    except RecursionError:
        raise _too_deep("where") from None
    except ValueError as fault:
        raise refusal("definition", shown(str(fault)), shown(str(fault)), "请检查 JSON 格式", "mend the JSON") from None
    return read_document(document)


def read_document(document: object) -> Definition:
    """Returns the definition a document says: what `json.loads` makes of its text. Raises Invalid in the same way."""
    whole = as_object(document, "definition", must={"version", "where"})
    if type(whole["version"]) is not int or whole["version"] != VERSION:
        raise refusal("version", shown(whole["version"]), shown(whole["version"]), f"目前的版本是 {VERSION}", f"write version {VERSION}")
    _require_small(whole["where"])
    return Definition(_node(whole["where"], "where"))


def write_document(definition: Definition) -> dict[str, Any]:
    """Returns the document of a definition; reading it gives the same definition again."""
    return {"version": VERSION, "where": _written(definition.where)}


def _no_constant(word: str) -> None:
    raise refusal("definition", word, word, "请写普通数字", "write an ordinary number")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise refusal(
            "definition", f"{shown(twice)} 出现了两次", f"{shown(twice)} stands twice in one object", "请只保留一个", "keep one of them"
        )
    return dict(pairs)


def _too_deep(at: str) -> Invalid:
    return refusal(
        at,
        f"嵌套超过 {DEPTH_MAX} 层",
        f"more than {DEPTH_MAX} groups within groups",
        "请把内层另存为受众再引用",
        "save the inner part as an audience of its own and name that",
    )


def _require_small(where: object) -> None:
    """Counts without recursion: a tree of any depth gets a sentence."""
    waiting, seen = [(where, "where", 1)], 0
    while waiting:
        node, at, depth = waiting.pop()
        seen += 1
        if depth > DEPTH_MAX:
            raise _too_deep(at if len(at) < 200 else f"{at[:200]}…")
        if seen > NODES_MAX:
            raise refusal(
                "where", f"超过 {NODES_MAX} 个条件", f"more than {NODES_MAX} conditions", "请拆成几个受众", "make several audiences of it"
            )
        if isinstance(node, dict):
            for name in ("all", "any"):
                if isinstance(node.get(name), list):
                    waiting += [(part, f"{at}.{name}[{place}]", depth + 1) for place, part in enumerate(node[name])]
            if "not" in node:
                waiting.append((node["not"], f"{at}.not", depth + 1))


def _node(document: object, at: str) -> Node:
    whole = as_object(document, at)
    kinds = [name for name in whole if name in _NODES]
    if len(kinds) != 1:
        known = ", ".join(_NODES)
        raise refusal(
            at, shown(document), shown(document), f"每个条件须恰好含有其中一项：{known}", f"a condition has exactly one of {known}"
        )
    return _NODES[kinds[0]](whole, at)


def _parts(whole: dict[str, Any], at: str, name: str) -> tuple[Node, ...]:
    as_object(whole, at, must={name})
    parts = as_sequence(whole[name], f"{at}.{name}", NODES_MAX)
    return tuple(_node(part, f"{at}.{name}[{place}]") for place, part in enumerate(parts))


def _all(whole: dict[str, Any], at: str) -> Node:
    return All(_parts(whole, at, "all"))


def _any(whole: dict[str, Any], at: str) -> Node:
    return AnyOf(_parts(whole, at, "any"))


def _not(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"not"})
    return Not(_node(whole["not"], f"{at}.not"))


def _everyone(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"everyone"})
    if whole["everyone"] is not True:
        raise refusal(f"{at}.everyone", shown(whole["everyone"]), shown(whole["everyone"]), "请写 true", "write true")
    return Everyone()


def _field(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"field", "op"}, may={"value"})
    return FieldIs(a_name(whole["field"], f"{at}.field"), read_comparison(whole, at))


def _audience(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"audience"})
    return InAudience(_id(whole["audience"], f"{at}.audience"))


def _list(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"list"})
    return InList(_id(whole["list"], f"{at}.list"))


def _did(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"did"}, may={"where", "times", "during", "once_per"})
    once = a_name(whole["once_per"], f"{at}.once_per") if "once_per" in whole else None
    times = _times(whole["times"], f"{at}.times") if "times" in whole else ONCE
    return Did(_act(whole, at), times, _window(whole, at), once)


def _sequence(whole: dict[str, Any], at: str) -> Node:
    as_object(whole, at, must={"sequence"}, may={"during"})
    place = f"{at}.sequence"
    given = as_sequence(whole["sequence"], place, STEPS_MAX + 1)
    if len(given) < 2:
        raise refusal(place, "1 步", "1 step", "至少写两步；只有一步时请用 did", "write two steps at least; use did for one")
    first = as_object(given[0], f"{place}[0]", must={"did"}, may={"where"})
    steps = tuple(_step(step, f"{place}[{number}]") for number, step in enumerate(given[1:], 1))
    early = next((number for number, step in enumerate(steps[:-1], 1) if step.is_absent), None)
    if early is not None:
        raise refusal(f"{place}[{early}].absent", "true", "true", "只有最后一步可以是“没有”", "only the last step may be absent")
    return Sequence(_act(first, f"{place}[0]"), steps, _window(whole, at))


def _step(document: object, at: str) -> Step:
    whole = as_object(document, at, must={"did", "within_days"}, may={"where", "absent"})
    absent = whole.get("absent", False)
    if not isinstance(absent, bool):
        raise refusal(f"{at}.absent", shown(absent), shown(absent), "请写 true 或 false", "write true or false")
    return Step(_act(whole, at), a_whole(whole["within_days"], f"{at}.within_days", 0, DAYS_MAX), absent)


def _act(whole: dict[str, Any], at: str) -> Act:
    given = as_sequence(whole["where"], f"{at}.where", CONDITIONS_MAX) if "where" in whole else ()
    return Act(a_name(whole["did"], f"{at}.did"), tuple(_property(one, f"{at}.where[{place}]") for place, one in enumerate(given)))


def _property(document: object, at: str) -> PropertyIs:
    whole = as_object(document, at, must={"property", "op"}, may={"value"})
    return PropertyIs(a_name(whole["property"], f"{at}.property"), read_comparison(whole, at))


def _times(document: object, at: str) -> Times:
    whole = as_object(document, at)
    hows = {one.value for one in HowOften}
    if len(whole) != 1 or not set(whole) <= hows:
        raise refusal(
            at,
            shown(document),
            shown(document),
            '请写一项，如 {"at_least": 2}',
            'write one of at_least, at_most, exactly, as in {"at_least": 2}',
        )
    ((how, count),) = whole.items()
    return Times(HowOften(how), a_whole(count, f"{at}.{how}", 1 if how == "at_least" else 0, COUNT_MAX))


def _window(owner: dict[str, Any], at: str) -> Window:
    if "during" not in owner:
        return Ever()
    place = f"{at}.during"
    whole = as_object(owner["during"], place, may={"last_days", "from", "to"})
    if set(whole) == {"last_days"}:
        return LastDays(a_whole(whole["last_days"], f"{place}.last_days", 1, DAYS_MAX))
    if not whole or "last_days" in whole:
        raise refusal(place, shown(whole), shown(whole), "请写 last_days，或 from 与 to", "write last_days, or from and to")
    first = a_date(whole["from"], f"{place}.from") if "from" in whole else None
    last = a_date(whole["to"], f"{place}.to") if "to" in whole else None
    if first and last and first > last:
        raise refusal(place, f"{first} 至 {last}", f"{first} to {last}", "开始不能晚于结束", "the first day cannot be after the last")
    return Between(first, last)


def _id(said: object, at: str) -> UUID:
    try:
        found = UUID(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != said:
        raise refusal(at, shown(said), shown(said), "请写小写的标识（UUID）", "write its id, a UUID in small letters")
    return found


_NODES: dict[str, Callable[[dict[str, Any], str], Node]] = {
    "all": _all, "any": _any, "not": _not, "everyone": _everyone, "field": _field, "did": _did, "sequence": _sequence,
    "audience": _audience, "list": _list,
}  # fmt: skip


def _written(node: Node) -> dict[str, Any]:
    match node:
        case All(parts):
            return {"all": [_written(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_written(part) for part in parts]}
        case Not(part):
            return {"not": _written(part)}
        case Everyone():
            return {"everyone": True}
        case FieldIs(name, test):
            return {"field": name} | shown_operand(test)
        case InAudience(id):
            return {"audience": str(id)}
        case InList(id):
            return {"list": str(id)}
        case Did(act, times, during, once_per):
            often = {} if times == ONCE else {"times": {times.how.value: times.count}}
            return _of_act(act) | often | _of_window(during) | ({} if once_per is None else {"once_per": once_per})
        case Sequence(first, steps, during):
            return {"sequence": [_of_act(first), *map(_of_step, steps)]} | _of_window(during)


def _of_act(act: Act) -> dict[str, Any]:
    where = [{"property": one.property} | shown_operand(one.test) for one in act.where]
    return {"did": act.kind} | ({"where": where} if where else {})


def _of_step(step: Step) -> dict[str, Any]:
    return _of_act(step.act) | {"within_days": step.within_days} | ({"absent": True} if step.is_absent else {})


def _of_window(window: Window) -> dict[str, Any]:
    match window:
        case LastDays(days):
            return {"during": {"last_days": days}}
        case Between(first, last):
            ends: dict[str, date | None] = {"from": first, "to": last}
            return {"during": {name: day.isoformat() for name, day in ends.items() if day is not None}}
    return {}
