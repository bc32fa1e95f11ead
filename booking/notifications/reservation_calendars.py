"""The calendar parts of a mail about a reservation: one object per UID, which is one per series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from booking.ical import itip
from booking.ical import series as series_messages
from booking.ical.series import SeriesEntry
from booking.notifications.mime import Invitation
from booking.notifications.series_calendars import Entry, Sheet, cancelled_entry, series_entry
from booking.reservations.models import Occurrence, Reservation, Series

NEUTRAL = "Reservierung im Quartiersbüro"


@dataclass(frozen=True)
class SeriesInvitation:
    """What one mailbox is told of one series."""

    series_id: str
    invitation: Invitation


def invitations(
    reservation: Reservation, touched: Sequence[Series], sheet: Sheet, *, known: bool
) -> list[SeriesInvitation]:
    """An invitation for each series as it stands; a cancellation where nothing of it is left.

    Invitations come first. What the mailbox does not know yet (`known`) need not be taken back.
    """
    requests, cancellations = [], []
    for series in touched:
        entry = series_entry(
            series,
            reservation.occurrences,
            summary_of=_summary,
            sheet=sheet,
        )
        if entry is not None:
            requests.append(SeriesInvitation(series.id, Invitation("REQUEST", _request(entry))))
        elif known:
            summary = reservation.public_title or NEUTRAL
            cancelled = cancelled_entry(series, summary=summary, sheet=sheet)
            cancellations.append(SeriesInvitation(series.id, Invitation("CANCEL", _cancel(cancelled))))
    return [*requests, *cancellations]


def _summary(occurrence: Occurrence) -> str:
    """What others may read of it, too: titles do not leave the house."""
    return occurrence.public_title or NEUTRAL


def _request(entry: Entry) -> bytes:
    return series_messages.request(entry) if isinstance(entry, SeriesEntry) else itip.request(entry)


def _cancel(entry: Entry) -> bytes:
    return series_messages.cancel(entry) if isinstance(entry, SeriesEntry) else itip.cancel(entry)
