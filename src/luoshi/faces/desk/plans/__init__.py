"""Plan files: handing one in, reading it against its text, adopting it, deciding on a revision."""
