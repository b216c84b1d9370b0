"""Values that every room may use: spans, verdicts, machines, tables, numerals, the calendar. Standard library only."""
