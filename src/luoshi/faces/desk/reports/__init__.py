"""What is printed and handed in: the wall chart and ledgers; and background work under way."""
