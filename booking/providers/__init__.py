"""Providers and their advisers come and go: who may end is asked where everything that they promised is known."""
