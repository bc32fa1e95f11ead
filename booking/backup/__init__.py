"""Backups: every row as a line of JSON, so that what SQLite gave can be restored into PostgreSQL and back."""

from booking.backup.files import default_name, roll_off
from booking.backup.lines import BackupRefused, Header
from booking.backup.restoring import restore
from booking.backup.silence import silence
from booking.backup.taking import take

__all__ = ["BackupRefused", "Header", "default_name", "restore", "roll_off", "silence", "take"]
