"""What people say of their municipality once a year, and how well authorities answer."""

from django.urls import path

from otklik.web.assessment import board, waves

urlpatterns = [
    path("board", board.page, name="board"),
    path("board/method", board.method, name="board-method"),
    path("board.csv", board.file, name="board-file"),
    path("desk/waves", waves.page, name="waves"),
    path("desk/waves/<int:wave_id>/settle", waves.settle, name="wave-settle"),
]
