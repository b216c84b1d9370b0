from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "luoshi.platform.keys"
    label = "keys"
