from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "xenia.news"
    label = "news"
