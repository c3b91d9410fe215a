"""The Django application of insight."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "xenia.insight"
    label = "insight"
