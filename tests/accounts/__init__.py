"""Accounts, signing in, and who may see what."""
