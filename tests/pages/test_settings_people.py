"""/einstellungen/personen: inviting, changing, shutting out; what the invited and the forgetful see; walls for leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from booking import outbox
from booking.accounts.enrolling import account_of, enrol
from booking.accounts.models import Account, Provider, Role
from booking.appointments.models import ConsultationHours
from booking.notifications.envelopes import unseal
from booking.notifications.models import Delivery
from booking.offers.models import Adviser
from booking.outbox import EventRow
from booking.subscriptions import subscriptions
from tests.pages.browsing import Visitor
from tests.pages.conftest import Site
from tests.pages.test_signing_in import PASSWORD, employ, sign_in

PEOPLE = "/einstellungen/personen"
NEW = "birke laterne wolke"
LINK = re.compile(r"/(?:einladung|passwort-neu)/[\w-]{43}")
SECRET = re.compile(r">((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})<")


@pytest.fixture
def admin(site: Site) -> Visitor:
    return sign_in(site, employ(site, Role.ADMIN))


@pytest.fixture
def lead(site: Site) -> Visitor:
    return sign_in(site, employ(site, Role.LEAD))


def stranger(site: Site) -> int:
    """An adviser of another provider: the account's id."""
    with site.runtime.database.writing() as session:
        other = Provider(slug="fremd", name="Fremder Verein")
        session.add(other)
        session.flush()
        return enrol(
            session,
            site.runtime.vault,
            email="fremd@example.org",
            name="Frida Fremd",
            role=Role.ADVISER,
            password=PASSWORD,
            provider_id=other.id,
        ).id


def id_of(site: Site, address: str) -> int:
    with site.runtime.database.reading() as session:
        found = account_of(session, address)
        assert found is not None
        return found.id


def mails(site: Site, kind: str) -> list[str]:
    """The texts of the mails of this kind, once the worker planned them."""
    with site.runtime.database.writing() as session:
        outbox.dispatch(session, subscriptions(site.runtime), now=site.clock.now())
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)).all()
        return [
            unseal(site.runtime.vault, each.sealed or b"", each.place, each.public_id)
            .content.decode()
            .replace("=\r\n", "")
            for each in rows
        ]


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found is not None, text
    return found.group()


def invited(site: Site, admin: Visitor, role: Role = Role.STAFF) -> str:
    """Nina is invited; the path in her mail."""
    admin.get(f"{PEOPLE}/einladen").press(
        "Einladung schicken", email="nina@example.org", name="Nina Neu", role=role
    )
    assert "Die Einladung ist unterwegs." in admin.text
    return link_in(mails(site, "invitation")[-1])


def test_from_the_invitation_to_being_shut_out(site: Site, admin: Visitor) -> None:
    path = invited(site, admin)
    assert "eingeladen, bis" in admin.text
    nina = site.visitor().get(path)
    assert nina.status == 200
    assert "Nina Neu" in nina.text
    nina.press("Passwort festlegen", new_password=NEW, new_password_again=NEW)
    assert nina.path == "/anmelden"
    assert "Ihr Passwort gilt." in nina.text
    nina.press("Einloggen", email="nina@example.org", password=NEW)
    assert nina.path == "/empfang"

    person = f"{PEOPLE}/{id_of(site, 'nina@example.org')}"
    assert "kann sich einloggen" in admin.get(person).text
    admin.follow("Zugang sperren")
    assert "1 Gerät ist angemeldet" in admin.text
    assert nina.get("/empfang").path == "/empfang"
    admin.press("Zugang sperren")
    assert "Der Zugang ist gesperrt." in admin.text
    assert nina.get("/empfang").path == "/anmelden"
    assert sign_in(site, "nina@example.org", NEW).status == 422
    admin.follow("Zugang wieder öffnen").press("Zugang öffnen")
    assert sign_in(site, "nina@example.org", NEW).path == "/empfang"

    told = admin.get(f"{person}/verlauf").text
    for sentence in (
        "Eine Einladung ist unterwegs.",
        "Die Einladung ist angenommen",
        "Der Zugang ist gesperrt.",
        "Der Zugang ist wieder offen.",
    ):
        assert sentence in told
    assert path not in told


def test_the_link_is_good_once(site: Site, admin: Visitor) -> None:
    path = invited(site, admin)
    for _ in range(2):
        assert site.visitor().get(path).status == 200  # a mail scanner opens it, too
    site.visitor().get(path).press("Passwort festlegen", new_password=NEW, new_password_again=NEW)
    late = site.visitor().get(path)
    assert late.status == 410
    assert "Dieser Link gilt nicht mehr" in late.text
    assert "neue Einladung" in late.text
    assert late.page.headers["Referrer-Policy"] == "no-referrer"


def test_it_ends_by_time_by_a_new_one_and_by_being_taken_back(site: Site, admin: Visitor) -> None:
    path = invited(site, admin)
    admin.follow("Noch einmal einladen").press("Noch einmal einladen")
    assert site.visitor().get(path).status == 410
    path = link_in(mails(site, "invitation")[-1])
    site.clock.moment += timedelta(hours=73)
    assert site.visitor().get(path).status == 410
    person = f"{PEOPLE}/{id_of(site, 'nina@example.org')}"
    assert "Einladung abgelaufen" in admin.get(person).text
    admin.follow("Noch einmal einladen").press("Noch einmal einladen")
    path = link_in(mails(site, "invitation")[-1])
    assert site.visitor().get(path).status == 200
    admin.get(person).follow("Einladung zurücknehmen").press("Einladung zurücknehmen")
    assert "Einladung zurückgenommen" in admin.text
    assert site.visitor().get(path).status == 410


def test_on_somebody_elses_browser_nobody_stays_signed_in(site: Site, admin: Visitor) -> None:
    path = invited(site, admin)
    admin.get(path).press("Passwort festlegen", new_password=NEW, new_password_again=NEW)
    assert admin.path == "/anmelden"
    assert "Ihr Passwort gilt." in admin.text
    assert admin.get("/einstellungen").path == "/anmelden"


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [("kurz", "kurz", "mindestens 12 Zeichen"), (NEW, "anders", "sind verschieden")],
)
def test_a_refused_password_leaves_the_link_good(
    site: Site, admin: Visitor, new: str, again: str, sentence: str
) -> None:
    path = invited(site, admin)
    visitor = site.visitor().get(path)
    visitor.press("Passwort festlegen", new_password=new, new_password_again=again)
    assert visitor.status == 422
    assert sentence in visitor.text
    assert visitor.press("Passwort festlegen", new_password=NEW, new_password_again=NEW).path == "/anmelden"


def test_an_admin_sets_up_a_code_app_before_anything_opens(site: Site, admin: Visitor) -> None:
    path = invited(site, admin, Role.ADMIN)
    nina = site.visitor().get(path)
    assert "richten Sie noch eine Code-App ein" in nina.text
    nina.press("Passwort festlegen", new_password=NEW, new_password_again=NEW)
    nina.press("Einloggen", email="nina@example.org", password=NEW)
    assert nina.path == "/anmelden/einrichten"
    assert nina.get("/einstellungen").path == "/anmelden"
    found = SECRET.search(nina.get("/anmelden/einrichten").text)
    assert found is not None
    assert nina.press("App verbinden", code="000000").status == 422
    assert found.group() in nina.text, "the same secret as before"
    secret = found.group(1).replace(" ", "")
    nina.press("App verbinden", code=pyotp.TOTP(secret).at(datetime.now(UTC)))
    assert nina.path == "/empfang"
    person = f"account:{id_of(site, 'nina@example.org')}"
    with site.runtime.database.reading() as session:
        rows = session.scalars(select(EventRow).where(EventRow.type == "AccountChanged")).all()
        assert {(row.payload["what"], row.actor) for row in rows} == {
            ("joined", person),
            ("second_factor", person),
        }
    assert "Ausschalten" not in nina.get("/konto").text
    nina.get("/konto/code/ausschalten").press("Code ausschalten", password=NEW)
    assert nina.status == 409
    assert sign_in(site, "nina@example.org", NEW).path == "/anmelden/code"


def test_faults_stand_at_their_fields_and_nothing_is_lost(site: Site, admin: Visitor) -> None:
    before = len(site.rows()["account"])
    admin.get(f"{PEOPLE}/einladen").press("Einladung schicken", email="nina", name="", role="admin2")
    assert admin.status == 422
    for sentence in ("@-Zeichen", "Bitte schreiben Sie einen Namen.", "was die Person im Haus macht"):
        assert sentence in admin.text
    admin.press("Einladung schicken", email="ada@example.org", name="Ada", role="adviser", provider="haus")
    assert "gibt es schon ein Konto" in admin.text
    admin.press("Einladung schicken", email="nina@example.org", name="Nina", role="lead", provider="")
    assert "wählen Sie den Anbieter" in admin.text
    assert 'value="nina@example.org"' in admin.text
    assert len(site.rows()["account"]) == before


def test_a_lead_invites_for_the_own_provider_whatever_the_form_says(site: Site, lead: Visitor) -> None:
    stranger(site)
    lead.get(f"{PEOPLE}/einladen").press(
        "Einladung schicken", email="nina@example.org", name="Nina", role="admin", provider="fremd"
    )
    with site.runtime.database.reading() as session:
        nina = account_of(session, "nina@example.org")
        assert nina is not None
        assert (nina.role, nina.provider_id) == (Role.ADVISER, site.house.provider.id)


def test_a_lead_reads_nothing_of_a_strangers_account(site: Site, lead: Visitor) -> None:
    stranger(site)
    lead.get(f"{PEOPLE}/einladen").press("Einladung schicken", email="fremd@example.org", name="Frida")
    assert lead.status == 422
    assert "Diese Adresse können Sie nicht einladen." in lead.text
    assert "schon ein Konto" not in lead.text
    lead.press("Einladung schicken", email="ada@example.org", name="Ada")
    assert "schon ein Konto" in lead.text, "of an adviser of the own provider it is told"


def test_nobody_has_mails_sent_to_a_whole_town(build: Callable[..., Site]) -> None:
    site = build(limits=True)
    admin = sign_in(site, employ(site, Role.ADMIN))
    person = f"{PEOPLE}/{id_of(site, employ(site, Role.STAFF))}"
    wanted = {"csrf_token": admin.get(f"{person}/passwort").token()}
    found = [admin.post(f"{person}/passwort", wanted).status for _ in range(41)]
    assert found == [200] * 40 + [429]


def test_a_lead_sees_and_reaches_nobody_of_another_provider(site: Site, lead: Visitor) -> None:
    other = stranger(site)
    listed = lead.get(PEOPLE).text
    assert "Ada Beispiel" in listed
    assert "Frida" not in listed
    assert "1 Person<" in listed
    assert "0 Personen" in lead.get(f"{PEOPLE}?suche=frida").text
    forged = {"csrf_token": lead.token(), "name": "X", "role": "lead"}
    for path in ("", "/aendern", "/sperren", "/verlauf", "/passwort"):
        assert lead.get(f"{PEOPLE}/{other}{path}").status == 404
    for path in ("/aendern", "/sperren", "/oeffnen", "/einladen", "/passwort", "/code"):
        assert lead.post(f"{PEOPLE}/{other}{path}", forged).status == 404
    assert "1 Konto" in lead.get("/einstellungen").text


def test_another_role_ends_the_sign_ins(site: Site, admin: Visitor) -> None:
    toni = sign_in(site, employ(site, Role.STAFF))
    person = f"{PEOPLE}/{id_of(site, 'staff@example.org')}"
    admin.get(f"{person}/aendern").press("Speichern", name="Toni", role="caretaker")
    assert "Die Änderung ist gespeichert." in admin.text
    assert "jetzt „Hausmeisterei“, vorher „Team im Quartiersbüro“" in admin.get(f"{person}/verlauf").text
    assert toni.get("/empfang").path == "/anmelden"
    assert sign_in(site, "staff@example.org").path == "/tagesliste"


def test_what_another_one_saved_meanwhile_is_not_overwritten(site: Site, admin: Visitor) -> None:
    employ(site, Role.STAFF)
    person = f"{PEOPLE}/{id_of(site, 'staff@example.org')}"
    admin.get(f"{person}/aendern")
    with site.runtime.database.writing() as session:
        session.get_one(Account, id_of(site, "staff@example.org")).name = "Toni Anders"
    admin.press("Speichern", name="Toni Tresen", role="staff")
    assert admin.status == 409
    assert "Toni Anders" in admin.text
    admin.press("Meine Angaben jetzt trotzdem speichern")
    assert "Toni Tresen" in admin.text


def test_nobody_shuts_themselves_out(site: Site, admin: Visitor) -> None:
    own = f"{PEOPLE}/{id_of(site, 'admin@example.org')}"
    assert "Zugang sperren" not in admin.get(own).text
    admin.get(f"{own}/sperren").press("Zugang sperren")
    assert admin.status == 409
    assert "nicht beim eigenen Konto" in admin.text
    admin.get(f"{own}/aendern").press("Speichern", name="Alex Neu", role="staff")
    assert "Verwaltung von Treffpunkt" in admin.get(own).text


def test_a_forgotten_password(site: Site) -> None:
    address = employ(site, Role.STAFF)
    old = sign_in(site, address)
    visitor = site.visitor().get("/anmelden").follow("Passwort vergessen?")
    visitor.press("Link schicken", email=address.upper())
    assert visitor.path == "/passwort-vergessen/unterwegs"
    (mail,) = mails(site, "password_reset")
    path = link_in(mail)
    visitor.get(path).press("Passwort festlegen", new_password=NEW, new_password_again=NEW)
    assert "Ihr neues Passwort gilt." in visitor.text
    assert old.get("/empfang").path == "/anmelden"
    assert sign_in(site, address).status == 422
    assert sign_in(site, address, NEW).path == "/empfang"
    again = site.visitor().get(path)
    assert again.status == 410
    assert "Neuen Link schicken" in again.text


@pytest.mark.parametrize("case", ["unknown", "shut", "invited"])
def test_whoever_asks_for_an_account_not_in_use_sees_the_same_and_no_mail_leaves(
    site: Site, admin: Visitor, case: str
) -> None:
    address = {"unknown": "niemand@example.org", "shut": "staff@example.org", "invited": "nina@example.org"}[
        case
    ]
    if case == "shut":
        employ(site, Role.STAFF)
        with site.runtime.database.writing() as session:
            session.get_one(Account, id_of(site, address)).disabled_at = site.clock.now()
    elif case == "invited":
        invited(site, admin)
    visitor = site.visitor().get("/passwort-vergessen").press("Link schicken", email=address)
    assert visitor.path == "/passwort-vergessen/unterwegs"
    assert mails(site, "password_reset") == []


def test_a_mailbox_gets_three_links_an_hour_and_who_asks_sees_no_difference(
    build: Callable[..., Site],
) -> None:
    site = build(limits=True)
    address = employ(site, Role.STAFF)
    for _ in range(5):
        visitor = site.visitor().get("/passwort-vergessen").press("Link schicken", email=address)
        assert visitor.path == "/passwort-vergessen/unterwegs"
    assert len(mails(site, "password_reset")) == 3


def test_the_admin_sends_a_link_and_drops_a_lost_app(site: Site, admin: Visitor) -> None:
    address = employ(site, Role.STAFF, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    person = f"{PEOPLE}/{id_of(site, address)}"
    admin.get(person).follow("Link für neues Passwort schicken").press("Link schicken")
    assert len(mails(site, "password_reset")) == 1
    visitor = site.visitor().get(link_in(mails(site, "password_reset")[0]))
    visitor.press("Passwort festlegen", new_password=NEW, new_password_again=NEW)
    visitor.press("Einloggen", email=address, password=NEW)
    assert visitor.path == "/anmelden/code", "the second factor stays"
    admin.get(person).follow("Code zurücksetzen").press("Code zurücksetzen")
    assert sign_in(site, address, NEW).path == "/empfang"


def test_an_adviser_gets_a_name_languages_and_an_account(site: Site, lead: Visitor) -> None:
    lead.get("/einstellungen/beratende/neu").press(
        "Person eintragen", name="Frau Ülker", languages=["tr", "de"]
    )
    assert "Jetzt können Sie noch ein Konto zuordnen." in lead.text
    lead_id = str(id_of(site, "lead@example.org"))
    lead.press("Speichern", name="Frau Ülker-Muster", account=lead_id, languages=["tr"])
    assert "Die Änderung ist gespeichert." in lead.text
    with site.runtime.database.reading() as session:
        made = session.scalars(select(Adviser).order_by(Adviser.id.desc())).first()
        assert made is not None
        assert (made.slug, made.name, made.languages) == ("frau-uelker", "Frau Ülker-Muster", "tr")
        assert (made.account_id, made.provider_id) == (int(lead_id), site.house.provider.id)
    assert "Türkisch" in lead.get("/einstellungen/beratende?suche=ülker").text


def test_an_adviser_ends_once_nobody_expects_them(site: Site, lead: Visitor) -> None:
    adviser = site.house.advisers[0]
    page = f"/einstellungen/beratende/{adviser.id}"
    lead.get(f"{page}/beenden")
    assert "1 Sprechstunde kommt noch" in lead.text
    assert "/abwesenheit" in lead.text
    assert lead.post(f"{page}/beenden", {"csrf_token": lead.token()}).status == 409
    with site.runtime.database.writing() as session:
        for hours in session.query(ConsultationHours):
            hours.close(site.clock.now())
    lead.get(f"{page}/beenden").press("Beratung beenden")
    assert "Die Person berät ab jetzt nicht mehr." in lead.text
    assert adviser.name not in lead.get("/abwesenheit").text
    lead.get(page).press("Person zurückholen")
    assert adviser.name in lead.get("/abwesenheit").text


def test_a_lead_reaches_no_adviser_of_another_provider(site: Site, lead: Visitor) -> None:
    stranger(site)
    with site.runtime.database.writing() as session:
        adviser = session.get_one(Adviser, site.house.advisers[0].id)
        adviser.provider_id = session.scalars(select(Provider.id).where(Provider.slug == "fremd")).one()
    page = f"/einstellungen/beratende/{adviser.id}"
    assert "0 Personen" in lead.get("/einstellungen/beratende").text
    forged = {"csrf_token": lead.token(), "name": "X"}
    for path in ("", "/beenden", "/verlauf"):
        assert lead.get(page + path).status == 404
    for path in ("", "/beenden", "/zurueckholen"):
        assert lead.post(page + path, forged).status == 404
