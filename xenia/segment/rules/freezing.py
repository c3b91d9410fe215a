"""Whether a definition can be evaluated: rule AU14 of docs/algorithms/audiences.md. Pure.

What a definition asks about can go: a feature, another audience, a list. The audience then keeps the members it has and says why.
"""

from collections.abc import Collection, Iterator
from uuid import UUID

from xenia.kernel.errors import Conflict
from xenia.kernel.texts import Text
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.guests import Finding
from xenia.segment.types.operators import OPERATORS, Comparison, FieldKind
from xenia.segment.types.tree import DAY, Act, Definition, Did, FieldIs, InAudience, InList, acts_of, leaves_of, root_of


def findings_of(definition: Definition, catalogue: Catalogue, members: Collection[UUID]) -> tuple[Finding, ...]:
    """Rule AU14: what the definition asks about and is not there, or is of another kind now, in the order of the tree. `members`: the
    audiences and lists that are there. Nothing where it can be evaluated."""
    found: list[Finding] = []
    for leaf in leaves_of(root_of(definition)):
        match leaf.node:
            case FieldIs(name, test):
                found += _of_field(name, test, leaf.at, catalogue)
            case InAudience(id) if id not in members:
                found.append(Finding(leaf.at, "audience_gone", str(id), Text(f"引用的受众 {id} 已不存在", f"the audience {id} is gone")))
            case InList(id) if id not in members:
                found.append(Finding(leaf.at, "list_gone", str(id), Text(f"引用的名单 {id} 已不存在", f"the list {id} is gone")))
            case node:
                for below, act in acts_of(node):
                    found += _of_act(act, leaf.at + below, catalogue, node.once_per if isinstance(node, Did) else None)
    return tuple(found)


def require_whole(definition: Definition, catalogue: Catalogue, members: Collection[UUID]) -> None:
    """Rule AU14: raises Conflict with everything that is gone, where anything is."""
    found = findings_of(definition, catalogue, members)
    if found:
        zh, en = "；".join(f"{one.told.zh}（{one.at}）" for one in found), "; ".join(f"{one.told.en} ({one.at})" for one in found)
        raise Conflict(
            "audience_frozen",
            f"The audience is frozen, because {en}. Take the condition out or mend it.",
            f"受众已冻结：{zh}。请删除或修改相应条件。",
            findings=[one.code for one in found],
        )


def _of_field(name: str, test: Comparison, at: str, catalogue: Catalogue) -> Iterator[Finding]:
    field = catalogue.fields.get(name)
    if field is None:
        yield Finding(at, "field_gone", name, Text(f"字段 {name} 已不存在", f"the field {name} is gone"))
    else:
        yield from _of_kind(name, field.kind, test, at)


def _of_kind(name: str, kind: FieldKind, test: Comparison, at: str) -> Iterator[Finding]:
    if kind not in OPERATORS[test.op].kinds:
        zh, en = f"{name} 现在是 {kind}，不能用 {test.op}", f"{name} is of the kind {kind}, which {test.op} does not fit"
        yield Finding(at, "kind_changed", name, Text(zh, en))


def _of_act(act: Act, at: str, catalogue: Catalogue, once_per: str | None) -> Iterator[Finding]:
    behaviour = catalogue.behaviours.get(act.kind)
    if behaviour is None:
        yield Finding(at, "behaviour_gone", act.kind, Text(f"行为 {act.kind} 已不存在", f"the behaviour {act.kind} is gone"))
        return
    for place, one in enumerate(act.where):
        known = behaviour.find(one.property)
        if known is None:
            yield _property_gone(one.property, act.kind, f"{at}.where[{place}]")
        else:
            yield from _of_kind(f"{act.kind}.{one.property}", known.kind, one.test, f"{at}.where[{place}]")
    if once_per not in (None, DAY):
        counted = behaviour.find(str(once_per))
        if counted is None:
            yield _property_gone(str(once_per), act.kind, f"{at}.once_per")
        elif counted.kind is not FieldKind.TEXT:
            told = Text(f"{once_per} 不是文字，不能按它计数", f"{once_per} is no text, so nothing is counted once per it")
            yield Finding(f"{at}.once_per", "kind_changed", str(once_per), told)


def _property_gone(name: str, kind: str, at: str) -> Finding:
    return Finding(at, "property_gone", name, Text(f"行为 {kind} 没有属性 {name}", f"the behaviour {kind} has no property {name}"))
