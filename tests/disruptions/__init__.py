"""Closures, a broken lift, absences: what sleeps, what is offered, what wakes."""
