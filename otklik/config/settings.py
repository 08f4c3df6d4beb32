"""One file for every environment; what differs comes from variables (docs/settings.md lists them all)."""

from pathlib import Path

import dj_database_url

from otklik.config import env

BASE = Path(__file__).resolve().parent.parent
ROOT = BASE.parent
env.load_dotenv(ROOT / ".env")

# Folder for what a single machine keeps: uploads, mail of the demo, the MSED spool. Web processes keep nothing else.
DATA = env.path("OTKLIK_DATA", ROOT / "var")
# On: test texts, demo logins on the sign-in page. Never on a real portal.
DEMO = env.flag("OTKLIK_DEMO", False)
# Password of the demo logins; used only with DEMO.
DEMO_PASSWORD = env.secret("OTKLIK_DEMO_PASSWORD", "otklik-demo")
DEBUG = env.flag("OTKLIK_DEBUG", False)
# Signs sessions and links. Changing it signs everybody out and voids the links sent.
SECRET_KEY = env.secret("OTKLIK_SECRET_KEY", "only-for-trials-and-tests")
ALLOWED_HOSTS = env.listing("OTKLIK_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.listing("OTKLIK_ORIGINS")
# Address of the portal in letters and links.
BASE_URL = env.text("OTKLIK_BASE_URL", "http://127.0.0.1:8000").rstrip("/")

# GDAL 3.6 of Debian 12 can't be told to block files and network; we never give it a spatial reference from outside.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

ROOT_URLCONF = "otklik.config.urls"
WSGI_APPLICATION = "otklik.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

USE_TZ = True
TIME_ZONE = env.text("OTKLIK_TIME_ZONE", "Europe/Moscow")
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "procrastinate.contrib.django",
    "django_vite",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "otklik.config.usersessions.Config",
    "allauth.socialaccount",
    "otklik.config",
    "otklik.look",
    "otklik.outbox",
    "otklik.people",
    "otklik.places",
    "otklik.classifier",
    "otklik.terms",
    "otklik.authorities",
    "otklik.exchange",
    "otklik.polls",
    "otklik.assessment",
    "otklik.reference",
    "otklik.works",
    "otklik.knowledge",
    "otklik.business",
    "otklik.appeals",
    "otklik.cadastre",
    "otklik.stats",
    "otklik.configuration",
    "otklik.hotline",
    "otklik.oversight",
    "otklik.jobs",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "otklik.web.headers.HeadersMiddleware",
    "otklik.web.pace.PaceMiddleware",
    "otklik.web.packing.PackingMiddleware",
    "otklik.web.caching.CachingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "otklik.web.replica.ReplicaMiddleware",
    "otklik.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "otklik.web.refusals.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            BASE / "web/layout",
            BASE / "web/citizen/templates",
            BASE / "web/account/templates",
            BASE / "web/profile/templates",
            BASE / "web/identity/templates",
            BASE / "web/desk/templates",
            BASE / "web/hotline/templates",
            BASE / "web/staff/templates",
            BASE / "web/notices/templates",
            BASE / "web/rules/templates",
            BASE / "web/statistics/templates",
            BASE / "web/map/templates",
            BASE / "web/api/templates",
            BASE / "web/app/templates",
            BASE / "web/polls/templates",
            BASE / "web/assessment/templates",
            BASE / "web/reference/templates",
            BASE / "web/works/templates",
            BASE / "web/knowledge/templates",
            BASE / "web/business/templates",
            BASE / "web/cadastre/templates",
            BASE / "web/parts",
            BASE / "appeals/templates",
        ],
        "OPTIONS": {
            "environment": "otklik.web.jinja.environment",
            "context_processors": ["otklik.web.jinja.everywhere"],
        },
    },
    # For pages that libraries bring along; ours are all Jinja2.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": True},
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_FAILURE_VIEW = "otklik.web.errors.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
# Seconds that browsers remember to use https only; 0 = not said.
SECURE_HSTS_SECONDS = env.number("OTKLIK_HSTS_SECONDS", 0, low=0, high=63_072_000)
if env.flag("OTKLIK_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # whose attempts are counted: the last address of X-Forwarded-For

# --- database ---
# Connections a web process keeps at most; 0 turns the pool off (behind PgBouncer).
DB_POOL = env.number("OTKLIK_DB_POOL", 4, low=0, high=100)


def _database(url: str) -> dict[str, object]:
    found: dict[str, object] = {
        **dj_database_url.parse(url, engine="django.contrib.gis.db.backends.postgis"),
        "CONN_MAX_AGE": 0 if DB_POOL else 60,
        "CONN_HEALTH_CHECKS": not DB_POOL,
        # PgBouncer in transaction mode can't keep a cursor between transactions.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
    if DB_POOL:
        pool = {"min_size": 1, "max_size": DB_POOL, "timeout": 10}
        # Plans are kept with a connection that is ours alone (kit.replica.rows); 0: from the first time on.
        found["OPTIONS"] = {"pool": pool, "prepare_threshold": 0}
    return found


DATABASES = {"default": _database(env.text("DATABASE_URL", "postgres://otklik@127.0.0.1:5432/otklik"))}
# A read-only copy for public pages; empty = everything reads from the primary.
REPLICA_URL = env.text("OTKLIK_REPLICA_URL", "")
if REPLICA_URL:
    DATABASES["replica"] = {**_database(REPLICA_URL), "TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["otklik.kit.replica.Router"]
# Seconds a person who wrote something reads from the primary.
REPLICA_PAUSE = env.number("OTKLIK_REPLICA_PAUSE", 10, low=1, high=300)

# --- queue ---
PROCRASTINATE_IMPORT_PATHS = ["otklik.jobs.tasks"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_READONLY_MODELS = True

# --- cache: nothing in it must agree between processes ---
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- public pages (otklik.web.caching, otklik.web.pace) ---
# Seconds that browsers and proxies keep a public page; 0 = they ask every time whether it has changed.
PAGE_CACHE = env.number("OTKLIK_PAGE_CACHE", 10, low=0, high=3600)
# Public pages a minute that one network (/24, /64) may read without an account; each web process counts. 0 = no limit.
READ_PACE = env.number("OTKLIK_READ_PACE", 1200, low=0, high=1_000_000)
# Requests a minute that one key of an organisation may make of the API; each web process counts. 0 = no limit.
KEY_PACE = env.number("OTKLIK_KEY_PACE", 20_000, low=0, high=1_000_000)

# --- files ---
# Empty = the folder DATA/files; a name = that S3 bucket (keys by the usual AWS_* variables).
S3_BUCKET = env.text("OTKLIK_S3_BUCKET", "")
_FILES: dict[str, object] = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("OTKLIK_S3_ENDPOINT", "") or None,
            "region_name": env.text("OTKLIK_S3_REGION", "") or None,
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": True,
        },
    }
    if S3_BUCKET
    else {
        "BACKEND": "otklik.files.folder.FolderStorage",
        "OPTIONS": {"location": DATA / "files"},
    }
)
STORAGES = {
    "default": _FILES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Bytes of one photo at most; pixels of one photo at most (a bomb is small in bytes and huge in pixels).
PHOTO_BYTES = env.number("OTKLIK_PHOTO_BYTES", 20_000_000, low=100_000, high=100_000_000)
PHOTO_PIXELS = env.number("OTKLIK_PHOTO_PIXELS", 60_000_000, low=1_000_000, high=200_000_000)
# Photos in one appeal at most.
PHOTOS = env.number("OTKLIK_PHOTOS", 10, low=1, high=30)
# --- desks of authorities ---
# A shorter answer, in characters, is pointed out before it is published: it looks like a formal reply.
FORMAL_REPLY = env.number("OTKLIK_FORMAL_REPLY", 150, low=0, high=2_000)
# Days that a contractor's link works.
ERRAND_DAYS = env.number("OTKLIK_ERRAND_DAYS", 14, low=1, high=60)
# Bytes of one document of an answer at most.
DOCUMENT_BYTES = env.number("OTKLIK_DOCUMENT_BYTES", 20_000_000, low=100_000, high=100_000_000)

# --- lists ---
# Rows of one download of a list (CSV, GeoJSON) at most; the whole is in the open data.
DOWNLOAD_ROWS = env.number("OTKLIK_DOWNLOAD_ROWS", 50_000, low=1_000, high=10_000_000)

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of a form without its files
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- static files: built by Vite, served by WhiteNoise ---
STATIC_URL = "/static/"
# The app for phones lies below /static/app/; its page, worker and manifest are views (web.app).
APP_BUILT = ROOT / "mobile/dist"
_BUILT = ((ROOT / "frontend/dist", ""), (APP_BUILT, "app"))
STATICFILES_DIRS = [(under, folder) if under else folder for folder, under in _BUILT if folder.is_dir()]
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# The name changes with the bytes: browsers keep it for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[A-Za-z0-9_-]{8}\.\w+$"
DJANGO_VITE = {"default": {"manifest_path": ROOT / "frontend/dist/.vite/manifest.json"}}

# --- letters ---
MAIL = env.choice("OTKLIK_MAIL", "file", ("file", "console", "smtp"))
EMAIL_BACKEND = {
    "file": "otklik.kit.mailbox.FolderBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "otklik.kit.mailbox.SmtpBackend",
}[MAIL]
MAIL_FOLDER = DATA / "mail"
EMAIL_HOST = env.text("OTKLIK_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("OTKLIK_SMTP_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = env.text("OTKLIK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.secret("OTKLIK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("OTKLIK_SMTP_TLS", False)
EMAIL_TIMEOUT = env.number("OTKLIK_SMTP_TIMEOUT", 10, low=1, high=120)  # seconds
DEFAULT_FROM_EMAIL = env.text("OTKLIK_MAIL_FROM", "Отклик <noreply@example.test>")

# --- other channels, the daily letter ---
# Hour of the day (TIME_ZONE) from which the daily letter is written.
DIGEST_HOUR = env.number("OTKLIK_DIGEST_HOUR", 18, low=0, high=23)
# Private key of Web Push, made once by `otklik vapid`; empty = no notifications in browsers.
VAPID_KEY = env.secret("OTKLIK_VAPID_KEY", "")
# Push services that browsers may name; one that begins with a dot stands for all hosts that end so.
PUSH_HOSTS = env.listing(
    "OTKLIK_PUSH_HOSTS",
    "fcm.googleapis.com,.push.services.mozilla.com,.push.apple.com,.notify.windows.com",
)
# Apps of the stores (otklik/integrations/stores/README.md, docs/mobile-stores.md); each is off while one is empty.
FCM_ACCOUNT = env.text("OTKLIK_FCM_ACCOUNT", "")
FCM_URL = env.url("OTKLIK_FCM_URL", "https://fcm.googleapis.com")
APNS_KEY = env.text("OTKLIK_APNS_KEY", "")
APNS_KEY_ID = env.text("OTKLIK_APNS_KEY_ID", "")
APNS_TEAM = env.text("OTKLIK_APNS_TEAM", "")
APNS_TOPIC = env.text("OTKLIK_APNS_TOPIC", "")
APNS_URL = env.url("OTKLIK_APNS_URL", "https://api.push.apple.com")
RUSTORE_PROJECT = env.text("OTKLIK_RUSTORE_PROJECT", "")
RUSTORE_TOKEN = env.secret("OTKLIK_RUSTORE_TOKEN", "")
RUSTORE_URL = env.url("OTKLIK_RUSTORE_URL", "https://vkpns.rustore.ru")
# Where SMS are posted (otklik/integrations/sms/README.md); empty = files DATA/sms/*.txt.
SMS_URL = env.text("OTKLIK_SMS_URL", "")
SMS_LOGIN = env.text("OTKLIK_SMS_LOGIN", "")
SMS_PASSWORD = env.secret("OTKLIK_SMS_PASSWORD", "")
SMS_FOLDER = DATA / "sms"

# --- apps of the stores, whose links the portal vouches for (otklik.web.citizen.app_links) ---
APP_ANDROID = env.listing(
    "OTKLIK_APP_ANDROID",
    "",
    r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)+=(?:[0-9A-F]{2}:){31}[0-9A-F]{2}",
    "пакет=отпечаток SHA-256 большими буквами: ru.region.otklik=AB:CD:…",
)
# Schemes of their own by which the browser leads back to them after a sign-in (web.account.views.app_enter).
APP_SCHEMES = tuple(
    env.listing(
        "OTKLIK_APP_SCHEMES",
        "",
        r"[a-z][a-z0-9]*(?:\.[a-z0-9-]+)+",
        "имя узла задом наперёд маленькими буквами: ru.region.otklik",
    )
)
APP_IOS = env.listing(
    "OTKLIK_APP_IOS",
    "",
    r"[A-Z0-9]{10}(?:\.[A-Za-z0-9-]+){2,}",
    "команда.приложение: ABCDE12345.ru.region.otklik",
)

# --- accounts: django-allauth with our pages and letters (otklik.web.account) ---
# From one network address a minute: sign-ins (each web process counts), wrong passwords and codes (counted together).
SIGN_INS = env.number("OTKLIK_SIGN_INS", 60, low=5, high=10_000)
# Wrong passwords for one account in five minutes.
SIGN_IN_TRIES = env.number("OTKLIK_SIGN_IN_TRIES", 5, low=3, high=100)
# How long an access token of the app opens, minutes; and after how many days without use its sign-in ends.
ACCESS_MINUTES = env.number("OTKLIK_ACCESS_MINUTES", 15, low=1, high=120)
DEVICE_DAYS = env.number("OTKLIK_DEVICE_DAYS", 180, low=7, high=730)
# Accounts registered from one network address an hour.
REGISTRATIONS = env.number("OTKLIK_REGISTRATIONS", 60, low=5, high=10_000)
ACCOUNT_ADAPTER = "otklik.web.account.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that registered, and only there
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = "/login"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to because a stranger typed their address
ACCOUNT_CHANGE_EMAIL = True  # one e-mail an account
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": f"{SIGN_INS}/m/ip",
    "login_failed": f"{SIGN_INS}/m/ip,{SIGN_IN_TRIES}/5m/key",
    "signup": f"{REGISTRATIONS}/h/ip",
    "reset_password": f"{REGISTRATIONS}/h/ip,3/h/key",
    "takeout": "5/h/user",  # archives of all own data (web.profile.data)
    "request_login_code": f"{SIGN_INS}/m/ip,3/5m/key",
    "reauthenticate": "10/m/user",
    "manage_email": "10/h/user",
    "open311": "20/m/ip,10/h/key",  # appeals that programs post (web.open311.filing); the key is the e-mail
    "open311_key": "10/h/key",  # the same by programs of organisations
}
# Every role but a citizen's needs a second factor before a page of theirs opens. Never in a demo: one password there.
STAFF_SECOND_FACTOR = env.flag("OTKLIK_STAFF_SECOND_FACTOR", True) and not DEMO
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # the password again before an e-mail or a phone is changed
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/account/security"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: a letter may be slow
MFA_ADAPTER = "otklik.web.account.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are half a minute wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody is signed in who has none confirmed; a new one may be on its way
MFA_RATE_LIMITS = {"webauthn_login": f"{SIGN_INS}/m/ip"}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "surname", "phone")},
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds that the link for a new password works

# --- consents (people.consents): dates of the texts of web/profile/templates/profile that people agree to ---
# Version of the portal's rules (/rules); YYYY-MM-DD. Change it with the text.
RULES_VERSION = env.day("OTKLIK_RULES_VERSION", "2026-11-01")
# Version of the consent to the publication of a name (/consents/publication); YYYY-MM-DD.
PUBLICATION_VERSION = env.day("OTKLIK_PUBLICATION_VERSION", "2026-11-01")

# --- outside identity (docs/identity.md): OpenID Connect, ESIA ---
# Address of the OpenID Connect server (its issuer); empty = off.
OIDC_URL = env.text("OTKLIK_OIDC_URL", "").rstrip("/")
# The server's short name in addresses and accounts: do not change it later.
OIDC_NAME = env.text("OTKLIK_OIDC_NAME", "oidc")
# Words of its button: «Войти через …».
OIDC_TITLE = env.text("OTKLIK_OIDC_TITLE", "OpenID Connect")
OIDC_CLIENT_ID = env.text("OTKLIK_OIDC_CLIENT_ID", "")
OIDC_SECRET = env.secret("OTKLIK_OIDC_SECRET", "")
# Values of `acr` or `amr` in its tokens by which it says that it asked a second factor itself.
OIDC_SECOND_FACTOR = env.listing("OTKLIK_OIDC_SECOND_FACTOR")
# Address of ESIA; empty = off.
ESIA_URL = env.text("OTKLIK_ESIA_URL", "").rstrip("/")
# Mnemonic of our system.
ESIA_CLIENT_ID = env.text("OTKLIK_ESIA_CLIENT_ID", "")
# PEM files: our certificate registered there, its key, the one with which ESIA signs tokens (empty = not checked).
ESIA_CERTIFICATE = env.text("OTKLIK_ESIA_CERTIFICATE", "")
ESIA_KEY = env.text("OTKLIK_ESIA_KEY", "")
ESIA_TRUSTED = env.text("OTKLIK_ESIA_TRUSTED", "")
# In which order the values stand under our signature.
ESIA_ORDER = env.choice("OTKLIK_ESIA_ORDER", "v3", ("v3", "old"))
ESIA_SCOPE = env.text("OTKLIK_ESIA_SCOPE", "openid fullname email mobile usr_org")
SOCIALACCOUNT_ADAPTER = "otklik.web.identity.adapter.Adapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is joined by a letter or from within, never by itself
SOCIALACCOUNT_STORE_TOKENS = False

# --- the region ---
REGION_NAME = env.text("OTKLIK_REGION_NAME", "Заокская область")
# First two figures of the region's cadastral numbers; those of others are refused. The demo's belong to no region.
CADASTRAL_DISTRICTS = env.listing("OTKLIK_CADASTRAL_DISTRICTS", "99", r"\d\d", "две цифры") or ["99"]
# Topic of the classifier to which the section of land leads with the numbers of the plot.
CADASTRE_TOPIC = env.text("OTKLIK_CADASTRE_TOPIC", "cadastre-too-high")
# How the portal is called: header, letters, MSED documents.
PORTAL_NAME = env.text("OTKLIK_PORTAL_NAME", "Отклик")
# Both on English pages and in English letters; "": as in Russian.
REGION_NAME_EN = env.text("OTKLIK_REGION_NAME_EN", "")
PORTAL_NAME_EN = env.text("OTKLIK_PORTAL_NAME_EN", "")

# --- weekly reports ---
# Day of the week (1 is Monday) and hour (TIME_ZONE) from which the reports of the week that is over are made and told.
REPORT_WEEKDAY = env.number("OTKLIK_REPORT_WEEKDAY", 1, low=1, high=7)
REPORT_HOUR = env.number("OTKLIK_REPORT_HOUR", 7, low=0, high=23)
# Days after which a report and its files are deleted.
REPORT_KEEP_DAYS = env.number("OTKLIK_REPORT_KEEP_DAYS", 730, low=30, high=36500)

# --- polls ---
# Ballots of a poll that are counted and mixed together at least while it goes on: the more, the less is known of each.
POLL_BATCH = env.number("OTKLIK_POLL_BATCH", 50, low=2, high=10_000)
# Ballots of a municipality below which its results are not shown apart.
POLL_AREA_BALLOTS = env.number("OTKLIK_POLL_AREA_BALLOTS", 10, low=1, high=1_000)
# Votes that one network may cast in a straw poll in an hour: a browser is known by its cookie only, which scripts drop.
STRAW_VOTES = env.number("OTKLIK_STRAW_VOTES", 100, low=1, high=100_000)

# --- knowledge base ---
# «Помогло?» of browsers that say it for the first time, from one network in an hour.
READER_VERDICTS = env.number("OTKLIK_READER_VERDICTS", 100, low=1, high=100_000)

# --- open data ---
# Hour of the day (TIME_ZONE) from which the dump of all public appeals and the files for phones are written; days of
# dumps that are kept.
DUMP_HOUR = env.number("OTKLIK_DUMP_HOUR", 3, low=0, high=23)
DUMPS = env.number("OTKLIK_DUMPS", 7, low=1, high=366)
# Licence under which the files are given: its short name and its address.
OPEN_DATA_LICENCE = env.text("OTKLIK_OPEN_DATA_LICENCE", "CC-BY-4.0")
OPEN_DATA_LICENCE_URL = env.text(
    "OTKLIK_OPEN_DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/deed.ru"
)

# --- the route: every number of the rules (docs: ../shared/reference/domain-rules.md B) ---
# Hours a moderator has; counted round the clock. Read by appeals.steps.intake.
MODERATION_HOURS = env.number("OTKLIK_MODERATION_HOURS", 48, low=1, high=240)
# Minutes that an appeal stays with the moderator who opened it, counted from the last sign of work.
HOLD_MINUTES = env.number("OTKLIK_HOLD_MINUTES", 10, low=1, high=120)
# Seconds in which a moderator may take a decision back; nothing of it happens before. 0: it happens at once.
UNDO_SECONDS = env.number("OTKLIK_UNDO_SECONDS", 10, low=0, high=60)
# Calendar days the author has to answer a moderator's question.
QUESTION_DAYS = env.number("OTKLIK_QUESTION_DAYS", 3, low=1, high=30)
# Calendar days to confirm the e-mail of an appeal filed without an account, and that of an account.
CONFIRM_DAYS = env.number("OTKLIK_CONFIRM_DAYS", 7, low=1, high=60)
# Calendar days an answer waits for its rating before the appeal is closed.
CLOSE_AFTER_DAYS = env.number("OTKLIK_CLOSE_AFTER_DAYS", 10, low=1, high=365)
# Working days for an answer where the topic does not say otherwise.
ANSWER_DAYS = env.number("OTKLIK_ANSWER_DAYS", 8, low=1, high=60)
# Calendar days for an answer to a statement under 59-ФЗ, and those by which it may be extended at most.
STATEMENT_DAYS = env.number("OTKLIK_STATEMENT_DAYS", 30, low=1, high=30)
# Working days by which the term of an answer may be extended at most, where no rule of /staff/terms says otherwise.
EXTENSION_DAYS = env.number("OTKLIK_EXTENSION_DAYS", 10, low=0, high=60)
# Hours from publication until the authority should have registered the appeal, where no rule says otherwise.
SEND_HOURS = env.number("OTKLIK_SEND_HOURS", 24, low=1, high=240)
# Working days after the last day for an answer on which it is told to: the clerk, the head of the authority, the
# supervisors; on the last one the appeal comes under the region's control.
ESCALATE_CLERK_DAYS = env.number("OTKLIK_ESCALATE_CLERK_DAYS", 1, low=1, high=60)
ESCALATE_HEAD_DAYS = env.number("OTKLIK_ESCALATE_HEAD_DAYS", 2, low=1, high=60)
ESCALATE_SUPERVISOR_DAYS = env.number("OTKLIK_ESCALATE_SUPERVISOR_DAYS", 4, low=1, high=60)
ESCALATE_CONTROL_DAYS = env.number("OTKLIK_ESCALATE_CONTROL_DAYS", 8, low=1, high=60)
# Hour of a working day (TIME_ZONE) from which officials get their letter about terms.
REMIND_HOUR = env.number("OTKLIK_REMIND_HOUR", 9, low=0, high=23)
# Key of /metrics (`Authorization: Bearer …`) for a monitoring system; empty = nobody gets the figures.
METRICS_TOKEN = env.secret("OTKLIK_METRICS_TOKEN", "")
# Returns to work that the citizen may make by right; further ones pass a moderator.
FREE_RETURNS = env.number("OTKLIK_FREE_RETURNS", 1, low=0, high=10)
# The board of authorities: ratings, answers or verdicts below which an authority has no place, and how many marks of
# its peers stand beside its own.
BOARD_LEAST = env.number("OTKLIK_BOARD_LEAST", 30, low=1, high=10_000)
BOARD_PEER_MARKS = env.number("OTKLIK_BOARD_PEER_MARKS", 10, low=0, high=1000)
# Replies of a municipality below which the yearly survey shows no figure of it.
SURVEY_LEAST = env.number("OTKLIK_SURVEY_LEAST", 30, low=1, high=10_000)
# Ratings of one authority are set aside where, within so many hours, this many came from accounts younger than so many
# days, and they are at least this percentage of all.
WAVE_DAYS = env.number("OTKLIK_WAVE_DAYS", 30, low=1, high=366)
WAVE_RATINGS = env.number("OTKLIK_WAVE_RATINGS", 15, low=2, high=1000)
WAVE_HOURS = env.number("OTKLIK_WAVE_HOURS", 24, low=1, high=168)
WAVE_PERCENT = env.number("OTKLIK_WAVE_PERCENT", 60, low=1, high=100)
# Metres from a border between territories within which the citizen is asked which side.
BORDER_METERS = env.number("OTKLIK_BORDER_METERS", 50, low=0, high=1000)

# --- the page of an appeal ---
# Registered people may comment on public appeals; a moderator reads each comment first. Off: none are shown either.
COMMENTS = env.flag("OTKLIK_COMMENTS", True)
# Comments that one account may write in a day.
COMMENTS_A_DAY = env.number("OTKLIK_COMMENTS_A_DAY", 20, low=1, high=1000)

# --- the hotline (otklik.hotline, otklik.integrations.telephony) ---
# Secret by which the telephone exchange signs what it posts to /api/v1/calls; empty = 404 there.
CALLS_SECRET = env.secret("OTKLIK_CALLS_SECRET", "")
# Seconds that the moment of its signature may lie from our clock.
CALLS_TOLERANCE = env.number("OTKLIK_CALLS_TOLERANCE", 300, low=10, high=3600)
# Where browsers of operators listen to calls: an address, or a path that the proxy hands to `otklik calls`;
# empty = nowhere, their pages ask every two seconds.
CALLS_STREAM = env.text("OTKLIK_CALLS_STREAM", "")
# Days after which numbers and names of callers are emptied in the journal of calls; appeals keep their own.
CALL_KEEP_DAYS = env.number("OTKLIK_CALL_KEEP_DAYS", 365, low=30, high=36500)

# --- the map ---
# Under the appeals: raster tiles «https://host/{z}/{x}/{y}.png» or a MapLibre style «https://host/style.json» whose
# tiles and pictures lie on the same host. Empty = our own land only.
BASEMAP_URL = env.text("OTKLIK_BASEMAP_URL", "")
# Whose data it is, as its licence wants it said: «© участники OpenStreetMap».
BASEMAP_ATTRIBUTION = env.text("OTKLIK_BASEMAP_ATTRIBUTION", "")

ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = CONFIRM_DAYS
MFA_TOTP_ISSUER = PORTAL_NAME

# --- MSED ---
# Root of the directory exchange: to_msed/ from_msed/ processed/ quarantine/.
MSED_SPOOL = env.path("OTKLIK_MSED_SPOOL", DATA / "msed")
# Who we are in MEDO: participant guid (issued by the operator), organisation, MEDO address.
MSED_UID = env.text("OTKLIK_MSED_UID", "0e11a000-0000-4000-8000-000000000001")
MSED_NAME = env.text("OTKLIK_MSED_NAME", "Портал «Отклик»")
MSED_ADDRESS = env.text("OTKLIK_MSED_ADDRESS", "OTKLIK~MEDOGU")
# Letters before the number in the number of a document, as registered in MSED.
MSED_PREFIX = env.text("OTKLIK_MSED_PREFIX", "ОТК-")
# Who signs our documents.
MSED_SIGNATORY = env.text("OTKLIK_MSED_SIGNATORY", "Модератор портала")
MSED_SIGNATORY_POST = env.text("OTKLIK_MSED_SIGNATORY_POST", "Модератор")
# Calendar days without a receipt / without a registration after which an alarm is raised (MEDO's own windows).
MSED_RECEIPT_DAYS = env.number("OTKLIK_MSED_RECEIPT_DAYS", 3, low=1, high=30)
MSED_REGISTRATION_DAYS = env.number("OTKLIK_MSED_REGISTRATION_DAYS", 5, low=1, high=30)
# none | openssl (GOST engine; needs the two files).
MSED_SIGNER = env.choice("OTKLIK_MSED_SIGNER", "none", ("none", "openssl"))
MSED_CERTIFICATE = env.text("OTKLIK_MSED_CERTIFICATE", "")
MSED_KEY = env.text("OTKLIK_MSED_KEY", "")
# Refuse documents whose signature is not valid; off: a broken one is taken and raises an alarm at the desk.
MSED_DEMAND_SIGNATURE = env.flag("OTKLIK_MSED_DEMAND_SIGNATURE", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Says hello at every start of every command.
        "procrastinate": {"level": "WARNING"},
        # Name every address and header: tokens of phones, and ours.
        **{name: {"level": "WARNING"} for name in ("httpx", "httpcore", "hpack", "h2")},
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("OTKLIK_LOG", "INFO", ("DEBUG", "INFO", "WARNING")),
    },
}
