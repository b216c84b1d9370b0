"""The unit tree, people, their posts and roles, and the calendar of working days."""
