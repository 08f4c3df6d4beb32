"""GET /api/v1/measures, /measures/{measure}: the catalogue of support for business."""

from datetime import date
from typing import Annotated, Literal

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from otklik.business import measures as catalogue
from otklik.business.measures import Shown
from otklik.kit import clock
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code, Cursor

Support = Literal["grant", "loan", "guarantee", "lease", "consulting", "tax"]
BusinessSize = Literal["self_employed", "sole", "micro", "small", "medium"]
Okved = Annotated[str, Meta(pattern=r"^[0-9]{2}(\.[0-9]{1,2}(\.[0-9]{1,2})?)?$")]


class MeasuresAsked(Struct):
    """Without `open_on`: those that take applications today or later."""

    support: Support | None = None
    business_size: BusinessSize | None = None
    okved: Okved | None = None
    territory: Code = ""
    open_on: date | None = None
    cursor: Cursor = ""


class MeasureRow(Struct):
    measure: str
    title: str
    summary: str
    support: str
    amount: str
    applies_until: date | None
    text_language: str
    url: str


class Measures(Struct):
    measures: list[MeasureRow]
    next: str | None
    previous: str | None


class Measure(Struct):
    measure: str
    title: str
    summary: str
    support: str
    amount: str
    applies_from: date | None
    applies_until: date | None
    text_language: str
    conditions: str
    how: str
    provider: str
    business_sizes: list[str]
    okved_codes: list[str]
    territory_codes: list[str]
    phone: str
    email: str
    site: str
    checked_on: date | None
    url: str


@reads(_("Меры поддержки бизнеса"), asks=MeasuresAsked, gives=Measures)
def measures(asked: MeasuresAsked) -> Measures:
    """What is meant for any size, industry or municipality is always among them."""
    found = catalogue.catalogue(
        catalogue.Asked(
            kind=asked.support or "",
            size=asked.business_size or "",
            okved=asked.okved or "",
            area=asked.territory,
            open_on=asked.open_on or timezone.localdate(clock.now()),
        ),
        language=_language(),
        cursor=asked.cursor,
    )
    return Measures([_row(one) for one in found.rows], found.older, found.newer)


@reads(_("Мера поддержки бизнеса"), gives=Measure, refuses=(404,))
def measure(asked: object, measure_code: str) -> Measure:
    """Also one that is over. Lists that are empty narrow nothing: any size, any industry, the whole region."""
    one = catalogue.one(measure_code, language=_language())
    if one is None:
        raise Http404
    said = one.texts
    return Measure(
        measure=one.code, title=said.get("title", ""), summary=said.get("summary", ""), support=one.kind,
        amount=said.get("amount", ""), applies_from=one.valid_from, applies_until=one.valid_to,
        text_language=one.language, conditions=said.get("conditions", ""), how=said.get("how", ""),
        provider=said.get("provider", ""), business_sizes=list(one.sizes), okved_codes=list(one.okved),
        territory_codes=list(one.territory_codes), phone=one.phone, email=one.email, site=one.url,
        checked_on=one.checked_on, url=_url(one.code),
    )  # fmt: skip


def _row(one: Shown) -> MeasureRow:
    said = one.texts
    return MeasureRow(
        one.code, said.get("title", ""), said.get("summary", ""), one.kind, said.get("amount", ""), one.valid_to,
        one.language, _url(one.code),
    )  # fmt: skip


def _url(code: str) -> str:
    return settings.BASE_URL + reverse("measure", args=[code])


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
