"""/einstellungen/anbieter: added, changed, ended once nothing is promised any more, brought back; for the admin only."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from booking.accounts.models import Account, Provider, Role
from booking.appointments.models import ConsultationHours
from booking.offers.models import Adviser, Offer
from booking.reservations.models import Occurrence, OccurrenceStatus
from booking.scheduling.walltime import at_wall
from booking.waiting.models import WaitingEntry
from tests.house import TUESDAY
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_signing_in import employ, sign_in
from tests.pages.waiting import waits

HOME = "/einstellungen/anbieter"


@pytest.fixture
def admin(site: Site) -> Visitor:
    return sign_in(site, employ(site, Role.ADMIN))


def own(site: Site) -> str:
    return f"{HOME}/{site.house.provider.id}"


def let_everything_go(site: Site, *, but: str = "") -> None:
    """Nothing of the provider is left, but perhaps for one kind of thing."""
    now = site.clock.now()
    gone = {
        "dates": update(Occurrence).values(status=OccurrenceStatus.CANCELLED),
        "hours": update(ConsultationHours).values(closed_at=now),
        "offers": update(Offer).values(retired_at=now),
        "accounts": update(Account).where(Account.provider_id.is_not(None)).values(disabled_at=now),
    }
    with site.runtime.database.writing() as session:
        for name, statement in gone.items():
            if name != but:
                session.execute(statement)


def test_one_is_added_and_changed(site: Site, admin: Visitor) -> None:
    admin.get(f"{HOME}/neu").press(
        "Speichern", name="Grüne Nachbarn e. V.", privacy_law="DSG-EKD", house_calls="ja"
    )
    assert "Der Anbieter ist angelegt." in admin.text
    with site.runtime.database.reading() as session:
        made = session.scalars(select(Provider).order_by(Provider.id.desc())).first()
        assert made is not None
        assert (made.slug, made.privacy_law, made.house_calls) == ("gruene-nachbarn-e-v", "DSG-EKD", True)
    admin.press("Speichern", name="Grüne Nachbarn", privacy_law="DSGVO", house_calls=[])
    assert "Die Änderung ist gespeichert." in admin.text
    assert "Grüne Nachbarn" in admin.get(f"{HOME}?suche=GRÜNE").text
    told = admin.get(f"{HOME}/{made.id}/verlauf").text
    assert "Der Anbieter ist angelegt." in told
    assert "Die Angaben zum Anbieter sind geändert." in told


def test_faults_are_told_and_a_name_is_there_once(site: Site, admin: Visitor) -> None:
    admin.get(f"{HOME}/neu").press("Speichern", name="", privacy_law="keins")
    assert admin.status == 422
    assert "Bitte schreiben Sie einen Namen." in admin.text
    assert "welches Recht" in admin.text
    admin.press("Speichern", name="TESTVEREIN", privacy_law="DSGVO")
    assert "gibt es schon" in admin.text
    assert len(site.rows()["provider"]) == 1


def test_what_another_one_saved_meanwhile_is_not_overwritten(site: Site, admin: Visitor) -> None:
    admin.get(own(site))
    with site.runtime.database.writing() as session:
        session.get_one(Provider, site.house.provider.id).name = "Anderer Name"
    admin.press("Speichern", name="Mein Name", privacy_law="DSGVO")
    assert admin.status == 409
    assert "Anderer Name" in admin.text


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        ("dates", "1 reservierter Termin kommt noch"),
        ("hours", "1 Sprechstunde kommt noch"),
        ("offers", "2 Angebote sind aktiv"),
        ("accounts", "1 Konto ist offen oder eingeladen"),
    ],
)
def test_what_is_promised_keeps_it_from_ending(site: Site, admin: Visitor, left: str, sentence: str) -> None:
    let_everything_go(site, but=left)
    admin.get(f"{own(site)}/beenden")
    assert sentence in admin.text
    assert "Anbieter beenden</span>" not in admin.text
    answer = admin.post(f"{own(site)}/beenden", {"csrf_token": admin.token()})
    assert answer.status == 409
    assert sentence in answer.text
    with site.runtime.database.reading() as session:
        assert session.get_one(Provider, site.house.provider.id).retired_at is None


def test_so_do_appointments_and_who_waits(site: Site, admin: Visitor) -> None:
    site.booked(at_wall(TUESDAY, 9))
    entry = waits(site)
    let_everything_go(site)
    admin.get(f"{own(site)}/beenden")
    assert "1 Termin mit Ratsuchenden ist offen" in admin.text
    assert "1 Person steht auf der Warteliste" in admin.text
    with site.runtime.database.reading() as session:
        assert session.get(WaitingEntry, entry) is not None
    assert "Maria" not in admin.text


def test_it_ends_with_its_advisers_and_comes_back_alone(site: Site, admin: Visitor) -> None:
    let_everything_go(site)
    admin.get(f"{own(site)}/beenden").press("Anbieter beenden")
    assert "Der Anbieter ist beendet." in admin.text
    with site.runtime.database.reading() as session:
        assert session.scalars(select(Adviser.retired_at)).one() is not None
    form = admin.get("/reservieren").text
    assert site.house.provider.name not in form
    assert site.house.provider.name not in admin.get("/einstellungen/personen/einladen").text
    adviser = f"/einstellungen/beratende/{site.house.advisers[0].id}"
    admin.get(adviser).press("Person zurückholen")
    assert admin.status == 409
    admin.get(own(site)).press("Anbieter zurückholen")
    assert "Der Anbieter ist zurückgeholt." in admin.text
    admin.get(adviser).press("Person zurückholen")
    assert "Die Person berät wieder." in admin.text


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADVISER, Role.STAFF, Role.CARETAKER])
def test_nobody_else_touches_providers(site: Site, role: Role) -> None:
    visitor = sign_in(site, employ(site, role))
    token = visitor.get("/konto").token()
    for path in ("", "/neu", f"/{site.house.provider.id}", f"/{site.house.provider.id}/beenden"):
        assert visitor.get(HOME + path).status == 403
    for path in ("/neu", f"/{site.house.provider.id}", f"/{site.house.provider.id}/beenden"):
        assert visitor.post(HOME + path, {"csrf_token": token, "name": "X"}).status == 403
