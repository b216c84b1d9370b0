"""The product's own settings over a data folder that ends with the process."""

import atexit
import os
import shutil
import tempfile

os.environ["LUOSHI_DATA"] = tempfile.mkdtemp(prefix="luoshi-tests-")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop running in the test's thread
atexit.register(shutil.rmtree, os.environ["LUOSHI_DATA"], ignore_errors=True)

from luoshi.config.settings import *  # noqa: E402, F403 (the folder must be named before the settings are read)
