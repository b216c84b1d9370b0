"""Requests about an assignment, from the unit or the office, and the answers to them."""
