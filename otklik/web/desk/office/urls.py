"""One appeal at the desk of its authority, below /desk/authority/."""

from django.urls import path

from otklik.web.desk.office import item, reply, rules, work

urlpatterns = [
    path("rules", rules.rules, name="office-rules"),
    path("rules/change", rules.change, name="office-rules-change"),
    path("rules/template", rules.template, name="office-template"),
    path("<str:number>", item.item, name="office-item"),
    path("<str:number>/hand", work.hand, name="office-hand"),
    path("<str:number>/note", work.note, name="office-note"),
    path("<str:number>/extend", work.extend, name="office-extend"),
    path("<str:number>/forward", work.forward, name="office-forward"),
    path("<str:number>/ask", work.ask, name="office-ask"),
    path("<str:number>/ask/<int:opinion_id>/back", work.take_question_back, name="office-ask-back"),
    path("<str:number>/errand", work.send_errand, name="office-errand"),
    path("<str:number>/errand/<int:errand_id>/close", work.close_errand, name="office-errand-close"),
    path("<str:number>/reply", reply.save, name="office-reply"),
    path("<str:number>/reply/keep", reply.keep, name="office-keep"),
    path("<str:number>/preview", reply.preview, name="office-preview"),
    path("<str:number>/publish", reply.publish, name="office-publish"),
    path("<str:number>/recall", reply.recall, name="office-recall"),
    path("<str:number>/send-back", reply.send_back, name="office-send-back"),
    path("<str:number>/files/<uuid:file_id>", reply.file, name="office-file"),
    path("<str:number>/files/<uuid:file_id>-<slug:size>.jpg", reply.photo, name="office-photo"),
    path("<str:number>/files/<uuid:file_id>/drop", reply.drop_file, name="office-file-drop"),
]
