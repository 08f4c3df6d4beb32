"""Every URL of the site starts here."""

from django.conf import settings
from django.urls import include, path

from otklik.web import bringing, health, metrics, styleguide
from otklik.web.staff import look

urlpatterns = [
    path("", include("otklik.web.citizen.urls")),
    path("", include("otklik.web.account.urls")),
    path("", include("otklik.web.profile.urls")),
    path("", include("otklik.web.identity.urls")),
    path("", include("otklik.web.notices.urls")),
    path("", include("otklik.web.statistics.urls")),
    path("", include("otklik.web.map.urls")),
    path("", include("otklik.web.polls.urls")),
    path("", include("otklik.web.assessment.urls")),
    path("", include("otklik.web.reference.urls")),
    path("", include("otklik.web.works.urls")),
    path("", include("otklik.web.knowledge.urls")),
    path("", include("otklik.web.business.urls")),
    path("", include("otklik.web.cadastre.urls")),
    path("api/v1/", include("otklik.web.api.v1.urls")),
    path("open311/", include("otklik.web.open311.urls")),
    path("app/", include("otklik.web.app.urls")),
    path("desk/", include("otklik.web.desk.urls")),
    path("desk/hotline/", include("otklik.web.hotline.urls")),
    path("desk/", include("otklik.web.polls.desk.urls")),
    path("look/<str:accent>-<str:scope>.css", look.stylesheet, name="look-css"),
    path("emblem/<str:name>", look.emblem, name="emblem"),
    path("staff/", include("otklik.web.staff.urls")),
    path("staff/", include("otklik.web.rules.urls")),
    path("desk/uploads/<int:upload_id>", bringing.brought, name="brought"),
    path("desk/uploads/<int:upload_id>/take", bringing.take, name="brought-take"),
    path("desk/uploads/<int:upload_id>/drop", bringing.drop, name="brought-drop"),
    path("health", health.health, name="health"),
    path("metrics", metrics.page, name="metrics"),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("styleguide", styleguide.page, name="styleguide"))

handler400 = "otklik.web.errors.bad_request"
handler403 = "otklik.web.errors.forbidden"
handler404 = "otklik.web.errors.not_found"
handler429 = "otklik.web.errors.too_many"  # allauth's, for its limits
handler500 = "otklik.web.errors.server_error"
