"""Who gives the offers in the demonstration: providers, and advisers with plainly invented names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from booking.accounts.models import Provider
from booking.appointments.hours import add_adviser
from booking.offers.models import Adviser

PROVIDERS = (
    ("stadt-sozialamt", "Stadt Leichlingen – Sozialamt", "DSGVO"),
    ("stadt-klimaschutz", "Stadt Leichlingen – Klimaschutz", "DSGVO"),
    ("stadt-jugendamt", "Stadt Leichlingen – Jugendamt", "DSGVO"),
    ("diakonie", "Diakonisches Werk", "DSG-EKD"),
    ("nachbarschaft", "Nachbarschaftsgruppen", "DSGVO"),
)


@dataclass(frozen=True)
class Invented:
    """An adviser who does not exist."""

    slug: str
    name: str
    provider: str


ADVISERS = (
    Invented("ada-beispiel", "Ada Beispiel", "stadt-klimaschutz"),
    Invented("ben-muster", "Ben Muster", "diakonie"),
    Invented("hanno-entwurf", "Hanno Entwurf", "diakonie"),
    Invented("ida-schablone", "Ida Schablone", "diakonie"),
    Invented("cora-probe", "Cora Probe", "stadt-sozialamt"),
    Invented("dora-exempel", "Dora Exempel", "stadt-sozialamt"),
    Invented("emil-platzhalter", "Emil Platzhalter", "stadt-sozialamt"),
    Invented("frida-vorlage", "Frida Vorlage", "stadt-jugendamt"),
    Invented("gina-testfall", "Gina Testfall", "stadt-jugendamt"),
    Invented("jan-modell", "Jan Modell", "nachbarschaft"),
    Invented("kira-skizze", "Kira Skizze", "nachbarschaft"),
)


def found(session: Session) -> dict[str, Provider]:
    """The providers, by slug."""
    made = [Provider(slug=slug, name=name, privacy_law=law) for slug, name, law in PROVIDERS]
    session.add_all(made)
    session.flush()
    return {provider.slug: provider for provider in made}


def employ(session: Session, providers: dict[str, Provider], accounts: dict[str, int]) -> dict[str, Adviser]:
    """The advisers, by slug; `accounts` are the ids of those who sign in, by their name."""
    return {
        each.slug: add_adviser(
            session,
            slug=each.slug,
            name=each.name,
            provider_id=providers[each.provider].id,
            account_id=accounts.get(each.name),
        )
        for each in ADVISERS
    }
