from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xenia.web"
    label = "web"

    def ready(self) -> None:
        """allauth's signals have a hearer from the first request on."""
        import_module("xenia.web.sign_in.recorded")
