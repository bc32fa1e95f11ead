"""Writing what a concern or topic is called, in German or another language, and taking such words away again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from booking import outbox
from booking.errors import NotAllowedNow
from booking.i18n import SOURCE, told
from booking.offers.apart import refuse_taken, titles_when
from booking.offers.events import ConcernsChanged
from booking.offers.models import ConcernText, Topic, TopicText
from booking.offers.sorting import Said, headings
from booking.offers.wording import Heading, own_words


def write_heading(session: Session, heading: Heading, code: str, said: Said, *, now: datetime) -> None:
    """What people read in this language, from now on; the address stays. Raises TitleTaken.

    The heading is for change; in German it is itself what is written.
    """
    everyone = headings(session, type(heading))
    refuse_taken(everyone, titles_when(said.title, code, heading), but_for=heading)
    german = code == SOURCE
    said.write_into(heading if german else own_words(heading, code) or _new_words(heading, code))
    outbox.record(session, ConcernsChanged(what="changed" if german else "texts"), now=now)


def drop_words(session: Session, heading: Heading, code: str, *, now: datetime) -> None:
    """Readers get the catalogue's words again, else the German ones; dropping them twice is harmless.

    The heading is for change. Raises NotAllowedNow for German, and TitleTaken.
    """
    if code == SOURCE:
        raise NotAllowedNow("drop", "german")
    own = own_words(heading, code)
    if own is not None:
        refuse_drop(session, heading, code)
        session.delete(own)
        session.flush()
        session.expire(heading, ["texts"])
        outbox.record(session, ConcernsChanged(what="text_dropped"), now=now)


def refuse_drop(session: Session, heading: Heading, code: str) -> None:
    """Raises TitleTaken when without its own words it would be read like another one in this language."""
    everyone = headings(session, type(heading))
    refuse_taken(everyone, {code: told(heading.title, code).text}, but_for=heading)


def _new_words(heading: Heading, code: str) -> ConcernText | TopicText:
    if isinstance(heading, Topic):
        topic_text = TopicText(language=code, title="")
        heading.texts.append(topic_text)
        return topic_text
    concern_text = ConcernText(language=code, title="")
    heading.texts.append(concern_text)
    return concern_text
