"""Django's settings, derived from the environment (biennium.site.environment)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from biennium.kernel.errors import InvalidInput
from biennium.site import environment, secret

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = environment.data_dir()
FILES_DIR = DATA_DIR / "files"


def _database() -> dict[str, object]:
    url = environment.read("BIENNIUM_DATABASE_URL")
    if url == "sqlite:///DATA_DIR/biennium.sqlite3":
        url = f"sqlite:///{DATA_DIR / 'biennium.sqlite3'}"
    if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise InvalidInput(
            "This names no database.",
            where="BIENNIUM_DATABASE_URL",
            remedy="Write sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME.",
        )
    config: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if str(config["ENGINE"]).endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        }
    return config


SECRET_KEY = secret.found()
DEBUG = environment.flag("BIENNIUM_DEBUG")
ALLOWED_HOSTS = environment.read("BIENNIUM_ALLOWED_HOSTS").split(",")
BASE_URL = environment.read("BIENNIUM_BASE_URL").rstrip("/")
INTAKE_GRAMMAR = environment.read("BIENNIUM_INTAKE_GRAMMAR")
UPLOAD_LIMIT = environment.whole("BIENNIUM_UPLOAD_LIMIT_MB") * 1024 * 1024
IMPORT_LIMIT = environment.whole("BIENNIUM_IMPORT_LIMIT_MB") * 1024 * 1024

INSTALLED_APPS = [
    "biennium.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "biennium.foundation",
    "biennium.organisation",
    "biennium.programme",
    "biennium.funding",
    "biennium.ledger",
    "biennium.workplan",
    "biennium.reporting",
    "biennium.intake",
    "biennium.papers",
    "biennium.publishing.datacube",
    "biennium.publishing.publications",
    "biennium.publishing.reconcile",
    "biennium.api",
    "biennium.office",
    "biennium.portal",
    "biennium.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "biennium.foundation.middleware.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "biennium.foundation.middleware.RequestContext",
    "biennium.foundation.middleware.ReadableErrors",
]

ROOT_URLCONF = "biennium.site.urls"
WSGI_APPLICATION = "biennium.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["biennium.web.loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "biennium.organisation.context.organisation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/office/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "biennium.organisation.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True

LANGUAGES = [("en", "English"), ("fr", "français"), ("es", "español")]
LANGUAGE_CODE = environment.one_of("BIENNIUM_LANGUAGE", [code for code, _name in LANGUAGES])
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "web" / "locale", PACKAGE / "publishing" / "locale"]
TIME_ZONE = environment.time_zone("BIENNIUM_TIME_ZONE")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

HTTPS = environment.flag("BIENNIUM_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "biennium.office.resend.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = "biennium@localhost"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if (_mail := urlsplit(environment.read("BIENNIUM_EMAIL_URL"))).scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtps" or bool(_mail.username)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
