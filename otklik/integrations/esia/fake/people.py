"""Who can sign in at the fake: invented people with invented numbers (check digits are right)."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Resident:
    oid: str
    surname: str
    given_name: str
    patronymic: str
    trusted: bool = True
    email: str = ""
    email_verified: bool = True
    mobile: str = ""
    organisation: tuple[str, str, str, str] | None = None  # oid, ИНН, ОГРН, name
    post: str = "Руководитель"
    born: str = "31.12.1980"
    home: tuple[str, str] | None = None  # region, settlement

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given_name} {self.patronymic}"

    def data(self) -> dict[str, Any]:
        """As /rs/prns/{oid}?embed=(contacts.elements) answers; what nobody asked for is there as well."""
        mail = {
            "type": "EML",
            "vrfStu": "VERIFIED" if self.email_verified else "NOT_VERIFIED",
            "value": self.email,
        }
        mobile = {"type": "MBT", "vrfStu": "VERIFIED", "value": self.mobile}
        return {
            "stateFacts": ["EntityRoot"],
            "firstName": self.given_name,
            "lastName": self.surname,
            "middleName": self.patronymic,
            "trusted": self.trusted,
            "status": "REGISTERED",
            "snils": "112-233-445 95",
            "birthDate": self.born,
            "contacts": {"elements": [mail] * bool(self.email) + [mobile] * bool(self.mobile)},
        }

    def addresses(self) -> dict[str, Any]:
        """As /rs/prns/{oid}/addrs answers."""
        kinds = ("PLV", "PRG") if self.home else ()
        region, place = self.home or ("", "")
        homes = [{"type": kind, "region": region, "settlement": place, "street": "Полевая"} for kind in kinds]
        return {"elements": homes, "size": len(homes)}

    def roles(self) -> dict[str, Any]:
        if self.organisation is None:
            return {"elements": [], "size": 0}
        oid, _inn, ogrn, name = self.organisation
        role = {
            "oid": oid,
            "prnOid": self.oid,
            "fullName": name,
            "ogrn": ogrn,
            "type": "LEGAL",
            "chief": True,
        }
        return {"elements": [{**role, "active": True, "position": self.post}], "size": 1}


DACHA: Final = ("2000000001", "5001000002", "1025000000002", "ООО «Дачный мастер»")
RESIDENTS: Final = (
    Resident(
        "1000000001",
        "Ольхина",
        "Мария",
        "Петровна",
        email="olkhina@example.test",
        mobile="+7(900)1234501",
        home=("Заокская", "Липовка"),
    ),
    Resident("1000000002", "Ясенев", "Павел", "Игоревич", email="yasenev@example.test", organisation=DACHA),
    Resident("1000000003", "Вязова", "Анна", "Львовна", trusted=False, email="vyazova@example.test"),
    Resident("1000000004", "Тополев", "Олег", "Ильич"),
    Resident("1000000005", "Кленова", "Вера", "Юрьевна", email="klenova@example.test", email_verified=False),
)
