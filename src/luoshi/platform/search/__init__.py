"""One index over what all rooms keep, filled by their acts, in either database."""
