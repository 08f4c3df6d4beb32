"""Tables and their constraints. No behaviour: steps write, queries read."""

from otklik.appeals.models.appeal import CHANNELS, LISTED, Appeal, Change, JournalRow
from otklik.appeals.models.around import Comment, FiledWith, Follow, ReadyWords, Support, Watch
from otklik.appeals.models.guard import Complaint, Redaction, Word
from otklik.appeals.models.moderating import Hold, PendingDecision
from otklik.appeals.models.office import (
    DeskRules,
    Errand,
    ErrandDevice,
    ErrandItem,
    OfficeNote,
    Opinion,
    Reply,
    ReplyFile,
    ReplyTemplate,
)
from otklik.appeals.models.parts import Answer, AnswerFile, Dispatch, Draft, Enclosure, Photo, SearchDocument

__all__ = [
    "CHANNELS",
    "LISTED",
    "Answer",
    "AnswerFile",
    "Appeal",
    "Change",
    "Comment",
    "Complaint",
    "DeskRules",
    "Dispatch",
    "Draft",
    "Enclosure",
    "Errand",
    "ErrandDevice",
    "ErrandItem",
    "FiledWith",
    "Follow",
    "Hold",
    "JournalRow",
    "OfficeNote",
    "Opinion",
    "PendingDecision",
    "Photo",
    "ReadyWords",
    "Redaction",
    "Reply",
    "ReplyFile",
    "ReplyTemplate",
    "SearchDocument",
    "Support",
    "Watch",
    "Word",
]
