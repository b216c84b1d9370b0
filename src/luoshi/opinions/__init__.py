"""Opinions: from the first word of whoever gives one to the answer that they get."""
