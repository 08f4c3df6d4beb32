"""The person's own account: profile, places, organisations, data; and the texts that people agree to."""

from django.urls import path

from otklik.web.profile import profile

urlpatterns = [
    path("account/profile", profile.page, name="profile"),
    path("account/profile/photo", profile.photo, name="profile-photo"),
    path("account/profile/photo/drop", profile.drop_photo, name="profile-photo-drop"),
    path("account/profile/email-works", profile.email_works, name="profile-email-works"),
    path("account/photo/<int:person_id>/<uuid:photo_id>.jpg", profile.face, name="profile-face"),
    path("rules", profile.rules, name="rules"),
    path("consents/publication", profile.publication, name="consent-publication"),
]
