from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "luoshi.opinions"
    label = "opinions"
