"""A definition as a sentence people read: rule AU15 of docs/algorithms/audiences.md. Pure, from the definition and the catalogue alone.

Chinese is written as Chinese, in `rules.chinese`; English in `rules.english`. What they share is here: who is excluded is said last.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.segment.rules.chinese import Chinese
from xenia.segment.rules.english import English
from xenia.segment.rules.values import Words
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.tree import All, AnyOf, Definition, Did, Everyone, HowOften, Leaf, Node, Not, Times

NEVER = Times(HowOften.EXACTLY, 0)
ONCE = Times(HowOften.AT_LEAST, 1)


class Language(Protocol):
    """How a language says the parts. A clause says something of guests; `leaf` gives one."""

    def leaf(self, leaf: Leaf) -> str: ...
    def joined(self, clauses: list[str], *, is_any: bool) -> str: ...
    def bracketed(self, clause: str) -> str: ...
    def refused(self, clause: str) -> str: ...
    def whole(self, clause: str, excluded: list[str]) -> str: ...
    def everyone(self, excluded: list[str]) -> str: ...
    def nobody(self) -> str: ...


@dataclass(frozen=True)
class _Told:
    """A clause, and whether it joins several, so that it needs brackets among others."""

    clause: str
    is_joined: bool = False


def sentence_of(definition: Definition, catalogue: Catalogue, names: Mapping[UUID, Text]) -> Text:
    """Rule AU15: the definition as one sentence. `names`: of audiences and lists. What is gone is called by its name in the definition."""
    zh = Words(catalogue, {one: name.zh for one, name in names.items()})
    en = Words(catalogue, {one: name.en for one, name in names.items()})
    return Text(_sentence(definition.where, Chinese(zh)), _sentence(definition.where, English(en)))


def _sentence(where: Node, language: Language) -> str:
    parts = where.parts if isinstance(where, All) else (where,)
    turned = [_turned(part) for part in parts]
    if any(isinstance(part, Not) and isinstance(part.part, Everyone) for part in turned):
        return language.nobody()
    asked = [part for part in turned if not isinstance(part, Not | Everyone)]
    excluded = [_told(part.part, language).clause for part in turned if isinstance(part, Not)]
    if not asked:
        return language.everyone(excluded)
    told = [_told(part, language) for part in asked]
    clauses = [_among(one, language) for one in told] if len(told) > 1 else [told[0].clause]
    return language.whole(language.joined(clauses, is_any=False), excluded)


def _turned(node: Node) -> Node:
    """The same said plainer: what is not done at least once is never done, and what is not not so is so."""
    match node:
        case Not(Did(act, times, during, once_per)) if times == ONCE and once_per is None:
            return Did(act, NEVER, during)
        case Not(Not(part)):
            return _turned(part)
    return node


def _told(node: Node, language: Language) -> _Told:
    match _turned(node):
        case All(parts) | AnyOf(parts) as group:
            if len(parts) == 1:
                return _told(parts[0], language)
            clauses = [_among(_told(part, language), language) for part in parts]
            return _Told(language.joined(clauses, is_any=isinstance(group, AnyOf)), is_joined=True)
        case Not(part):
            return _Told(language.refused(_told(part, language).clause))
        case _ as leaf:
            return _Told(language.leaf(leaf))


def _among(told: _Told, language: Language) -> str:
    return language.bracketed(told.clause) if told.is_joined else told.clause
