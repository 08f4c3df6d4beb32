"""What people say of their municipality once a year, and how well authorities answer."""

from django.urls import path

from otklik.web.assessment import board, editing, results, survey, waves

urlpatterns = [
    path("board", board.page, name="board"),
    path("board/method", board.method, name="board-method"),
    path("board.csv", board.file, name="board-file"),
    path("survey", survey.page, name="survey"),
    path("survey/fill", survey.fill, name="survey-fill"),
    path("survey/results", results.page, name="survey-results"),
    path("survey/results.csv", results.file, name="survey-results-file"),
    path("staff/survey", editing.listing, name="surveys"),
    path("staff/survey/<int:year>", editing.edit, name="survey-edit"),
    path("desk/waves", waves.page, name="waves"),
    path("desk/waves/<int:wave_id>/settle", waves.settle, name="wave-settle"),
]
