"""Under /staff/: bodies and duties, dry runs, the classifier, ready words, the journal of all that."""

from django.urls import path

from otklik.web.rules import (
    authorities,
    classifier,
    classifier_draft,
    draft,
    duties,
    journal,
    questions,
    words,
)

app_name = "rules"
urlpatterns = [
    path("authorities", authorities.listed, name="authorities"),
    path("authorities/new", authorities.new, name="authority-new"),
    path("authorities/<str:code>", authorities.edit, name="authority"),
    path("authorities/<str:code>/delete", authorities.delete, name="authority-delete"),
    path("duties", duties.listed, name="duties"),
    path("duties/rule", duties.edit, name="duty"),
    path("duties/remove", duties.remove, name="duty-remove"),
    path("duties.csv", duties.download, name="duties-file"),
    path("duties/gaps", duties.gaps, name="gaps"),
    path("duties/draft", draft.page, name="draft"),
    path("duties/draft/upload", draft.upload, name="draft-upload"),
    path("duties/draft/take-back", draft.take_back, name="draft-take-back"),
    path("duties/draft/drop", draft.drop, name="draft-drop"),
    path("duties/draft/publish", draft.publish, name="draft-publish"),
    path("duties/versions", draft.versions, name="versions"),
    path("duties/versions/undo", draft.undo, name="version-undo"),
    path("duties/dry-run", draft.rehearse, name="rehearse"),
    path("duties/dry-run/<int:rehearsal_id>", draft.rehearsed, name="rehearsal"),
    path("classifier", classifier.tree, name="classifier"),
    path("classifier/order", classifier.order, name="classifier-order"),
    path("classifier/categories/new", classifier.new_category, name="category-new"),
    path("classifier/categories/<str:category_code>", classifier.category, name="category"),
    path(
        "classifier/categories/<str:category_code>/delete", classifier.delete_category, name="category-delete"
    ),
    path("classifier/topics/new", classifier.new_topic, name="topic-new"),
    path("classifier/topics/<str:topic_code>", classifier.topic, name="topic"),
    path("classifier/topics/<str:topic_code>/questions", questions.edit, name="questions"),
    path("classifier/topics/<str:topic_code>/questions/preview", questions.preview, name="questions-preview"),
    path("classifier/draft", classifier_draft.page, name="classifier-draft"),
    path("classifier/draft/take-back", classifier_draft.take_back, name="classifier-take-back"),
    path("classifier/draft/drop", classifier_draft.drop, name="classifier-drop"),
    path("classifier/draft/publish", classifier_draft.publish, name="classifier-publish"),
    path("classifier/versions", classifier_draft.versions, name="classifier-versions"),
    path("classifier/versions/<int:version>", classifier_draft.version, name="classifier-version"),
    path("classifier/versions/<int:version>/return", classifier_draft.return_to, name="classifier-return"),
    path("words", words.listed, name="words"),
    path("words/<str:words_kind>/new", words.new, name="words-new"),
    path("words/<str:words_kind>/<str:words_code>/<str:language>", words.edit, name="words-edit"),
    path(
        "words/<str:words_kind>/<str:words_code>/<str:language>/restore", words.restore, name="words-restore"
    ),
    path("changes", journal.page, name="changes"),
]
