"""/einstellungen: what the house and the providers set themselves, one file for each page."""
