"""Forms of the account's pages: what was typed, checked; what is wrong stands at its field."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from otklik.appeals import watches
from otklik.people import requisites
from otklik.people.models import User
from otklik.people.organisations import Claim
from otklik.people.profile import Profile
from otklik.places import queries as places
from otklik.web import settlements
from otklik.web.account.forms import PersonFields


class ProfileForm(PersonFields):
    phone = None  # type: ignore[assignment]  # changed on a page of its own
    name_shown = forms.ChoiceField(choices=User.NameShown.choices)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    wants_letters = forms.BooleanField(required=False)
    pace = forms.ChoiceField(choices=User.Pace.choices)
    poll_news = forms.ChoiceField(choices=User.PollNews.choices)
    settlement = forms.CharField(required=False)
    settlement_id = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.home = settlements.pick(data) if data is not None else settlements.Picked("", None)
        for name in ("name_shown", "language", "pace", "poll_news"):
            self.fields[name].error_messages["required"] = _("Выберите один из ответов.")

    def clean_settlement(self) -> str:
        """May stay empty: nobody has to say where they live."""
        if self.home.typed and self.home.row is None:
            raise forms.ValidationError(self.home.trouble)
        return self.home.row.code if self.home.row else ""

    @property
    def said(self) -> Profile:
        """What a valid form says."""
        found = self.cleaned_data
        return Profile(
            surname=found["surname"],
            given_name=found["given_name"],
            patronymic=found["patronymic"],
            name_shown=found["name_shown"],
            language=found["language"],
            wants_letters=found["wants_letters"],
            pace=found["pace"],
            poll_news=found["poll_news"],
            home_code=found["settlement"],
        )


def of_person(user: User) -> ProfileForm:
    """The form as it opens. One statement where the person has said where they live."""
    home = places.settlement_by_code(user.home_code) if user.home_code else None
    columns = {name: getattr(user, name) for name in Profile.__slots__}
    settlement = {"settlement": home.label if home else "", "settlement_id": str(home.id) if home else ""}
    return ProfileForm(initial={**columns, **settlement})


class PlaceForm(forms.Form):
    """A place to watch: a settlement with or without an address, and how far around."""

    title = forms.CharField(max_length=100, required=False)
    settlement = forms.CharField(required=False)
    settlement_id = forms.CharField(required=False)
    address = forms.CharField(max_length=300, required=False)
    radius = forms.TypedChoiceField(
        coerce=int, choices=[(str(r), r) for r in watches.RADII], initial="1000",
        error_messages={"required": _("Выберите радиус из списка."), "invalid_choice": _("Выберите радиус из списка.")},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.picked = settlements.pick(data) if data is not None else settlements.Picked("", None)
        self.point: tuple[float, float] | None = None
        self.label = ""

    def clean_settlement(self) -> str:
        if self.picked.row is None:
            raise forms.ValidationError(self.picked.trouble)
        self.point, self.label = self.picked.row.point, self.picked.row.label
        return self.picked.row.code

    def clean_address(self) -> str:
        """Found in the register, or not taken: of an unknown address nobody knows the point."""
        typed = str(self.cleaned_data["address"])
        if not typed or self.picked.row is None:
            return typed
        known = places.resolve_address(self.picked.row.id, typed)
        if known is None or known.point is None:
            raise forms.ValidationError(
                _("Такого дома нет в реестре. Проверьте адрес или оставьте поле пустым.")
            )
        self.point, self.label = known.point, known.label
        return typed

    def clean(self) -> dict[str, Any]:
        if "settlement" in self.cleaned_data and self.point is None and not self.errors:
            self.add_error(
                "address", _("Где середина этого населённого пункта, мы не знаем. Укажите улицу и дом.")
            )
        return self.cleaned_data


class OrganisationForm(forms.Form):
    """What a person says of the organisation that they want to act for."""

    name = forms.CharField(
        max_length=300, error_messages={"required": _("Напишите, как называется организация.")}
    )
    inn = forms.CharField(max_length=20, error_messages={"required": _("Напишите ИНН.")})
    ogrn = forms.CharField(max_length=20, error_messages={"required": _("Напишите ОГРН или ОГРНИП.")})
    post = forms.CharField(max_length=150, error_messages={"required": _("Напишите, кем вы там работаете.")})

    def clean_name(self) -> str:
        return " ".join(unicodedata.normalize("NFC", self.cleaned_data["name"]).split())

    def clean_post(self) -> str:
        return " ".join(unicodedata.normalize("NFC", self.cleaned_data["post"]).split())

    def clean_inn(self) -> str:
        return requisites.inn(self.cleaned_data["inn"])

    def clean_ogrn(self) -> str:
        return requisites.ogrn(self.cleaned_data["ogrn"])

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if {"inn", "ogrn"} <= found.keys() and not requisites.belong_together(found["inn"], found["ogrn"]):
            self.add_error("ogrn", _("ИНН и ОГРН не подходят друг другу: нужны 10 и 13 цифр или 12 и 15."))
        return found

    @property
    def claim(self) -> Claim:
        """What a valid form says."""
        found = self.cleaned_data
        return Claim(inn=found["inn"], ogrn=found["ogrn"], name=found["name"], post=found["post"])


class KeyForm(forms.Form):
    """A key for a program. form: of this very form, so that a repeat of it makes no second key."""

    form = forms.UUIDField()
    name = forms.CharField(
        max_length=100, error_messages={"required": _("Напишите, какая программа будет пользоваться ключом.")}
    )

    def clean_name(self) -> str:
        return " ".join(unicodedata.normalize("NFC", self.cleaned_data["name"]).split())


class OwnKeyForm(KeyForm):
    """represented: (id, name) of the organisations that the person may act for."""

    organisation = forms.TypedChoiceField(
        coerce=int,
        error_messages={
            "required": _("Выберите организацию."),
            "invalid_choice": _("Выберите организацию из списка."),
        },
    )

    def __init__(
        self, represented: list[tuple[int, str]], data: Mapping[str, Any] | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.represented = [(str(number), name) for number, name in represented]
        chosen: Any = self.fields["organisation"]
        chosen.choices = self.represented


class PartnerKeyForm(KeyForm):
    """An administrator makes it for a confirmed organisation."""

    inn = forms.CharField(max_length=20, error_messages={"required": _("Напишите ИНН.")})

    def clean_inn(self) -> str:
        return requisites.inn(self.cleaned_data["inn"])
