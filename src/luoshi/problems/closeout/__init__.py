"""The end of a problem: applied for, checked by another body, made public, struck off, looked back at."""
