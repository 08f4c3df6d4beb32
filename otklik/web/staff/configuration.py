"""The whole configuration as a file: downloaded for another region, uploaded from one, looked at before it is taken."""

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.configuration import moving, package, uploads
from otklik.configuration.models import Upload
from otklik.configuration.sections import SECTIONS
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """POST: a file is uploaded; what is wrong with it stays on the page."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        raw = file.read(package.MOST_BYTES + 1) if file else b""
        try:
            title = file.name or "" if file else ""
            return redirect("staff:upload", uploads.begin(raw, title=title, by=request.user, now=clock.now()))
        except uploads.BadUpload as bad:
            error = bad.text
    context = {"sections": SECTIONS, "upload": uploads.latest(), "error": error, "here": "configuration"}
    return render(request, "staff/configuration.html", context, status=422 if error else 200)


@require_safe
@never_cache
@may(Action.ADMINISTER)
def export(request: PersonRequest) -> HttpResponse:
    """?without= names what is left out, once each."""
    now, out = clock.now(), io.BytesIO()
    package.write(out, without=request.GET.getlist("without"), now=now)
    name = f"otklik-configuration-{now:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(out.getvalue(), content_type="application/zip", headers=headers)


@require_safe
@never_cache
@may(Action.ADMINISTER)
def upload(request: PersonRequest, upload_id: int) -> HttpResponse:
    found = Upload.objects.select_related("by").get(pk=upload_id)
    context = {"upload": found, "outcome": moving.from_json(found.outcome), "here": "configuration"}
    template = "staff/_upload.html" if request.headers.get("HX-Request") else "staff/upload.html"
    return render(request, template, context)


@require_POST
@may(Action.ADMINISTER)
def take(request: PersonRequest, upload_id: int) -> HttpResponse:
    uploads.order(upload_id, by=request.user, now=clock.now())
    messages.success(request, _("Настройки записываются. Это займёт до минуты."))
    return redirect("staff:upload", upload_id)


@require_POST
@may(Action.ADMINISTER)
def drop(request: PersonRequest, upload_id: int) -> HttpResponse:
    uploads.drop(upload_id)
    messages.success(request, _("Выгрузка удалена, ничего не изменилось."))
    return redirect("staff:configuration")
