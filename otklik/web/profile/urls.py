"""The person's own account: profile, places, organisations, data; and the texts that people agree to."""

from django.urls import path

from otklik.web.profile import data, keys, organisations, places, profile

urlpatterns = [
    path("account/profile", profile.page, name="profile"),
    path("account/profile/photo", profile.photo, name="profile-photo"),
    path("account/profile/photo/drop", profile.drop_photo, name="profile-photo-drop"),
    path("account/profile/email-works", profile.email_works, name="profile-email-works"),
    path("account/photo/<int:person_id>/<uuid:photo_id>.jpg", profile.face, name="profile-face"),
    path("account/places", places.page, name="places"),
    path("account/places/<int:watch_id>/drop", places.drop, name="place-drop"),
    path("account/organisations", organisations.page, name="organisations"),
    path("account/organisations/<int:representation_id>/drop", organisations.drop, name="organisation-drop"),
    path("account/organisations/keys", keys.page, name="organisation-keys"),
    path("account/organisations/keys/<int:key_id>/revoke", keys.revoke, name="organisation-key-revoke"),
    path("account/data", data.page, name="account-data"),
    path("account/delete", data.delete, name="account-delete"),
    path("rules", profile.rules, name="rules"),
    path("consents/publication", profile.publication, name="consent-publication"),
]
