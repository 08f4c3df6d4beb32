"""Pages for everybody and for the author."""

from django.urls import path

from otklik.web.citizen import author, cabinet, files, public, settings, wizard

urlpatterns = [
    path("", public.home, name="home"),
    path("appeals", public.listing, name="list"),
    path("appeals/find", public.find, name="find"),
    path("appeals/<str:number>", public.card, name="appeal"),
    path("appeals/<str:number>/map.svg", files.appeal_map, name="appeal-map"),
    path("photos/<uuid:photo_id>-<slug:size>.jpg", files.photo, name="photo"),
    path("files/<uuid:file_id>", files.document, name="file"),
    path("places/suggest", files.suggest, name="suggest"),
    path("new", wizard.start, name="create"),
    path("new/<uuid:draft_id>/category", wizard.category, name="wizard-category"),
    path("new/<uuid:draft_id>/topic", wizard.topic, name="wizard-topic"),
    path("new/<uuid:draft_id>/place", wizard.place, name="wizard-place"),
    path("new/<uuid:draft_id>/place.svg", files.draft_map, name="wizard-map"),
    path("new/<uuid:draft_id>/text", wizard.text, name="wizard-text"),
    path("new/<uuid:draft_id>/save", wizard.save, name="wizard-save"),
    path("new/<uuid:draft_id>/photos", wizard.add_photo, name="wizard-photos"),
    path("new/<uuid:draft_id>/photos/<uuid:photo_id>/drop", wizard.drop_photo, name="wizard-photo-drop"),
    path("new/<uuid:draft_id>/review", wizard.review, name="wizard-review"),
    path("new/<uuid:draft_id>/done", wizard.done, name="wizard-done"),
    path("confirm/<str:token>", author.confirm, name="confirm"),
    path("mine", cabinet.own, name="mine"),
    path("mine/drafts", cabinet.drafts, name="drafts"),
    path("mine/drafts/<uuid:draft_id>/drop", cabinet.drop_draft, name="draft-drop"),
    path("mine/number/<str:number>", author.own, name="own"),
    path("mine/<str:token>", author.page, name="author"),
    path("mine/<str:token>/reply", author.reply, name="author-reply"),
    path("mine/<str:token>/clarify", author.clarify, name="author-clarify"),
    path("mine/<str:token>/again", author.again, name="author-again"),
    path("mine/<str:token>/rate", author.rate, name="author-rate"),
    path("mine/<str:token>/withdraw", author.withdraw, name="author-withdraw"),
    path("settings/vision", settings.vision, name="vision"),
    path("settings/language", settings.language, name="language"),
]
