"""The least that a worker process needs: the queue and the jobs, in a database file named by the environment."""

import os

SECRET_KEY = "only for tests"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django_q", "luoshi.platform.jobs"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["WORKER_DATABASE"],
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
    }
}
Q_CLUSTER = {"name": "tests", "orm": "default", "timeout": 60, "retry": 120}
JOB_HANDLERS = {"count": "worker_handlers.count"}
