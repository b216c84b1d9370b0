"""Urging: who would be told what, by which rung; sending it; what was said so far."""
