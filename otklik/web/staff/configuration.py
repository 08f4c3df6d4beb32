"""The whole configuration as a file: downloaded for another region, uploaded from one (and on: web/bringing.py)."""

import io

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from otklik.configuration import package, uploads
from otklik.configuration.sections import SECTIONS
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, may
from otklik.web.bringing import file_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@may(Action.ADMINISTER)
def page(request: PersonRequest) -> HttpResponse:
    """POST: a file is uploaded; what is wrong with it stays on the page."""
    error = ""
    if request.method == "POST":
        raw, title = file_of(request, package.MOST_BYTES)
        try:
            if title:
                upload_id = uploads.keep(raw, title=title, by=request.user, now=clock.now())
                uploads.begin(upload_id)
                return redirect("brought", upload_id)
            error = _("Выберите файл.")
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
