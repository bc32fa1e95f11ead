"""/einstellungen/anliegen/themen: the words of the programme."""

from __future__ import annotations

from flask import Blueprint

from booking.i18n import sentence
from booking.offers.models import Topic
from booking.offers.sorting import add_topic
from booking.web.forms.concerns import TITLE
from booking.web.pages.settings.concerns import HOME
from booking.web.pages.settings.heading_dropping import HeadingDropping
from booking.web.pages.settings.heading_kind import Kind
from booking.web.pages.settings.heading_words import HeadingWords
from booking.web.pages.settings.headings import Headings

pages = Blueprint("settings_topics", __name__)

KIND = Kind(
    table=Topic,
    home=f"{HOME}/themen",
    list_page="settings/topics.html",
    form_page="settings/topic.html",
    fields=(TITLE,),
    add=add_topic,
    added=sentence("Das Thema ist angelegt."),
    changed=sentence("Das Thema ist geändert."),
    deleted=sentence("Das Thema ist gelöscht."),
    overtaken=sentence("Das Thema hat sich inzwischen geändert."),
    untitled=sentence("Bitte schreiben Sie, wie das Thema heißt."),
    taken=sentence("Ein Thema mit diesem Namen gibt es schon."),
)
Headings(KIND).open_doors(pages)
HeadingWords(KIND).open_doors(pages)
HeadingDropping(KIND).open_doors(pages)
