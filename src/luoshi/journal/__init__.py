"""The journal: hash-chained entries, moves, and the only hand that writes a state column."""
