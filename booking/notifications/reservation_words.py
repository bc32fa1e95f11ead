"""What a change did to a reservation, in a sentence or two with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from booking.events import ReservationChanged
from booking.i18n import Language
from booking.reservations.words import listed

AT_ONCE = 3  # more numbers than these in one sentence are hard to follow


@dataclass(frozen=True)
class Changes:
    """How many dates each kind of change concerns, and whether the house made it."""

    event: ReservationChanged

    @property
    def numbers(self) -> tuple[int, ...]:
        """Moved, sent to another room, called off, left out, taken up, renamed."""
        event = self.event
        return (
            event.moved,
            event.other_room,
            event.cancelled,
            event.left_out,
            event.taken_up,
            event.renamed,
        )

    def words(self, spoken: Language) -> str:
        """3 Termine sind verschoben, 1 ist abgesagt. Nothing when it is only the rule that changed."""
        return " ".join(each for each in (self._changed(spoken), *self._sleep(spoken)) if each)

    def _changed(self, spoken: Language) -> str:
        if not any(self.numbers):
            return ""
        return self._by_house(spoken) if self.event.by_house else self._by_provider(spoken)

    def _sleep(self, spoken: Language) -> list[str]:
        """What a closure or an absence put to sleep, and what wakes because that is over."""
        told, asleep, woken = spoken.ngettext, self.event.asleep, self.event.woken
        phrases = (
            told(
                "%(n)s Termin ruht und findet nicht statt.",
                "%(n)s Termine ruhen und finden nicht statt.",
                asleep,
            ),
            told("%(n)s Termin findet doch statt.", "%(n)s Termine finden doch statt.", woken),
        )
        return list(compress(phrases, (asleep, woken)))

    def _by_provider(self, spoken: Language) -> str:
        told, numbers, dates = spoken.ngettext, self.numbers, self._dates(spoken)
        phrases = (
            told("%(dates)s ist verschoben", "%(dates)s sind verschoben", numbers[0], dates=dates[0]),
            told(
                "%(dates)s hat einen anderen Raum",
                "%(dates)s haben einen anderen Raum",
                numbers[1],
                dates=dates[1],
            ),
            told("%(dates)s ist abgesagt", "%(dates)s sind abgesagt", numbers[2], dates=dates[2]),
            told("%(dates)s ist ausgelassen", "%(dates)s sind ausgelassen", numbers[3], dates=dates[3]),
            told("%(dates)s findet doch statt", "%(dates)s finden doch statt", numbers[4], dates=dates[4]),
            told("%(dates)s heißt jetzt anders", "%(dates)s heißen jetzt anders", numbers[5], dates=dates[5]),
        )
        return " ".join(f"{', '.join(some)}." for some in _in_sentences(list(compress(phrases, numbers))))

    def _by_house(self, spoken: Language) -> str:
        told = spoken.gettext
        dates = self._dates(spoken)
        phrases = (
            told("%(dates)s verschoben", dates=dates[0]),
            told("%(dates)s in einen anderen Raum gelegt", dates=dates[1]),
            told("%(dates)s abgesagt", dates=dates[2]),
            told("%(dates)s ausgelassen", dates=dates[3]),
            told("%(dates)s wieder aufgenommen", dates=dates[4]),
            told("%(dates)s umbenannt", dates=dates[5]),
        )
        first, *others = [
            listed(some, spoken) for some in _in_sentences(list(compress(phrases, self.numbers)))
        ]
        return " ".join(
            [
                told("Das Quartiersbüro hat %(changes)s.", changes=first),
                *(told("Außerdem hat es %(changes)s.", changes=each) for each in others),
            ]
        )

    def _dates(self, spoken: Language) -> list[str]:
        """3 Termine for the first number that counts, just the number for the others."""
        first = next(index for index, number in enumerate(self.numbers) if number)
        return [
            spoken.ngettext("%(n)s Termin", "%(n)s Termine", number) if index == first else str(number)
            for index, number in enumerate(self.numbers)
        ]


def _in_sentences(phrases: Sequence[str]) -> list[Sequence[str]]:
    return [phrases[start : start + AT_ONCE] for start in range(0, len(phrases), AT_ONCE)]
