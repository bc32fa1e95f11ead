"""Slips of the finger in e-mail addresses: asked about when it helps, never when the address is a usual one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.web.forms.mailboxes import MAILBOXES, meant


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.cm", "gmail.com"),
        ("gmailcom", "gmail.com"),
        ("gmail", "gmail.com"),
        ("gmail.de", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("googelmail.com", "googlemail.com"),
        ("wbe.de", "web.de"),
        ("web.ed", "web.de"),
        ("web.d", "web.de"),
        ("webde", "web.de"),
        ("gxm.de", "gmx.de"),
        ("gmx.ed", "gmx.de"),
        ("t-onlin.de", "t-online.de"),
        ("tonline.de", "t-online.de"),
        ("t-online", "t-online.de"),
        ("t-online.com", "t-online.de"),
        ("T-Onlien.DE", "t-online.de"),
        ("hotmial.com", "hotmail.com"),
        ("hotmai.de", "hotmail.de"),
        ("outlok.de", "outlook.de"),
        ("yaho.de", "yahoo.de"),
        ("icloud.con", "icloud.com"),
        ("freent.de", "freenet.de"),
        ("ukr.ner", "ukr.net"),
        ("verein-leichlingen.con", "verein-leichlingen.com"),
    ],
)
def test_a_slip_is_asked_about(typed: str, wanted: str) -> None:
    assert meant(f"erika.M@{typed}") == f"erika.M@{wanted}"


@pytest.mark.parametrize(
    "domain",
    [
        *(
            "gmx.com",
            "gmx.eu",
            "yahoo.fr",
            "hotmail.fr",
            "live.nl",
            "outlook.it",
            "mail.com",
            "gmail.com",
            "GMX.de",
        ),
        *("leichlingen.de", "diakonie.de", "beispiel.de", "example.org", "beispiel.co.uk", "uni-koeln.de"),
        *(
            "müller.de",
            "xn--mller-kva.de",
            "posta.rs",
            "tut.by",
            "firma.co",
            "a.de",
            "x.y.z",
            "",
            "de",
            "verein",
        ),
    ],
)
def test_a_usual_address_is_left_alone(domain: str) -> None:
    assert meant(f"erika@{domain}") == ""


@pytest.mark.parametrize("typed", ["", "erika", "@gmial.com", "erika@", f"erika@{'gmial.com' * 9000}"])
def test_what_is_no_address_is_no_slip(typed: str) -> None:
    assert meant(typed) == ""


@given(st.sampled_from(MAILBOXES), st.data())
def test_what_is_asked_about_is_an_address_that_is_not_asked_about_again(
    domain: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(domain) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz.-"))
    suggestion = meant(f"erika@{domain[:place]}{letter}{domain[place + 1 :]}")
    assert not suggestion or meant(suggestion) == ""


@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    assert meant(text) == "" or "@" in meant(text)
