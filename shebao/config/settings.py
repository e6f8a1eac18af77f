"""Settings of every Shebao process; which door a process is comes from SHEBAO_DOOR."""

import os
import secrets
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from shebao.config import environment

ROOT = Path(__file__).resolve().parents[2]
DATA = environment.folder("DATA", ROOT / ".data")

# portal, office, personal, gateway: one door a process; all: everything mounted, as in tests.
# Workers and commands are no door.
DOOR = environment.text("DOOR", "all")
# Each request runs under its door's database role, so that row-level security holds (docs/architecture.md).
DOOR_ROLES = environment.flag("DOOR_ROLES", default=True)
DEBUG = environment.flag("DEBUG")
DEMO = environment.flag("DEMO")

# A door without a key does not start; commands and tests, which keep no sessions, make one up.
SECRET_KEY = environment.text("SECRET_KEY") or ("demo-only-" * 5 if DEMO else "")
if DOOR == "all" and not SECRET_KEY:
    SECRET_KEY = secrets.token_urlsafe(48)
ALLOWED_HOSTS = environment.names("HOSTS", "127.0.0.1,localhost,testserver")
CSRF_TRUSTED_ORIGINS = environment.names("ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "shebao.audit",
    "shebao.database",
    "shebao.persons",
    "shebao.employers",
    "shebao.documents",
    "shebao.outbox",
    "shebao.access",
    "shebao.notices",
    "shebao.employment",
    "shebao.contributions",
    "shebao.collection",
    "shebao.certificates",
    "shebao.reconciliation",
    "shebao.declarations",
    "shebao.services.enrolment",
    "shebao.services.withdrawal",
    "shebao.services.bases",
    "shebao.services.supplements",
    "shebao.services.refunds",
    "shebao.services.arrears",
    "shebao.services.person_changes",
    "shebao.services.cards",
    "shebao.review",
    "shebao.exchange",
    "shebao.web",
    "shebao.portal",
    "shebao.office",
    "shebao.personal",
    "shebao.gateway",
]

MIDDLEWARE = [
    "shebao.web.requests.RequestContext",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shebao.access.doors.DoorMiddleware",
    "shebao.web.middleware.KnownErrors",
]

ROOT_URLCONF = "shebao.config.urls"
WSGI_APPLICATION = "shebao.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "shebao.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "shebao.web.templatetags.page"],
        },
    }
]

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL", "postgresql:///shebao"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# mlps3 (等保: at least 8 characters of three classes) or nist (at least 15, no classes).
PASSWORD_PROFILE = environment.text("PASSWORD_PROFILE", "mlps3")
AUTHENTICATION_BACKENDS = ["shebao.access.login.PasswordBackend", "shebao.access.oidc.Backend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"

SESSION_COOKIE_NAME = f"shebao_{DOOR}"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = environment.flag("HTTPS")
CSRF_COOKIE_NAME = f"shebao_{DOOR}_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = environment.flag("HTTPS")
SECURE_SSL_REDIRECT = environment.flag("HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if environment.flag("HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "shebao.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Limits of a session (等保 8.1.4.1 b): minutes without a request, hours in all.
SESSION_IDLE_MINUTES = {"portal": 30, "office": 15, "personal": 15}
SESSION_HOURS = {"portal": 12, "office": 8, "personal": 8}

# OpenID Connect login: on when a provider is set (docs/how-to/connect-openid-provider.md).
OIDC_ISSUER = environment.text("OIDC_ISSUER")
OIDC_RP_CLIENT_ID = environment.text("OIDC_CLIENT_ID")
OIDC_RP_CLIENT_SECRET = environment.text("OIDC_CLIENT_SECRET")
OIDC_RP_SIGN_ALGO = environment.text("OIDC_ALGORITHM", "RS256")
OIDC_OP_AUTHORIZATION_ENDPOINT = environment.text("OIDC_AUTHORIZATION_ENDPOINT", f"{OIDC_ISSUER}/oauth2/authorize")
OIDC_OP_TOKEN_ENDPOINT = environment.text("OIDC_TOKEN_ENDPOINT", f"{OIDC_ISSUER}/oauth2/token")
OIDC_OP_USER_ENDPOINT = environment.text("OIDC_USER_ENDPOINT", f"{OIDC_ISSUER}/userinfo")
OIDC_OP_JWKS_ENDPOINT = environment.text("OIDC_JWKS_ENDPOINT", f"{OIDC_ISSUER}/jwks")
OIDC_CREATE_USER = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# No folder to collect into: WhiteNoise serves the files from where they stand.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Files handed in: outside of the web root, under random names.
FILE_STORE = environment.folder("FILES", DATA / "files")
FILE_UPLOAD_TEMP_DIR = environment.text("UPLOAD_TEMP") or None
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
WORKBOOK_MAX_BYTES = environment.number("WORKBOOK_MAX_MB", 64) * 1024 * 1024
ATTACHMENT_MAX_BYTES = environment.number("ATTACHMENT_MAX_MB", 10) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Counterparties: base address of each, keys below KEYS (docs/operations/counterparties.md).
KEYS = environment.folder("KEYS", DATA / "keys")
COUNTERPARTIES = {
    name: environment.text(f"{name.upper()}_URL", environment.text("SANDBOX_URL", "http://127.0.0.1:8009/"))
    for name in ("medical", "national_pension", "shared_data", "tax", "bank", "card_maker")
}

COUNTERPARTY_HOSTS = environment.names("COUNTERPARTY_HOSTS", "127.0.0.1,localhost,::1")

# A counterparty that does not answer a message is asked again after so many seconds, each time after twice as long.
SILENCE_SECONDS = environment.number("SILENCE_SECONDS", 60 if DEMO else 86_400)
SILENCE_ASKS = environment.number("SILENCE_ASKS", 3)
# /gateway/metrics: for the bearer of this token; without one, for this machine alone.
METRICS_TOKEN = environment.text("METRICS_TOKEN")

# 获取共享信息: how often a clerk and an employer may ask in a day (reliability: enumeration).
SHARED_LOOKUPS_PER_CLERK = environment.number("SHARED_LOOKUPS_PER_CLERK", 30)
SHARED_LOOKUPS_PER_EMPLOYER = environment.number("SHARED_LOOKUPS_PER_EMPLOYER", 300)

LOGGING_CONFIG = "shebao.config.logs.configure"
# Django passes over an empty one.
LOGGING: dict[str, object] = {"version": 1}

TEST_RUNNER = "django.test.runner.DiscoverRunner"
SILENCED_SYSTEM_CHECKS: list[str] = []
