"""One real address for every GET route of the pages, so that tests can walk all of them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from werkzeug.routing import Rule

from booking import outbox
from booking.accounts.capabilities import CONFIRM, INVITE, REMINDERS, RESET, mint
from booking.accounts.models import Account, Role
from booking.appointments.models import ConsultationHours
from booking.desk.models import WalkIn
from booking.house.models import Closure
from booking.house.school_holidays import add_school_holiday
from booking.notifications.models import Delivery
from booking.offers.absences import Absence
from booking.offers.models import ConcernText, OfferText, Topic, TopicText
from booking.reservations.models import Occurrence
from booking.scheduling.walltime import at_wall, wall_day
from booking.subscriptions import subscriptions
from booking.web.handbook import pictures
from tests.house import TUESDAY
from tests.pages.conftest import Site
from tests.pages.waiting import waiting_link, waits
from tests.todos.scene import put

NOT_PAGES = ("api", "health", "document", "meanings", "static", "live.")


def get_rules(site: Site) -> list[Rule]:
    """The rules of pages that answer GET."""
    return [
        rule
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith(NOT_PAGES)
    ]


def addresses(site: Site) -> dict[str, str]:
    """An address for each of these rules, by rule; the appointment and the reservation behind them are real."""
    appointment_id, _, token = site.booked(at_wall(TUESDAY, 11))
    values = {
        "slug": "energieberatung",
        "token": token,
        "mail_id": "none",
        "import_key": "none",
        "job_id": "none",
        "kind": "raeume",
        "chapter": "1-erster-tag",
        "picture": next(iter(pictures()), "none.png"),
        "message_id": message_about(site, appointment_id),
        "appointment_id": appointment_id,
        **_disrupted(site),
        **_offered(site),
        **_people(site),
        "walk_in_id": _walk_in(site),
        "todo_id": _todo(site),
        "entry_id": waits(site),
        **_reserved(site),
        "room_id": site.house.rooms[-1].id if site.house.rooms else 0,
    }
    waiting = waiting_link(site, values["entry_id"])
    rules = {rule.rule: rule for rule in get_rules(site)}
    found = {}
    for path, rule in rules.items():
        known = {name: values[name] for name in rule.arguments}
        if path.startswith("/hilfe/"):
            known["slug"] = "haus-und-energie"
        if path.startswith("/einstellungen/haus/"):
            known["slug"] = "telefon"
        if path.startswith("/einstellungen/anliegen/themen/") and "heading_id" in known:
            known["heading_id"] = values["topic_id"]
        if path.startswith("/w/"):
            known["token"] = waiting
        if path.startswith(("/einladung/", "/passwort-neu/")):
            known["token"] = _way_in(site, INVITE if path.startswith("/einladung/") else RESET)
        if path.startswith("/erinnerung-aus/"):
            known["token"] = _link(site, appointment_id, REMINDERS)
        if path.endswith("/bestaetigen"):
            known["token"] = _link(site, appointment_id, CONFIRM)
        found[path] = site.app.url_map.bind("localhost").build(rule.endpoint, known, method="GET")
    return found


def _link(site: Site, appointment_id: str, purpose: str) -> str:
    """A token for something else than the appointment's own page."""
    now = site.clock.now()
    with site.runtime.database.writing() as session:
        until = now + timedelta(days=1)
        return mint(session, purpose=purpose, subject=appointment_id, now=now, expires_at=until)


def _people(site: Site) -> dict[str, str | int]:
    """The adviser of the house, their provider and their account, and a step that may be taken about it."""
    small = site.house
    if not small.advisers:
        return {"account_id": 0, "adviser_id": 0, "provider_id": 0, "step": "sperren"}
    return {
        "account_id": small.account.id,
        "adviser_id": small.advisers[0].id,
        "provider_id": small.provider.id,
        "step": "sperren",
    }


def _way_in(site: Site, purpose: str) -> str:
    """A token that sets a password."""
    now = site.clock.now()
    with site.runtime.database.writing() as session:
        account = Account(email=f"{purpose}@example.org", name="Neu", role=Role.STAFF, password_hash="!")
        account.invited_at = now if purpose == INVITE else None
        session.add(account)
        session.flush()
        until = now + timedelta(hours=1)
        return mint(session, purpose=purpose, subject=f"account:{account.id}", now=now, expires_at=until)


def _walk_in(site: Site) -> str:
    """Somebody who came to the first Sprechstunde's door today, and a door where somebody may come."""
    now = site.clock.now()
    with site.runtime.database.writing() as session:
        door = session.query(ConsultationHours).first()
        if door is None:
            return "none"
        session.add(WalkIn(id="w" * 16, hours_id=door.id, day=wall_day(now), number=1, arrived_at=now))
    return "w" * 16


def _todo(site: Site) -> str:
    """A to-do of the house's provider, as its advisers see it."""
    with site.runtime.database.writing() as session:
        return put(session, vault=site.runtime.vault, provider_id=site.house.provider.id, key="address").id


def message_about(site: Site, appointment_id: str) -> str:
    """The mail about it, planned as the worker would: its public id."""
    with site.runtime.database.writing() as session:
        outbox.dispatch(session, subscriptions(site.runtime), now=site.clock.now())
        about_it = select(Delivery.public_id).where(
            Delivery.appointment_id == appointment_id, Delivery.person_id.is_not(None)
        )
        return session.scalars(about_it).one()


def _disrupted(site: Site) -> dict[str, int]:
    """A closure, an absence of an adviser and school holidays, all long ago, so that nothing takes anything away."""
    long_ago = site.clock.now() - timedelta(days=90)
    span = {"starts_at": long_ago, "ends_at": long_ago + timedelta(hours=1)}
    with site.runtime.database.writing() as session:
        closure = Closure(reason="Wasserschaden", **span)
        adviser = site.house.advisers[0]
        absence = Absence(adviser_id=adviser.id, provider_id=adviser.provider_id, created_at=long_ago, **span)
        session.add_all([closure, absence])
        holiday = add_school_holiday(session, long_ago.date(), long_ago.date(), "Testferien")
        session.flush()
        return {"closure_id": closure.id, "absence_id": absence.id, "holiday_id": holiday.id}


def _offered(site: Site) -> dict[str, str | int]:
    """The house's offer, its concern and a topic, each with words in English."""
    with site.runtime.database.writing() as session:
        offer = session.merge(site.house.advice)
        english = OfferText(offer_id=offer.id, language="en", title="Energy advice", summary="For everybody.")
        topic = Topic(slug="bildung", title="Bildung")
        topic.texts.append(TopicText(language="en", title="Education"))
        session.add(topic)
        offer.texts.append(english)
        concern = offer.concerns[0]
        concern.texts.append(ConcernText(language="en", title="House and power"))
        session.flush()
        return {"offer_id": offer.id, "code": "en", "heading_id": concern.id, "topic_id": topic.id}


def _reserved(site: Site) -> dict[str, str | int]:
    """The reservation of the first Sprechstunde."""
    with site.runtime.database.reading() as session:
        hours = session.query(ConsultationHours).first()
        date = session.get_one(Occurrence, hours.occurrence_id) if hours else None
        return {"hours_id": hours.id, "reservation_id": date.reservation_id} if hours and date else {}
