"""What there is: rooms and offers."""

from __future__ import annotations

from booking.offers.models import OfferText, Topic


def test_rooms_are_told_with_size_and_way_in(api):
    answer = api.get("/rooms")
    assert answer.status_code == 200
    assert answer.json[0] == {
        "slug": "buero-1",
        "name": "Büro 1",
        "kind": "office",
        "capacity": 4,
        "access": "step_free",
        "equipment": [],
    }
    assert [room["slug"] for room in answer.json] == ["buero-1", "buero-2", "buero-3", "saal"]


def test_the_parts_of_the_hall_are_told_to_who_asks(api):
    assert "saal-a" not in [room["slug"] for room in api.get("/rooms").json]
    assert "saal-a" in [room["slug"] for room in api.get("/rooms?parts=true").json]
    assert api.get("/rooms?parts=vielleicht").status_code == 422


def test_offers_are_told_with_class_mode_and_length(api):
    answer = api.get("/offers")
    assert answer.status_code == 200
    assert answer.json[0] == {
        "slug": "energieberatung",
        "title": "Energieberatung",
        "provider": "Testverein",
        "class": "S1",
        "mode": "appointment",
        "duration_minutes": 30,
        "topics": [],
    }


def test_offers_are_found_by_concern_and_topic(api):
    with api.runtime.database.writing() as session:
        offer = session.merge(api.house.advice)
        offer.topics.append(Topic(slug="bildung", title="Bildung"))
    assert [each["slug"] for each in api.get("/offers?topic=bildung").json] == ["energieberatung"]
    assert len(api.get("/offers?concern=haus-und-energie").json) == 2
    assert api.get("/offers?concern=gibt-es-nicht").json == []
    assert api.get("/offers?concern=haus-und-energie&topic=bildung").json[0]["topics"] == ["bildung"]


def test_titles_come_in_the_language_asked_for_else_in_german(api):
    with api.runtime.database.writing() as session:
        text = OfferText(offer_id=api.house.advice.id, language="ar", title="استشارات الطاقة", summary="…")
        session.merge(api.house.advice).texts.append(text)
    assert [each["title"] for each in api.get("/offers?lang=ar").json] == [
        "استشارات الطاقة",
        "Schuldnerberatung",
    ]
    assert api.get("/offers?lang=uk").json[0]["title"] == "Energieberatung"


def test_an_unknown_or_repeated_parameter_is_refused(api):
    assert api.get("/offers?konzern=x").json["errors"] == [
        {"field": "konzern", "detail": "Dieses Feld gibt es hier nicht."}
    ]
    assert api.get("/offers?lang=de&lang=ar").json["errors"] == [
        {"field": "lang", "detail": "Diese Angabe kam mehrmals."}
    ]
    assert api.get("/offers?concern=").status_code == 422
