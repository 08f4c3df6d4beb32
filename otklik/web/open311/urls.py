"""GeoReport v2: /open311/. A code has dots of its own, what follows the last one is the form."""

from django.urls import path

from otklik.web.open311 import discovery, requests, services, tokens, updates

urlpatterns = [
    path("discovery.<str:form>", discovery.discovery, name="open311-discovery"),
    path("v2/services.<str:form>", services.services, name="open311-services"),
    path("v2/services/<str:code>.<str:form>", services.definition, name="open311-service"),
    path("v2/requests.<str:form>", requests.listing, name="open311-requests"),
    path("v2/requests/<str:number>.<str:form>", requests.one, name="open311-request"),
    path("v2/servicerequestupdates.<str:form>", updates.listing, name="open311-updates"),
    path("v2/tokens/<str:token>.<str:form>", tokens.token, name="open311-token"),
]
