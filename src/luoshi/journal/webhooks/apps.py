from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "luoshi.journal.webhooks"
    label = "webhooks"
