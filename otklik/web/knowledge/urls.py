"""Articles for citizens and for business: versions, search, «помогло?»."""

from django.urls import path

from otklik.web.knowledge import asking, views

urlpatterns = [
    path("knowledge", views.listing, name="knowledge"),
    path("knowledge/<slug:article_code>", views.article, name="article"),
    path("knowledge/<slug:article_code>/helped", asking.helped, name="article-helped"),
]
