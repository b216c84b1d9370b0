"""The lead unit's own order of work: who does an assignment, its steps, and what a leaver hands over."""
