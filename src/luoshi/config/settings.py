"""Settings, each declared once from the environment and described in docs/settings.md."""

from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured

from luoshi.config.secret import secret_key

django_stubs_ext.monkeypatch()  # generic classes of Django may be subscripted at run time
env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(env.str("LUOSHI_DATA", "var")).resolve()
DEBUG = env.bool("LUOSHI_DEBUG", False)
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = env.list("LUOSHI_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("LUOSHI_HTTPS", False)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "django_q",
    "luoshi.platform.jobs",
    "luoshi.platform.files",
    "luoshi.platform.search",
    "luoshi.platform.sheets",
    "luoshi.platform.keys",
    "luoshi.platform.outbox",
    "luoshi.journal",
    "luoshi.journal.webhooks",
    "luoshi.orgs",
    "luoshi.campaigns",
    "luoshi.opinions",
    "luoshi.problems",
    "luoshi.oversight",
    "luoshi.reports",
    "luoshi.faces.shared",
    "luoshi.faces.desk",
    "luoshi.faces.square",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "luoshi.faces.shared.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luoshi.faces.shared.language.LanguageMiddleware",
    "luoshi.faces.shared.bounds.BoundsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.faces.shared.presence.PresenceMiddleware",
    "luoshi.faces.shared.rules.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "luoshi.faces.shared.context.page",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

ROOT_URLCONF = "luoshi.config.urls"
WSGI_APPLICATION = "luoshi.config.wsgi.application"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA / 'luoshi.sqlite3'}")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        " PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Person"
PASSWORD_HASHERS = ["luoshi.orgs.passwords.Hasher"]
LOGIN = env.str("LUOSHI_LOGIN", "links")
"""The policy by which people sign in: links, dengbao or asvs (luoshi.orgs.policy)."""
MFA_FOR_ALL = env.bool("LUOSHI_MFA_FOR_ALL", False)
SEPARATE_ADMINS = env.bool("LUOSHI_SEPARATE_ADMINS", LOGIN == "dengbao")
IDLE_MINUTES = env.int("LUOSHI_IDLE_MINUTES", 12 * 60 if LOGIN == "links" else 15)
if LOGIN not in ("links", "dengbao", "asvs") or IDLE_MINUTES < 1 or (LOGIN != "links" and IDLE_MINUTES > 30):
    raise ImproperlyConfigured("LUOSHI_LOGIN is links, dengbao or asvs; LUOSHI_IDLE_MINUTES at most 30 but with links")
OIDC_ISSUER = env.str("LUOSHI_OIDC_ISSUER", "")
OIDC_CLIENT = env.str("LUOSHI_OIDC_CLIENT", "")
OIDC_SECRET = env.str("LUOSHI_OIDC_SECRET", "")
OIDC_NAME = env.str("LUOSHI_OIDC_NAME", "统一身份认证")
LOGIN_URL = "/signin/"
SESSION_ENGINE = "luoshi.orgs.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "luoshi.faces.shared.errors.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

Q_CLUSTER = {
    "name": "luoshi",
    "orm": "default",
    "timeout": 60,
    "retry": 120,
    "poll": 0.5,
    "catch_up": False,
    "bulk": 1,
}
ADDRESS = env.str("LUOSHI_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://127.0.0.1:8000").rstrip("/")
MAIL = env.str("LUOSHI_MAIL", "")
if MAIL:
    globals().update(environ.Env.email_url_config(MAIL))
DEFAULT_FROM_EMAIL = env.str("LUOSHI_MAIL_FROM", "luoshi@localhost")
EMAIL_TIMEOUT = 20
HOOKS = {kind: rest for kind, *rest in (hook.split() for hook in env.list("LUOSHI_HOOKS", default=[]))}
"""Kind → address and, where there is one, secret."""
STOP_PATH = "/reminders/stop/"
"""Where the link of a message leads that stops reminders; a token follows."""
HOOKS_MAY_BE_INTERNAL = env.bool("LUOSHI_HOOKS_MAY_BE_INTERNAL", False)
OUTBOX_CHANNELS = dict.fromkeys(HOOKS, "luoshi.platform.outbox.hooks.send")
if MAIL:
    OUTBOX_CHANNELS["mail"] = "luoshi.platform.outbox.mail.send"

JOB_HANDLERS = {
    "ledger": "luoshi.reports.jobs.write_output",
    "sheet_read": "luoshi.platform.sheets.read.read",
    "sheet_put": "luoshi.platform.sheets.confirm.put",
    "sheet_take_back": "luoshi.platform.sheets.take_back.undo",
}
SHEETS = {
    "units": "luoshi.orgs.sheet.UNITS",
    "people": "luoshi.orgs.sheet.PEOPLE",
    "tasks": "luoshi.campaigns.sheet.tasks",
    "problems": "luoshi.problems.sheet.problems",
    "opinions": "luoshi.opinions.sheet.opinions",
}
"""Kind of table → its declaration."""
SCHEDULE = {
    "outbox": ("luoshi.platform.outbox.deliver.deliver", 1),
    "sent": ("luoshi.platform.outbox.deliver.forget_old", 24 * 60),
    "webhooks": ("luoshi.journal.webhooks.deliver.deliver", 1),
    "delivered": ("luoshi.journal.webhooks.deliver.forget_old", 24 * 60),
    "reminders": ("luoshi.oversight.reminding.remind.remind", 10),
    "recurring": ("luoshi.campaigns.recur.make_all_due", 60),
    "anchors": ("luoshi.journal.anchor.anchor_daily", 60),
    "accounts": ("luoshi.orgs.accounts.forget_expired", 60),
    "files": ("luoshi.platform.files.purge.purge", 60),
    "answers": ("luoshi.platform.keys.once.forget_answers", 24 * 60),
    "ledgers": ("luoshi.reports.jobs.forget_ledgers", 24 * 60),
    "sheets": ("luoshi.platform.sheets.forget.forget", 24 * 60),
    "givers": ("luoshi.opinions.intake.forget.forget", 60),
}
"""Name → (function, minutes between two runs)."""
if env.bool("LUOSHI_URGE_BY_ITSELF", False):
    SCHEDULE["urges"] = ("luoshi.oversight.urging.climb.climb", 60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "luoshi.faces.shared.logs.Formatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LUOSHI_LOG", "WARNING")},
}
