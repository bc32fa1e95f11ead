"""The demonstration: an invented week of a real kind of house. No real person, nothing sent outside."""

from booking.demo.loading import load

__all__ = ["load"]
