from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "luoshi.platform.sheets"
    label = "sheets"
