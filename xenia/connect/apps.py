from django.apps import AppConfig


class ConnectConfig(AppConfig):
    name = "xenia.connect"
    label = "connect"
