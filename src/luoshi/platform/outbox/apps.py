from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "luoshi.platform.outbox"
    label = "outbox"
