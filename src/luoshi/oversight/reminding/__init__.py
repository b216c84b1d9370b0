"""Reminding: one message a person a working day, of all that waits for them."""
