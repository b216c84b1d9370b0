"""Lights and the lists behind every number: what is late, behind, due soon, and whose turn it is."""
