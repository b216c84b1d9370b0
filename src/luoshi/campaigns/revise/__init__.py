"""A revised plan: its changes are proposed one by one, and applied or declined by a person, never silently."""
