"""Luoshi (落实): an implementation plan becomes a running, verifiable campaign."""

__version__ = "0.1.0"
