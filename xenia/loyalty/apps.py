"""The Django application of loyalty: its tables stand in one file a noun, all of which Django must see."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class LoyaltyConfig(AppConfig):
    name = "xenia.loyalty"
    label = "loyalty"

    def import_models(self) -> None:
        """Django imports `models`; this adds every file in that folder."""
        super().import_models()
        for found in iter_modules(import_module("xenia.loyalty.models").__path__):
            import_module(f"xenia.loyalty.models.{found.name}")
