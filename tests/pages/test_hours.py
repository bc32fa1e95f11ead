"""Sprechstunden in a reservation: opened on many dates after a preview, changed, called off, nobody forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
from sqlalchemy import event, select

from booking.accounts.models import Account, Provider, Role
from booking.accounts.people import Contact
from booking.appointments.hours import add_adviser
from booking.appointments.models import Appointment, Channel, ConsultationHours, Status
from booking.errors import SlotTaken
from booking.outbox import EventRow
from booking.reservations import reserving
from booking.reservations.models import Occurrence
from booking.reservations.wishes import OnClosure, When, Wish
from booking.scheduling.recurrence import Frequency, Rule
from booking.scheduling.walltime import at_wall
from booking.web.views.hours import hours_by_date
from tests import house
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site

ADA = "ada@example.org"
FRIDAY = date(2026, 11, 27)
SignIn = Callable[..., Visitor]
WITHOUT_MAIL = Contact(name="Herr Ohne", phone="02175 4711")


@pytest.fixture
def series(site: Site) -> str:
    """Ada's Büro 2 on ten Fridays, every second week from nine to twelve; one of them is Christmas Day."""
    with site.runtime.database.writing() as session:
        wish = Wish(
            provider_id=site.house.provider.id,
            title="Energie am Freitag",
            room=session.merge(site.house.rooms[1], load=False),
            when=When(
                first_day=FRIDAY,
                at=time(9),
                minutes=180,
                rule=Rule(frequency=Frequency.WEEKLY, interval=2, weekdays=(4,), count=10),
            ),
            on_closure=OnClosure.KEEP,
        )
        return reserving.reserve(session, site.runtime.desk(), wish, account_id=site.house.account.id).id


@pytest.fixture
def ada(site: Site, series: str, signed_in: SignIn) -> Visitor:
    return signed_in(Role.ADVISER, ADA)


def form_of(series: str) -> str:
    return f"/reservierung/{series}/sprechstunde"


def preview(ada: Visitor, series: str, **typed: str | list[str]) -> Visitor:
    typed.setdefault("offer", "energieberatung")
    return ada.get(form_of(series)).press("Weiter: Vorschau ansehen", **typed)


def opened(site: Site) -> list[ConsultationHours]:
    """The Sprechstunden on Fridays."""
    with site.runtime.database.reading() as session:
        found = session.scalars(select(ConsultationHours).order_by(ConsultationHours.starts_at))
        return [each for each in found if each.starts_at > at_wall(TUESDAY, 20)]


def open_first(ada: Visitor, site: Site, series: str, **typed: str | list[str]) -> int:
    """A Sprechstunde on the first Friday; its id."""
    with site.runtime.database.reading() as session:
        first = session.scalar(select(Occurrence.id).where(Occurrence.starts_at == at_wall(FRIDAY, 9)))
    assert first
    preview(ada, series, which="some", date=[first], **typed).press("Sprechstunde öffnen")
    return opened(site)[0].id


def free_times(site: Site, day: str = "2026-11-27") -> list[str]:
    """What a resident may book that day, in UTC."""
    shown = site.visitor().get("/termin/energieberatung").slots()
    return [each.removeprefix(f"{day}T") for each in shown if each.startswith(day)]


def events(site: Site) -> list[str]:
    with site.runtime.database.reading() as session:
        return list(session.scalars(select(EventRow.type).order_by(EventRow.id)))


def status_of(site: Site, appointment_id: str) -> tuple[str, str, int]:
    with site.runtime.database.reading() as session:
        mine = session.get_one(Appointment, appointment_id)
        return mine.status, f"{mine.starts_at:%d. %H:%M}", mine.hours_id


def holds(site: Site) -> list[str]:
    with site.runtime.database.reading() as session:
        held = session.scalars(select(Appointment).where(Appointment.status == Status.HELD))
        return [f"{each.starts_at:%d. %H:%M}" for each in held]


def test_ten_dates_one_of_them_a_holiday(site: Site, ada: Visitor, series: str) -> None:
    before = site.rows()
    preview(ada, series)
    assert ada.status == 200
    assert "9 von 10 Terminen passen." in ada.text
    assert "Feiertag: Erster Weihnachtstag." in ada.text
    assert "So sehen es die Ratsuchenden" in ada.text
    assert "9:30 Uhr" in ada.text
    assert site.rows() == before
    assert free_times(site) == []

    ada.press("Nur die 9 möglichen Termine öffnen")
    assert ada.path == f"/reservierung/{series}"
    assert len(opened(site)) == 9
    assert free_times(site) == ["08:00Z", "08:30Z", "09:00Z", "09:30Z", "10:00Z", "10:30Z"]
    assert events(site).count("ConsultationHoursOpened") == 1 + 9


def test_the_sentence_waits_on_the_next_page(site: Site, ada: Visitor, series: str) -> None:
    open_first(ada, site, series)
    assert ada.path == f"/reservierung/{series}"
    assert "Ab sofort kann man Termine buchen." in ada.text
    assert "Ab sofort" not in ada.get(f"/reservierung/{series}").text


def test_opening_twice_is_once(site: Site, ada: Visitor, series: str) -> None:
    preview(ada, series)
    fields = next(form.fields for form in ada.forms if any("öffnen" in each.label for each in form.buttons))
    sent: dict[str, list[str]] = {"step": ["speichern"]}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    for _ in range(2):
        assert ada.client.post(form_of(series), data=sent).status_code == 303
    assert len(opened(site)) == 9
    assert "Die Sprechstunde ist schon offen." in ada.get(f"/sprechstunde/{opened(site)[0].id}").text
    assert "ist schon offen" in preview(ada, series).text
    assert "Der Termin passt." not in ada.text


def test_what_changed_since_the_preview_is_shown_and_nothing_saved(
    site: Site, ada: Visitor, series: str
) -> None:
    preview(ada, series)
    with site.runtime.database.writing() as session:
        session.query(Occurrence).filter_by(starts_at=at_wall(FRIDAY, 9)).update({"status": "cancelled"})
    ada.press("Nur die 9 möglichen Termine öffnen")
    assert ada.status == 409
    assert "Inzwischen hat sich etwas geändert. Es ist nichts gespeichert." in ada.text
    assert opened(site) == []
    ada.press("Sprechstunde öffnen")
    assert len(opened(site)) == 8


def test_an_adviser_sits_in_one_place(site: Site, ada: Visitor, series: str) -> None:
    open_first(ada, site, series)
    preview(ada, series, starts="10:00", ends="11:00")
    assert "Ada 1 hat dann schon eine andere Sprechstunde." in ada.text
    assert "8 von 10 Terminen passen." in ada.text


def test_its_own_settings_change_the_times(site: Site, ada: Visitor, series: str) -> None:
    preview(ada, series, slot_minutes="50", buffer_minutes="10", notice_hours="1,5", daily_cap="2")
    for words in ("50 Minuten", "Danach bleiben 10 Minuten frei.", "1,5 Stunden", "höchstens 2 Termine"):
        assert words in ada.text
    ada.press("Nur die 9 möglichen Termine öffnen")
    assert free_times(site) == ["08:00Z", "09:00Z", "10:00Z"]
    assert (opened(site)[0].notice_minutes, opened(site)[0].daily_cap) == (90, 2)


def test_two_seats_are_two_places(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series, seats="2", starts="9:00", ends="10:00")
    nine = at_wall(FRIDAY, 9)
    for name in ("Eins", "Zwei"):
        assert free_times(site) == ["08:00Z", "08:30Z"]
        site.booked(nine, Contact(name=name))
    assert free_times(site) == ["08:30Z"]
    ada.get(f"/sprechstunde/{hours_id}")
    assert "2 Plätze frei" in ada.text
    assert "Eins" in ada.text


def test_an_open_door_has_no_times_to_book(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series, mode="open_door")
    assert free_times(site) == []
    assert "Ab sofort steht sie im Programm." in ada.text
    ada.get(f"/sprechstunde/{hours_id}")
    assert "Es gibt keine Zeiten zum Buchen." in ada.text
    assert "27. November" in site.visitor().get("/heute").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"offer": ""}, "Bitte wählen Sie ein Angebot."),
        ({"offer": "beratung-99"}, "Bitte wählen Sie ein Angebot."),
        ({"adviser": "ada-2"}, "Bitte wählen Sie, wer berät."),
        ({"which": "some"}, "Bitte kreuzen Sie mindestens einen Termin an."),
        ({"which": ""}, "Bitte wählen Sie, an welchen Terminen."),
        ({"starts": "halb neun"}, "Bitte schreiben Sie die Uhrzeit so: 9:30."),
        ({"starts": "11:00", "ends": "10:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"starts": "13:00"}, "Diese Zeit passt nicht zu allen Terminen."),
        ({"seats": "7"}, "Bitte wählen Sie 1 bis 6 Plätze."),
        ({"mode": "video"}, "Bitte wählen Sie, wie man zu Ihnen kommt."),
        ({"slot_minutes": "3"}, "Bitte schreiben Sie eine Zahl von 5 bis 240."),
        ({"slot_minutes": "200"}, "Ein Termin dauert 200 Minuten. Die Sprechstunde ist kürzer."),
        ({"notice_hours": "viel"}, "Bitte schreiben Sie eine Zahl von 0 bis 336."),
        ({"notice_hours": "100", "horizon_days": "2"}, "So kann niemand buchen."),
    ],
)
def test_each_fault_has_its_sentence(
    site: Site, ada: Visitor, series: str, typed: dict[str, str], sentence: str
) -> None:
    preview(ada, series, **typed)
    assert ada.status == 422
    assert ada.title.startswith("Fehler:")
    assert sentence in ada.text


def test_everything_typed_stays(ada: Visitor, series: str) -> None:
    preview(ada, series, starts="10:00", slot_minutes="20")
    ada.press("Angaben ändern")
    fields = dict(next(each.fields for each in ada.forms if each.action == form_of(series)))
    assert (fields["offer"], fields["starts"], fields["slot_minutes"]) == ("energieberatung", "10:00", "20")
    assert fields["which"] == "all"


def test_one_sprechstunde_with_its_times(site: Site, ada: Visitor, series: str, signed_in: SignIn) -> None:
    hours_id = open_first(ada, site, series)
    _, code, _ = site.booked(at_wall(FRIDAY, 9), Contact(name="Maria Muster", phone="0171 55 66 77"))
    spoken = f"{code[:3]} {code[3:]}"
    page = f"/sprechstunde/{hours_id}"
    for who in (ada, signed_in(Role.LEAD)):
        text = who.get(page).text
        assert "Maria Muster" in text
        assert "0171 55 66 77" in text
        assert spoken in text
        assert "Energieberatung" in text
    for who in (signed_in(Role.ADVISER, "neu@example.org"), signed_in(Role.STAFF), signed_in(Role.ADMIN)):
        text = who.get(page).text
        assert spoken in text
        assert "Maria" not in text
        assert "0171 55" not in text


def test_the_house_never_reads_what_a_sensitive_offer_is(
    site: Site, ada: Visitor, series: str, signed_in: SignIn
) -> None:
    hours_id = open_first(ada, site, series, offer="beratung-7")
    assert "Schuldnerberatung" in ada.get(f"/sprechstunde/{hours_id}").text
    staff = signed_in(Role.STAFF).get(f"/sprechstunde/{hours_id}")
    assert "Schuldnerberatung" not in staff.text
    assert "beratung-7" not in staff.text
    assert '<p class="tp-lead">Beratung</p>' in staff.text
    assert "Schuldnerberatung" not in staff.get(f"/sprechstunde/{hours_id}/absagen").text


def test_names_of_a_sensitive_offer_stand_on_ich_alone_and_no_number_beside_its_adviser(
    site: Site, ada: Visitor, series: str, signed_in: SignIn
) -> None:
    hours_id = open_first(ada, site, series, offer="beratung-7")
    _, code, _ = site.booked(
        at_wall(FRIDAY, 9), Contact(name="Maria Muster", phone="0171 55 66 77"), sensitive=True
    )
    spoken = f"{code[:3]} {code[3:]}"
    for who in (ada, signed_in(Role.LEAD)):
        text = who.get(f"/sprechstunde/{hours_id}").text
        assert spoken in text
        assert "Maria" not in text
        assert "0171 55" not in text
        assert "Namen stehen bei" in text
    assert spoken not in signed_in(Role.STAFF).get(f"/sprechstunde/{hours_id}").text


def test_who_may_do_what(site: Site, ada: Visitor, series: str, signed_in: SignIn) -> None:
    own = f"/sprechstunde/{open_first(ada, site, series)}"
    wanted = {
        # role: open, look, change, call off
        Role.LEAD: (200, 200, 200, 200),
        Role.STAFF: (403, 200, 403, 200),
        Role.ADMIN: (403, 200, 403, 200),
        Role.CARETAKER: (403, 403, 403, 403),
    }
    for role, statuses in wanted.items():
        visitor = signed_in(role)
        paths = (form_of(series), own, f"{own}/aendern", f"{own}/absagen")
        assert tuple(visitor.get(path).status for path in paths) == statuses, role
    colleague = signed_in(Role.ADVISER, "neu@example.org")
    assert [colleague.get(path).status for path in (form_of(series), own, f"{own}/aendern")] == [
        404,
        200,
        404,
    ]
    for path in (form_of(series), own):
        assert site.visitor().get(path).path == "/anmelden"


def test_foreign_and_not_there_are_alike(site: Site, ada: Visitor, series: str, signed_in: SignIn) -> None:
    own = f"/sprechstunde/{open_first(ada, site, series)}"
    stranger = signed_in(Role.LEAD, "lea@example.org")
    with site.runtime.database.writing() as session:
        other = Provider(slug="andere", name="Andere")
        session.add(other)
        session.flush()
        session.query(Account).filter_by(email="lea@example.org").one().provider_id = other.id
    token = stranger.get("/ich").token()
    for path in (form_of(series), own, f"{own}/aendern", f"{own}/absagen", "/sprechstunde/9999"):
        assert stranger.get(path).status == 404, path
        if path not in (own, "/sprechstunde/9999"):
            assert stranger.post(path, {"csrf_token": token, "step": "speichern"}).status == 404, path
    assert stranger.get("/sprechstunde/99999999999999999999").status == 404
    assert stranger.get("/reservierung/gibt-es-nicht/sprechstunde").status == 404


def test_a_lead_opens_for_any_adviser_an_adviser_for_herself(
    site: Site, ada: Visitor, series: str, signed_in: SignIn
) -> None:
    with site.runtime.database.writing() as session:
        add_adviser(session, slug="bodo", name="Bodo B.", provider_id=site.house.provider.id)
    assert "Bodo B." not in ada.get(form_of(series)).text
    lead = signed_in(Role.LEAD)
    preview(lead, series, adviser="bodo").press("Nur die 9 möglichen Termine öffnen")
    with site.runtime.database.reading() as session:
        assert session.get_one(ConsultationHours, opened(site)[0].id).adviser.name == "Bodo B."


def test_times_change_and_who_may_stay_stays(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series)
    early, _, _ = site.booked(at_wall(FRIDAY, 9))
    late, _, _ = site.booked(at_wall(FRIDAY, 11))
    ada.get(f"/sprechstunde/{hours_id}/aendern").press("Weiter: Folgen ansehen", starts="10:00")
    assert "2 gebuchte Termine sind betroffen" in ada.text
    assert "bleibt, wie er ist" in ada.text
    assert holds(site) == ["24. 10:30"]  # Tuesday, 11:30: as near as there is one
    assert status_of(site, early)[1] == "27. 08:00"

    ada.press("Änderung speichern")
    assert "Die Sprechstunde ist geändert." in ada.text
    assert status_of(site, early) == ("confirmed", "24. 10:30", 1)
    assert status_of(site, late) == ("confirmed", "27. 10:00", hours_id)
    assert free_times(site) == ["09:00Z", "09:30Z", "10:30Z"]
    assert [each for each in events(site) if each in ("AppointmentMoved", "AppointmentCancelled")] == [
        "AppointmentMoved"
    ]
    assert holds(site) == []


def test_calling_off_with_a_decision_for_each(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series)
    moved, _, _ = site.booked(at_wall(FRIDAY, 9))
    cancelled, _, _ = site.booked(at_wall(FRIDAY, 10), WITHOUT_MAIL)
    ada.get(f"/sprechstunde/{hours_id}/absagen")
    assert "2 gebuchte Termine sind betroffen." in ada.text
    assert "Die Reservierung des Raums bleibt." in ada.text
    ada.press("Weiter: Betroffene Termine ansehen")
    assert "Ohne E-Mail: Bitte anrufen." in ada.text
    assert len(holds(site)) == 2

    ada.press("Sprechstunde absagen", **{f"gast-{cancelled}": "cancel"})
    assert "Die Sprechstunde ist abgesagt." in ada.text
    assert "Diese Sprechstunde findet nicht statt." in ada.text
    assert status_of(site, moved)[0] == "confirmed"
    assert status_of(site, moved)[2] == 1
    assert status_of(site, cancelled)[0] == "cancelled"
    assert holds(site) == []  # the time that was held for the cancelled one is free again
    assert free_times(site) == []
    changes = [each for each in events(site) if each.startswith("AppointmentM") or each.endswith("Cancelled")]
    assert sorted(changes) == ["AppointmentCancelled", "AppointmentMoved"]
    assert events(site).count("ConsultationHoursClosed") == 1
    with site.runtime.database.reading() as session:
        statuses = set(session.scalars(select(Occurrence.status)))
    assert statuses == {"confirmed"}


def test_calling_off_twice_is_once(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series)
    ada.get(f"/sprechstunde/{hours_id}/absagen")
    sent = dict(next(each.fields for each in ada.forms if each.action.endswith("/absagen")))
    for _ in range(2):
        ada.post(f"/sprechstunde/{hours_id}/absagen", {**sent, "step": "speichern"})
        assert (ada.status, ada.path) == (200, f"/sprechstunde/{hours_id}")
    assert events(site).count("ConsultationHoursClosed") == 1
    assert ada.get(f"/sprechstunde/{hours_id}/aendern").path == f"/sprechstunde/{hours_id}"
    assert ada.get(f"/sprechstunde/{hours_id}/absagen").path == f"/sprechstunde/{hours_id}"


def test_who_books_between_preview_and_saving_is_not_forgotten(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series)
    ada.get(f"/sprechstunde/{hours_id}/absagen")
    late, _, _ = site.booked(at_wall(FRIDAY, 9))
    ada.press("Sprechstunde absagen")
    assert ada.status == 409
    assert "Ihre Änderung wurde nicht gespeichert." in ada.text
    assert status_of(site, late)[0] == "confirmed"
    assert "ConsultationHoursClosed" not in events(site)

    ada.press("Sprechstunde absagen")
    assert ada.status == 200
    assert status_of(site, late) == ("confirmed", "24. 10:30", 1)


def test_a_held_replacement_is_held_and_given_back_by_the_next_preview(
    site: Site, ada: Visitor, series: str
) -> None:
    hours_id = open_first(ada, site, series)
    site.booked(at_wall(FRIDAY, 9))
    ada.get(f"/sprechstunde/{hours_id}/aendern").press("Weiter: Folgen ansehen", starts="10:00")
    assert holds(site) == ["24. 10:30"]
    assert "10:30Z" not in free_times(site, "2026-11-24")
    with pytest.raises(SlotTaken):
        site.booked(at_wall(TUESDAY, 11, 30))

    ada.press("Angaben ändern").press("Weiter: Folgen ansehen", starts="9:30")
    assert holds(site) == ["24. 10:30"]
    ada.press("Angaben ändern").press("Weiter: Folgen ansehen", starts="9:00", ends="11:00")
    assert holds(site) == []
    site.booked(at_wall(TUESDAY, 11, 30))


def test_a_replacement_that_ran_out_is_asked_for_again(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series)
    mine, _, _ = site.booked(at_wall(FRIDAY, 9))
    ada.get(f"/sprechstunde/{hours_id}/absagen").press("Weiter: Betroffene Termine ansehen")
    site.wait(25)
    site.taken(at_wall(TUESDAY, 11, 30))
    ada.press("Sprechstunde absagen")
    assert ada.status == 409
    assert status_of(site, mine)[1] == "27. 08:00"
    ada.press("Sprechstunde absagen")
    assert status_of(site, mine) == ("confirmed", "24. 10:00", 1)


def test_what_has_begun_is_left_alone(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series)
    ada.get(f"/sprechstunde/{hours_id}/absagen")
    site.clock.moment = at_wall(FRIDAY, 9, 1)
    ada.press("Sprechstunde absagen")
    assert "Sie lässt sich nicht mehr absagen." in ada.text
    assert "läuft gerade" in ada.text
    assert "ConsultationHoursClosed" not in events(site)


def test_a_change_must_fit_date_house_and_adviser(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series, starts="9:00", ends="10:00")
    open_first(ada, site, series, starts="11:00", ends="12:00", offer="beratung-7")
    change = f"/sprechstunde/{hours_id}/aendern"
    for typed, sentence in (
        ({"ends": "13:00"}, "Diese Zeit ist nicht ganz für Sie reserviert."),
        ({"ends": "11:30"}, "Zu dieser Zeit gibt es schon eine andere Sprechstunde derselben Person."),
        ({"ends": "9:00"}, "Das Ende muss nach dem Beginn liegen."),
    ):
        ada.get(change).press("Weiter: Folgen ansehen", **typed)
        assert ada.status == 422
        assert sentence in ada.text


def test_more_dates_need_no_more_queries(site: Site, ada: Visitor, series: str) -> None:
    open_first(ada, site, series)
    asked: list[int] = []
    event.listen(site.runtime.database.engine, "before_cursor_execute", lambda *_: asked.append(1))

    def look() -> int:
        asked.clear()
        with site.app.test_request_context(), site.runtime.database.reading() as session:
            dates = session.scalars(select(Occurrence.id).where(Occurrence.reservation_id == series)).all()
            found = hours_by_date(session, dates)
            assert all(each.title == "Energieberatung" for views in found.values() for each in views)
            return len(asked) * 100 + len(found)

    few = look()
    assert few % 100 == 1
    preview(ada, series).press("Nur die 8 möglichen Termine öffnen")
    assert look() == few + 8


def test_a_door_that_was_called_off_is_open_nowhere(site: Site, ada: Visitor, series: str) -> None:
    hours_id = open_first(ada, site, series, mode="open_door")
    assert "27. November" in site.visitor().get("/heute").text
    ada.get(f"/sprechstunde/{hours_id}/absagen").press("Sprechstunde absagen")
    assert "27. November" not in site.visitor().get("/heute").text
    site.clock.moment = at_wall(FRIDAY, 8)
    shown = site.visitor().get("/heute").text
    assert "abgesagt" in shown
    assert "offen ab" not in shown


def test_a_longer_horizon_than_the_offers_shows_later_dates(site: Site, ada: Visitor, series: str) -> None:
    preview(ada, series, horizon_days="200").press("Nur die 9 möglichen Termine öffnen")
    resident = site.visitor().get("/termin/energieberatung?ab=2027-04-01")
    assert "2027-04-02T07:00Z" in resident.slots()


def test_on_the_phone_there_is_no_reservation_but_the_same_pages(
    site: Site, ada: Visitor, signed_in: SignIn
) -> None:
    with site.runtime.database.writing() as session:
        made = house.hours_on(session, site.house, FRIDAY, start=14, end=16, channel=Channel.PHONE)
        own = f"/sprechstunde/{made.id}"
    assert "am Telefon" in ada.get(own).text
    assert "Zur Reservierung" not in ada.text
    ada.get(f"{own}/aendern").press("Weiter: Folgen ansehen", starts="15:00").press("Änderung speichern")
    assert free_times(site) == ["14:00Z", "14:30Z"]
    colleague = signed_in(Role.ADVISER, "neu@example.org")
    assert [colleague.get(path).status for path in (own, f"{own}/absagen")] == [200, 404]
    lead = signed_in(Role.LEAD).get(f"{own}/absagen")
    assert "Die Reservierung des Raums bleibt." not in lead.text
    lead.press("Sprechstunde absagen")
    assert free_times(site) == []
