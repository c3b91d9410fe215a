"""A sentence or name in both languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """`zh` is simplified Chinese, `en` English; both are complete sentences or names."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en
