"""Articles for citizens and for business: versions, search, «помогло?»."""

from django.urls import path

from otklik.web import bringing
from otklik.web.knowledge import asking, editing, keeping, views

urlpatterns = [
    path("knowledge", views.listing, name="knowledge"),
    path("knowledge/<slug:article_code>", views.article, name="article"),
    path("knowledge/<slug:article_code>/helped", asking.helped, name="article-helped"),
    path("staff/knowledge", editing.listing, name="articles"),
    path("staff/knowledge/new", editing.new, name="article-new"),
    path("staff/knowledge/feedback", keeping.feedback, name="article-feedback"),
    path("staff/knowledge/sections", keeping.sections, name="article-sections"),
    path("staff/knowledge/upload", bringing.page, {"kind": "articles"}, name="article-upload"),
    path("staff/knowledge/articles/<slug:article_code>", editing.edit, name="article-edit"),
    path("staff/knowledge/articles/<slug:article_code>/publish", editing.publish, name="article-publish"),
    path("staff/knowledge/articles/<slug:article_code>/archive", editing.archive, name="article-archive"),
    path("staff/knowledge/articles/<slug:article_code>/versions", editing.versions, name="article-versions"),
    path("staff/knowledge/articles/<slug:article_code>/restore", editing.restore, name="article-restore"),
]
