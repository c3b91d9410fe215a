"""The Django application of segment: its tables stand in one file a noun, all of which Django must see."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class SegmentConfig(AppConfig):
    name = "xenia.segment"
    label = "segment"

    def import_models(self) -> None:
        """Django imports `models`; this adds every file in that folder."""
        super().import_models()
        for found in iter_modules(import_module("xenia.segment.models").__path__):
            import_module(f"xenia.segment.models.{found.name}")
