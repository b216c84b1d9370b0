"""The product's settings with the handler that counts."""

from luoshi.config.settings import *  # noqa: F403

JOB_HANDLERS = {"count": "counting.count"}
