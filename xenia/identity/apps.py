from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "xenia.identity"
    label = "identity"
