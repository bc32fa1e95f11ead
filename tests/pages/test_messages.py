"""The mail monitor and histories in the browser: what stands there for whom, and what one can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from booking import outbox
from booking.accounts.models import Account, Role
from booking.appointments.correcting import correct
from booking.appointments.finding import by_id
from booking.erasing import erase_person
from booking.events import ConsultationHoursClosed
from booking.notifications.models import Delivery, Fate
from booking.notifications.residents import ResidentMails
from booking.notifications.returning import take_in
from booking.offers.models import Offer, OfferClass
from booking.outbox import EventRow, ParkedReaction
from booking.reservations.models import Reservation
from booking.scheduling.walltime import at_wall
from booking.subscriptions import subscriptions
from booking.todos.models import Todo
from tests.house import TUESDAY
from tests.notifications.returned import standard
from tests.pages.browsing import Visitor
from tests.pages.conftest import MARIA, Site
from tests.pages.reserved import reserved, send_away

SignIn = Callable[..., Visitor]
TEN = at_wall(TUESDAY, 10)
AGAIN = "Noch einmal senden"


def dispatch(site: Site) -> None:
    with site.runtime.database.writing() as session:
        outbox.dispatch(session, subscriptions(site.runtime), now=site.clock.now())
        assert session.scalars(select(ParkedReaction)).all() == []


def booked(site: Site, *, sensitive: bool = False, **sent: object) -> tuple[str, str, str]:
    """An appointment whose confirmation was sent: its id, its code, and the message's id."""
    if sensitive:
        with site.runtime.database.writing() as session:
            session.get_one(Offer, site.house.advice.id).offer_class = OfferClass.SENSITIVE
    appointment_id, code, _token = site.booked(TEN)
    dispatch(site)
    with site.runtime.database.writing() as session:
        delivery = session.scalars(select(Delivery).filter_by(kind="confirmation")).one()
        delivery.fate, delivery.sent_at, delivery.attempts = Fate.SENT, site.clock.now(), 1
        for name, value in sent.items():
            setattr(delivery, name, value)
        return appointment_id, code, delivery.public_id


def sent(site: Site) -> None:
    """Everything that waits has left."""
    with site.runtime.database.writing() as session:
        for delivery in session.scalars(select(Delivery).filter_by(fate=Fate.QUEUED)):
            delivery.fate = Fate.SENT


def come_back(site: Site) -> None:
    with site.runtime.database.writing() as session:
        delivery = session.scalars(select(Delivery).filter_by(kind="confirmation")).one()
        take_in(session, standard(delivery.message_id), now=site.clock.now())
    dispatch(site)


def kinds(site: Site) -> list[str]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(Delivery.kind).order_by(Delivery.id)))


def actors(site: Site, kind: str) -> list[tuple[str | None, str | None, bool]]:
    """Actor and subject of the events of this kind, and whether their change has a name."""
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(EventRow).filter_by(type=kind).order_by(EventRow.id))
        return [(each.actor, each.subject, bool(each.change)) for each in rows]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.LEAD, Role.STAFF, Role.ADMIN])
def test_no_list_and_no_message_tells_a_person(site: Site, signed_in: SignIn, role: Role) -> None:
    _, code, message = booked(site)
    visitor = signed_in(role)
    for path in ("/nachrichten", f"/nachricht/{message}", f"/nachricht/{message}/noch-einmal"):
        text = visitor.get(path).text
        assert visitor.status == 200
        assert "Maria" not in text
        assert "maria@example.org" not in text
        assert "Energieberatung" not in text
        assert ("m…@example.org" in text) == (
            path.endswith("noch-einmal") and role in (Role.ADVISER, Role.LEAD)
        )
    listed = visitor.get("/nachrichten").text
    assert "Bestätigung" in listed
    assert "gesendet" in listed
    assert f"{code[:3]} {code[3:]}" in listed
    assert ("Ada Beispiel, ada@example.org" in listed) == (role in (Role.ADVISER, Role.LEAD))


def test_filters_and_an_empty_list(site: Site, signed_in: SignIn) -> None:
    _, code, _message = booked(site)
    visitor = signed_in(Role.STAFF)
    for query, there in (
        (f"nummer=QB-{code.lower()}", True),
        ("nummer=ZZZZZZ", False),
        ("art=confirmation&stand=sent&tag=2026-11-23", True),
        ("tag=2026-11-24", False),
        ("stand=bounced", False),
        ("seite=2", False),
        ("stand=quatsch&art=quatsch&tag=quatsch&seite=quatsch", True),
    ):
        text = visitor.get(f"/nachrichten?{query}").text
        assert visitor.status == 200
        assert ("/nachricht/" in text) == there, query
        assert ("Hier ist keine Nachricht." in text) != there, query


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("bad address", "An diese Adresse kann man keine E-Mail schicken."),
        ("smtp 550", "Dieses Postfach gibt es nicht. Meldung: 550."),
        ("5.2.2", "Das Postfach ist voll. Meldung: 5.2.2."),
        ("smtp 451", "Der Mailserver nimmt die E-Mail gerade nicht an. Meldung: 451."),
        ("smtp 521", "Der Mailserver hat die E-Mail abgelehnt. Meldung: 521."),
        ("ConnectionRefusedError", "Der Mailserver war nicht zu erreichen."),
        ("no status", "Der Grund ist unbekannt."),
    ],
)
def test_an_error_is_a_sentence(site: Site, signed_in: SignIn, error: str, words: str) -> None:
    _, _, message = booked(site, fate=Fate.FAILED, sent_at=None, error=error)
    assert words in signed_in(Role.STAFF).get(f"/nachricht/{message}").text


def test_a_bounce_leads_to_its_to_do_and_is_sent_again_once_corrected(site: Site, signed_in: SignIn) -> None:
    appointment_id, _, message = booked(site)
    come_back(site)
    adviser = signed_in(Role.ADVISER, "ada@example.org").get(f"/nachricht/{message}")
    assert "Sie ist zurückgekommen." in adviser.text
    assert "Dieses Postfach gibt es nicht. Meldung: 5.1.1." in adviser.text
    with site.runtime.database.reading() as session:
        todo_id = session.scalars(select(Todo.id)).one()
    assert adviser.links["Aufgabe angelegt"] == f"/aufgabe/{todo_id}"
    assert AGAIN not in adviser.links
    assert "Bitte zuerst die Adresse berichtigen lassen." in adviser.text
    forced = adviser.post(f"/nachricht/{message}/noch-einmal", {"csrf_token": adviser.token()})
    assert forced.status == 409
    assert "Bitte zuerst die Adresse berichtigen lassen." in forced.text

    with site.runtime.database.writing() as session:
        found = by_id(session, appointment_id)
        correct(session, site.runtime.desk(), found, replace(MARIA, email="neu@example.org"))
    dispatch(site)
    sent(site)
    adviser.get(f"/nachricht/{message}").follow(AGAIN)
    assert "n…@example.org" in adviser.text
    before = kinds(site)
    adviser.press("Jetzt senden")
    assert "Wir senden die Nachricht noch einmal." in adviser.text
    assert kinds(site) == before
    dispatch(site)
    assert kinds(site) == [*before, "confirmation"]


def test_the_house_does_not_see_whose_to_do_it_is(site: Site, signed_in: SignIn) -> None:
    _, _, message = booked(site)
    come_back(site)
    page = signed_in(Role.STAFF).get(f"/nachricht/{message}")
    assert "Aufgabe angelegt" in page.text
    assert "Der Anbieter kümmert sich." in page.text
    assert "/aufgabe/" not in page.text


def test_pressing_twice_sends_once(site: Site, signed_in: SignIn) -> None:
    _, _, message = booked(site)
    visitor = signed_in(Role.STAFF).get(f"/nachricht/{message}/noch-einmal")
    form = next(each for each in visitor.forms if each.action.endswith("noch-einmal"))
    for _time in range(2):
        visitor.post(form.action, dict(form.fields))
        assert visitor.status == 200
    dispatch(site)
    assert kinds(site).count("confirmation") == 2
    sent(site)
    site.wait(5)
    visitor.get(f"/nachricht/{message}/noch-einmal").press("Jetzt senden")
    dispatch(site)
    assert kinds(site).count("confirmation") == 3


def test_four_times_or_two_people_send_once(site: Site, signed_in: SignIn) -> None:
    _, _, message = booked(site)
    path, (first, second) = f"/nachricht/{message}/noch-einmal", (signed_in(Role.STAFF), signed_in(Role.LEAD))
    second.get(path)
    first.get(path).press("Jetzt senden")
    second.press("Jetzt senden")
    assert second.status == 409
    assert "Diese Nachricht ist noch unterwegs." in second.text
    dispatch(site)
    sent(site)
    for _time in range(3):
        assert "Diese Nachricht ist noch unterwegs." in first.get(path).text
        assert AGAIN not in first.links
    assert kinds(site).count("confirmation") == 2


def test_the_house_reads_no_number_of_a_sensitive_offer(site: Site, signed_in: SignIn) -> None:
    _, code, message = booked(site, sensitive=True)
    shown, staff, adviser = f"{code[:3]} {code[3:]}", signed_in(Role.STAFF), signed_in(Role.ADVISER)
    for path in ("/nachrichten", f"/nachricht/{message}"):
        listed = staff.get(path)
        assert "Bestätigung" in listed.text
        assert shown not in listed.text
        assert code not in listed.text
        assert shown in adviser.get(path).text
    again = adviser.get(f"/nachricht/{message}/noch-einmal").text
    assert "Die Person, um die es geht." in again
    assert "example.org" not in again


def test_by_number_the_desk_reads_times_and_no_room(site: Site, signed_in: SignIn) -> None:
    appointment_id, code, _ = booked(site)
    desk = signed_in(Role.STAFF).get(f"/verlauf?nummer={code}").text
    assert "Gebucht für Dienstag, 24. November, 10 Uhr." in desk
    assert site.house.rooms[0].name not in desk
    own = signed_in(Role.ADVISER).get(f"/ich/termin/{appointment_id}/verlauf").text
    assert site.house.rooms[0].name in own


def test_behind_the_last_page_of_a_history_is_the_last(site: Site, signed_in: SignIn) -> None:
    _, code, _ = booked(site)
    text = signed_in(Role.STAFF).get(f"/verlauf?nummer={code}&seite=9").text
    assert "Gebucht für Dienstag, 24. November, 10 Uhr." in text
    assert "Hier ist noch nichts festgehalten." not in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("confirmation", "Eine E-Mail ist geplant."), ("reminder", "Eine Erinnerung ist geplant.")],
)
def test_a_mail_without_a_cause_says_what_it_is(site: Site, signed_in: SignIn, kind: str, words: str) -> None:
    _, code, _ = booked(site, event_id=None, kind=kind)
    text = signed_in(Role.STAFF).get(f"/verlauf?nummer={code}").text
    assert [each for each in ("Eine E-Mail ist", "Eine Erinnerung ist") if each in text] == [words[:-9]]


def test_providers_read_the_house_as_one(site: Site, signed_in: SignIn) -> None:
    reservation_id = reserved(site)
    dispatch(site)
    staff, lead = signed_in(Role.STAFF, "team@example.org"), signed_in(Role.LEAD)
    with site.runtime.database.writing() as session:
        account = session.scalars(select(Account).filter_by(email="team@example.org")).one()
        delivery = session.scalars(select(Delivery).filter_by(kind="reservation_made")).one()
        delivery.order_key, message = f"reservation:{reservation_id}|account:{account.id}", delivery.public_id
    for path in ("/nachrichten", f"/nachricht/{message}"):
        assert "Quartiersbüro</bdi>" in lead.get(path).text
        assert "team@example.org" not in lead.text
        assert "Konto staff, team@example.org" in staff.get(path).text


def test_a_to_do_by_hand(site: Site, signed_in: SignIn) -> None:
    _, _, message = booked(site, fate=Fate.OUTDATED, sent_at=None)
    visitor = signed_in(Role.LEAD).get(f"/nachricht/{message}")
    visitor.press("Aufgabe anlegen: anrufen")
    assert "Eine Aufgabe ist angelegt." in visitor.text
    assert "Aufgabe anlegen: anrufen" not in visitor.text
    assert visitor.follow("Aufgabe angelegt").status == 200


def test_where_nobody_needs_a_call_the_page_says_so(site: Site, signed_in: SignIn) -> None:
    _, _, message = booked(site, fate=Fate.FAILED, sent_at=None, kind="reminder")
    visitor = signed_in(Role.STAFF).get(f"/nachricht/{message}")
    visitor.press("Aufgabe anlegen: anrufen")
    assert visitor.status == 409
    assert "Dazu ist keine Aufgabe nötig." in visitor.text


def test_a_retry_is_told_in_the_time_of_the_house(site: Site, signed_in: SignIn) -> None:
    _, _, message = booked(
        site,
        fate=Fate.RETRYING,
        sent_at=None,
        error="smtp 451",
        attempts=2,
        next_attempt_at=at_wall(TUESDAY, 9, 42),
    )
    text = signed_in(Role.STAFF).get(f"/nachricht/{message}").text
    assert "Versuche bisher: 2." in text
    assert "Sie wird wiederholt: am Dienstag, 24. November, 9:42 Uhr." in text
    assert "Diese Nachricht ist noch unterwegs." in text


def test_once_the_person_is_gone_nothing_is_sent(site: Site, signed_in: SignIn) -> None:
    appointment_id, _, message = booked(site)
    with site.runtime.database.writing() as session:
        erase_person(session, by_id(session, appointment_id).person_id or "", now=site.clock.now())
    text = signed_in(Role.STAFF).get(f"/nachricht/{message}").text
    assert "Die Angaben zur Person sind gelöscht." in text


def test_another_provider_reads_neither_message_nor_history(site: Site, signed_in: SignIn) -> None:
    appointment_id, code, message = booked(site)
    reservation_id = reserved(site)
    dispatch(site)
    for role in (Role.ADVISER, Role.LEAD):
        visitor = signed_in(role, f"fremd-{role}@example.org")
        send_away(site, f"fremd-{role}@example.org")
        assert "/nachricht/" not in visitor.get(f"/nachrichten?nummer={code}").text
        assert "0" in visitor.get("/nachrichten").text
        assert "/nachricht/" not in visitor.text
        for path in (
            f"/nachricht/{message}",
            f"/nachricht/{message}/noch-einmal",
            f"/ich/termin/{appointment_id}/verlauf",
            f"/reservierung/{reservation_id}/verlauf",
            "/sprechstunde/1/verlauf",
        ):
            assert visitor.get(path).status == 404, path
        token = visitor.get("/code").token()
        for path in (f"/nachricht/{message}/noch-einmal", f"/nachricht/{message}/aufgabe"):
            assert visitor.post(path, {"csrf_token": token}).status == 404, path


def test_what_got_stuck_is_tried_again_by_the_admin(site: Site, signed_in: SignIn) -> None:
    with site.runtime.database.writing() as session:
        outbox.record(session, ConsultationHoursClosed(hours_id=1), now=site.clock.now())
    dispatch(site)
    with site.runtime.database.writing() as session:
        event = session.scalars(select(EventRow.id).order_by(EventRow.id.desc())).first()
        parked = ParkedReaction(event_id=event, reaction="ask", error="KeyError", parked_at=site.clock.now())
        session.add(parked)
    assert "hängt" not in signed_in(Role.STAFF).get("/nachrichten").text
    admin = signed_in(Role.ADMIN).get("/nachrichten")
    assert "1 Schritt hängt" in admin.text
    admin.press("Noch einmal versuchen")
    assert "1 Schritt nachgeholt" in admin.text
    assert "1 Schritt hängt" not in admin.text


def test_what_got_stuck_really_runs_again(site: Site, signed_in: SignIn) -> None:
    site.booked(TEN)
    dispatch(site)
    confirm = ResidentMails.confirm.__qualname__
    with site.runtime.database.writing() as session:
        lost = session.scalars(select(Delivery).filter_by(kind="confirmation")).one()
        event = lost.event_id
        assert event is not None
        session.delete(lost)
        session.add(ParkedReaction(event_id=event, reaction=confirm, error="", parked_at=site.clock.now()))
    assert "confirmation" not in kinds(site)
    admin = signed_in(Role.ADMIN).get("/nachrichten").press("Noch einmal versuchen")
    assert "1 Schritt nachgeholt, 0 Schritte hängen noch." in admin.text
    assert kinds(site).count("confirmation") == 1
    assert kinds(site).count("adviser_note") == 1
    with site.runtime.database.reading() as session:
        assert session.scalars(select(ParkedReaction)).all() == []


def test_the_history_at_an_appointment_for_its_provider_and_at_the_desk(
    site: Site, signed_in: SignIn
) -> None:
    appointment_id, code, _token = site.booked(TEN)
    resident = site.visitor().get(f"/t/{_token}/verschieben")
    resident.press("2026-11-24T10:00Z")
    dispatch(site)
    site.clock.moment = at_wall(TUESDAY, 11)
    adviser = signed_in(Role.ADVISER, "ada@example.org")
    token = adviser.get("/code").token()
    adviser.post(f"/ich/termin/{appointment_id}", {"status": "arrived", "csrf_token": token})
    own = adviser.get(f"/ich/termin/{appointment_id}/verlauf").text
    assert "Verschoben von Dienstag, 24. November, 10 Uhr auf Dienstag, 24. November, 11 Uhr." in own
    assert "Vermerkt: ist da." in own
    assert "Ada Beispiel" in own
    assert "Bewohnerin oder Bewohner" in own
    desk = signed_in(Role.STAFF).get("/verlauf").press("Verlauf ansehen", nummer=code.lower())
    assert "Vermerkt: ist da." in desk.text
    assert "Beraterin oder Berater" in desk.text
    for secret in ("Ada", "Maria", "Energieberatung", "Testverein", "maria@example.org"):
        assert secret not in desk.text, secret
    assert "Bestätigung" in desk.text


def test_a_number_that_nobody_has(site: Site, signed_in: SignIn) -> None:
    visitor = signed_in(Role.STAFF).get("/verlauf?nummer=ZZZ%00ZZZ")
    assert visitor.status == 200
    assert "Diese Nummer gibt es nicht." in visitor.text


def test_the_history_of_a_reservation_names_the_house_only_as_such(site: Site, signed_in: SignIn) -> None:
    reservation_id = reserved(site, title="Geheimer Titel")
    staff = signed_in(Role.STAFF, "team@example.org").get(f"/reservierung/{reservation_id}/absagen")
    staff.press("Weiter: Folgen ansehen").press("Ja, absagen")
    dispatch(site)
    lead = (
        signed_in(Role.LEAD)
        .get(f"/reservierung/{reservation_id}")
        .follow("Verlauf ansehen: Wer hat was getan?")
    )
    assert "Quartiersbüro</bdi>" in lead.text
    assert "Konto staff" not in lead.text
    house = signed_in(Role.STAFF, "team@example.org").get(f"/reservierung/{reservation_id}/verlauf")
    assert "Konto staff" in house.text
    assert "Geheimer Titel" not in house.text


def test_a_sprechstunde_says_when_it_was_opened(site: Site, signed_in: SignIn) -> None:
    text = signed_in(Role.STAFF).get("/sprechstunde/1").follow("Verlauf ansehen: Wer hat was getan?").text
    assert "Die Sprechstunde ist geöffnet: Dienstag, 24. November, 9 Uhr." in text


def test_who_acts_is_written_down_in_the_web_and_in_the_clockwork(site: Site, signed_in: SignIn) -> None:
    visitor = site.visitor().get("/termin/energieberatung").press("2026-11-24T08:00Z")
    visitor.press("Weiter: Angaben prüfen", name="Maria", contact="email", email="maria@example.org")
    visitor.press("Termin verbindlich buchen")
    with site.runtime.database.reading() as session:
        made = session.scalars(select(EventRow).filter_by(type="AppointmentBooked")).one()
        reservation = session.scalars(select(Reservation)).one()
        account = site.house.account.id
    assert actors(site, "AppointmentBooked") == [("resident", made.subject, True)]
    assert made.subject == f"appointment:{made.payload['appointment_id']}"
    adviser = signed_in(Role.ADVISER, "ada@example.org")
    token = adviser.get("/code").token()
    site.clock.moment = at_wall(TUESDAY, 9)
    adviser.post(f"/ich/termin/{made.payload['appointment_id']}", {"status": "arrived", "csrf_token": token})
    assert actors(site, "AppointmentAttended") == [(f"account:{account}", made.subject, True)]
    assert actors(site, "ReservationMade") == [("service", f"reservation:{reservation.id}", True)]
    dispatch(site)
    with site.runtime.database.writing() as session:
        session.scalars(select(Delivery).filter_by(kind="confirmation")).one().fate = Fate.SENT
    come_back(site)
    assert actors(site, "MailUndeliverable") == [("service", None, True)]
