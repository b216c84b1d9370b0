"""A whole campaign as one file that another installation takes in: rows as JSON, plans as they were, the journal."""
