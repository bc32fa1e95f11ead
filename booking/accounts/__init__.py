"""Providers, the people who sign in, the residents' data in one erasable table, and who may see what."""
