"""Mails and reminders: what arrives at a real SMTP server, and when."""
