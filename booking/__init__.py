"""Treffpunkt: rooms, consultation slots and the mails that follow, for one neighbourhood office."""
