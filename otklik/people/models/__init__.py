"""Tables of accounts and what is around them. No behaviour but what Django asks of a user."""

from otklik.people.models.around import Attempt, Consent, Device, Organisation, Representation
from otklik.people.models.journals import ConfigChange, RoleChange, StaffDeed
from otklik.people.models.person import SECOND_STEPS, Accounts, User

__all__ = [
    "SECOND_STEPS",
    "Accounts",
    "Attempt",
    "ConfigChange",
    "Consent",
    "Device",
    "Organisation",
    "Representation",
    "RoleChange",
    "StaffDeed",
    "User",
]
