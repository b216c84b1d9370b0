"""Urging: who is told to get on with an assignment, in which order, and whether they have seen it."""
