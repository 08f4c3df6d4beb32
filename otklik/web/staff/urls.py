"""Pages of administrators: people and their rights."""

from django.urls import path

from otklik.web.staff import views

app_name = "staff"
urlpatterns = [
    path("people", views.people, name="people"),
    path("people/<int:user_id>", views.person, name="person"),
    path("journal", views.journal, name="journal"),
]
