"""Statistics and open data."""

from django.urls import path

from otklik.web.statistics import appeals, opendata, views

urlpatterns = [
    path("statistics", views.page, name="statistics"),
    path("statistics/authority/<str:code>", views.authority, name="statistics-authority"),
    path("statistics/appeals", appeals.page, name="statistics-appeals"),
    path("statistics/appeals.csv", appeals.file, name="statistics-appeals-file"),
    path("statistics/<slug:chart>.csv", views.file, name="statistics-file"),
    path("open-data", opendata.page, name="open-data"),
    path("open-data.atom", opendata.news, name="open-data-news"),
    path("open-data/<str:day>/<str:name>", opendata.file, name="open-data-file"),
]
