"""Tests: one folder per slice, whole journeys and faults, on real servers only."""
