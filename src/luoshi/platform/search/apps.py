from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "luoshi.platform.search"
    label = "search"
