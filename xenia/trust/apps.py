from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "xenia.trust"
    label = "trust"
