"""Short messages to telephones: an HTTP gateway, or a folder where the demo's messages lie. README.md: the wire."""

from otklik.integrations.sms.gateway import Folder, Gateway, Http, Refused, Sms, Unavailable, gateway

__all__ = ["Folder", "Gateway", "Http", "Refused", "Sms", "Unavailable", "gateway"]
