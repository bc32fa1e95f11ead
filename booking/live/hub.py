"""The fan-out: one process's open streams, each with a short queue of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Condition, Lock

from booking.accounts.access import Actor
from booking.live.news import News, Topic, merged

LONGEST_QUEUE = 200  # news; who is that far behind reads slowly and begins anew
PER_BROWSER = 3  # windows side by side of a browser whose pages cannot share a stream


class Full(Exception):
    """So many streams are open already that another one would take a thread away from everything else."""


@dataclass(eq=False)
class Stream:
    """One reader's queue. Closed by its reader, by a newer stream of the same browser, or when it is too slow."""

    actor: Actor
    browser: str
    topics: frozenset[Topic]
    position: int
    closed: bool = False
    replaced: bool = False
    _waiting: list[News] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)

    def hears(self, news: News) -> bool:
        """Whether it asked for the topic, and may hear of it."""
        return news.topic in self.topics and news.audience.includes(self.actor)

    def offer(self, news: Sequence[News], position: int) -> None:
        """Put what concerns the reader into the queue; a full one is closed, and nobody ever waits for it.

        What does not concern the reader wakes nobody.
        """
        mine = [each for each in news if self.hears(each)]
        with self._changed:
            self.position = position
            if not mine:
                return
            self._waiting += mine
            if len(self._waiting) > LONGEST_QUEUE:
                self._waiting.clear()
                self.closed = True
            self._changed.notify_all()

    def take(self, seconds: float) -> tuple[dict[Topic, frozenset[date]], int]:
        """What there is, waiting at most so long for it: days by topic, and up to which position that is all.

        No topic when there is nothing new, or the stream is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self.closed, seconds)
            news, self._waiting = self._waiting, []
            return merged(news), self.position

    def close(self, *, replaced: bool = False) -> None:
        with self._changed:
            self.closed, self.replaced = True, replaced or self.replaced
            self._changed.notify_all()


class Hub:
    """All open streams of this process, and how far in the event table they have been told."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.position = 0
        self._streams: list[Stream] = []
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._streams)

    def open(
        self, actor: Actor, browser: str, topics: Collection[Topic], *, at_most: int = PER_BROWSER
    ) -> Stream:
        """A stream that hears everything after its position. Raises Full.

        `at_most` is how many the browser needs: older ones end at once, since a page that was left would be noticed
        only with the next sign of life.
        """
        with self._lock:
            mine = [each for each in self._streams if each.browser == browser]
            for older in mine[: max(0, len(mine) + 1 - at_most)]:
                self._streams.remove(older)
                older.close(replaced=True)
            if len(self._streams) >= self.limit:
                raise Full
            stream = Stream(actor, browser, frozenset(topics), self.position)
            self._streams.append(stream)
            return stream

    def leave(self, stream: Stream) -> None:
        stream.close()
        with self._lock:
            if stream in self._streams:
                self._streams.remove(stream)

    def tell(self, news: Sequence[News], *, position: int) -> None:
        """Offer the news to everybody; never waits for a reader."""
        with self._lock:
            self.position = position
            for stream in self._streams:
                stream.offer(news, position)

    def close(self) -> None:
        """End every stream: the process ends, or nobody listens any more."""
        with self._lock:
            streams, self._streams = self._streams, []
        for stream in streams:
            stream.close()
