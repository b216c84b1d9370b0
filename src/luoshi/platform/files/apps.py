from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "luoshi.platform.files"
    label = "files"
