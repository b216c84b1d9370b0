"""Signing in and out, the campaigns one may open, search, units, sets and people."""
