from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "luoshi.platform.jobs"
    label = "jobs"
