from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "luoshi.faces.desk"
    label = "desk"
