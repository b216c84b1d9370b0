"""The campaigns one may open, search, units, sets and people."""
