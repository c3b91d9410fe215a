from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xenia.web"
    label = "web"
