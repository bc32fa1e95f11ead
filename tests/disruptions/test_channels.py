"""Who was to come is not called, and nobody is visited unasked: other times are on the channel they have."""

from __future__ import annotations

from booking.appointments.models import Channel
from booking.scheduling.walltime import at_wall
from tests.disruptions.scene import BEA, BY_MAIL, TUESDAY, WEDNESDAY, Scene, absence


def test_the_offered_times_are_in_the_house_like_the_old_one(scene: Scene) -> None:
    scene.opens(WEDNESDAY, adviser=BEA, room=None, start=7, end=9, channel=Channel.PHONE)
    made = scene.books(at_wall(TUESDAY, 9), BY_MAIL)
    assert scene.appointment(made).channel == Channel.ON_SITE
    scene.enters(absence())
    offered = scene.choices(made)
    assert offered
    assert {each.channel for each in offered} == {Channel.ON_SITE}
    assert min(each.starts_at for each in offered) > at_wall(WEDNESDAY, 8)
