"""The Django application of recommend."""

from django.apps import AppConfig


class RecommendConfig(AppConfig):
    name = "xenia.recommend"
    label = "recommend"
