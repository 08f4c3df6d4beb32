"""For business: where to begin, measures of support, the ombudsman."""

from django.urls import path

from otklik.web import bringing
from otklik.web.business import desk, front, support

urlpatterns = [
    path("business", front.page, name="business"),
    path("business/support", support.catalogue, name="measures"),
    path("business/support/<slug:measure_code>", support.measure, name="measure"),
    path("staff/business", desk.front_page, name="business-front"),
    path("staff/business/support", desk.listing, name="business-measures"),
    path("staff/business/support/new", desk.new, name="measure-new"),
    path("staff/business/support/upload", bringing.page, {"kind": "measures"}, name="business-upload"),
    path("staff/business/support/measures/<slug:measure_code>", desk.edit, name="measure-edit"),
]
