from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "luoshi.oversight"
    label = "oversight"
