"""How to get to the house, in steps one can follow without a map. All of it is invented, like the phone number."""

from __future__ import annotations

from dataclasses import dataclass

from booking.i18n import sentence


@dataclass(frozen=True)
class Way:
    """One way to the door, or what one finds there: a heading and sentences in their order."""

    slug: str
    title: str
    sentences: tuple[str, ...]


WAYS = (
    Way(
        "zu-fuss",
        sentence("Zu Fuß vom Bahnhof"),
        (
            sentence("Verlassen Sie den Bahnhof zur Stadtmitte. Der Weg dauert etwa zehn Minuten."),
            sentence("Gehen Sie geradeaus über die Brücke, am Wasser vorbei."),
            sentence("Nach der Brücke gehen Sie nach rechts, auf den Kirchturm zu."),
            sentence("Unser Haus ist das zweite auf der linken Seite. Über der Tür ist eine Blume."),
            sentence("Der Weg hat keine Stufen. An beiden Ampeln hören Sie ein Signal."),
        ),
    ),
    Way(
        "bus",
        sentence("Mit dem Bus"),
        (
            sentence("Steigen Sie an der Haltestelle Kirchstraße aus. Der Bordstein ist dort erhöht."),
            sentence("Gehen Sie in Fahrtrichtung weiter. Nach 80 Metern sind Sie da."),
        ),
    ),
    Way(
        "auto",
        sentence("Mit dem Auto oder dem Taxi"),
        (
            sentence("Vor dem Haus sind zwei Parkplätze für Menschen mit blauem Ausweis."),
            sentence("Taxi und Fahrdienst dürfen vor der Tür halten."),
            sentence("Alle anderen parken auf dem Platz hinter der Kirche. Von dort sind es 150 Meter."),
        ),
    ),
    Way(
        "eingang",
        sentence("Der Eingang"),
        (
            sentence("Der Eingang zur Kirchstraße hat keine Stufen. Die Tür geht von selbst auf."),
            sentence("Rechts neben der Tür ist eine Klingel, in Höhe eines Rollstuhls."),
            sentence("Der Empfang ist gleich links. Dort hilft Ihnen jemand weiter."),
        ),
    ),
    Way(
        "treppenlift",
        sentence("Der Treppenlift"),
        (
            sentence("Zum Obergeschoss führt eine Treppe mit Lift. Er trägt einen Rollstuhl und 225 Kilo."),
            sentence("Am Empfang hilft Ihnen jemand damit. Sie müssen sich nicht anmelden."),
            sentence("Sie möchten wissen, ob er gerade fährt? Rufen Sie uns vorher an."),
        ),
    ),
    Way(
        "toilette",
        sentence("Die Toilette"),
        (
            sentence(
                "Im Erdgeschoss ist eine Toilette für Menschen mit Rollstuhl. Sie ist nicht abgeschlossen."
            ),
            sentence("Dort ist auch ein Wickeltisch."),
        ),
    ),
)
