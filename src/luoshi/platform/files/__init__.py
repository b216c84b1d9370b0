"""Bytes kept by their digest, and a narrow room in which hostile ones are read."""
