"""/nachrichten: the mail monitor, for who works here."""
