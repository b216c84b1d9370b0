"""Reads of opinions for people, as frozen views."""
