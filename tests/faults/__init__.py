"""Processes are killed and servers taken away: nothing is lost and nothing is repeated that a person would notice."""
