"""Notifications of the stores' apps by FCM, APNs and RuStore's service. README.md: their wires."""

from otklik.integrations.stores.answers import Denied, Gone, Later, Refused, Unavailable
from otklik.integrations.stores.apns import Apns, Keys
from otklik.integrations.stores.fcm import Fcm
from otklik.integrations.stores.notice import Gateway, Notice
from otklik.integrations.stores.rustore import RuStore

__all__ = [
    "Apns",
    "Denied",
    "Fcm",
    "Gateway",
    "Gone",
    "Keys",
    "Later",
    "Notice",
    "Refused",
    "RuStore",
    "Unavailable",
]
