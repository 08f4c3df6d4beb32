"""Planned works and outages by address: authorities tell of them before anybody has to complain."""

from django.urls import path

from otklik.web.works import desk, mine, pages

urlpatterns = [
    path("works", pages.listing, name="works"),
    path("works/<int:work_id>", pages.one, name="work"),
    path("works/<int:work_id>/map.svg", pages.picture, name="work-map"),
    path("works/mine", mine.page, name="works-mine"),
    path("works/mine/<int:subscription_id>/drop", mine.drop, name="works-mine-drop"),
    path("desk/works", desk.listing, name="works-desk"),
    path("desk/works/new", desk.new, name="works-desk-new"),
    path("desk/works/upload", desk.upload, name="works-desk-upload"),
    path("desk/works/map.svg", desk.picture, name="works-desk-map"),
    path("desk/works/publishers", desk.let, name="works-publishers"),
    path("desk/works/<int:work_id>", desk.one, name="works-desk-one"),
    path("desk/works/<int:work_id>/end", desk.end, name="works-desk-end"),
    path("desk/works/<int:work_id>/cancel", desk.cancel, name="works-desk-cancel"),
]
