"""The work on a problem: its plan, reports, remedies, and requests for another unit or more time."""
