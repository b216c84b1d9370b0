from django.apps import AppConfig


class SquareConfig(AppConfig):
    name = "luoshi.faces.square"
    label = "square"
