"""A campaign at work: home, tasks, assignments, targets, units, history, settings."""
