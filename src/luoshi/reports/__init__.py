"""What is handed in and hung up: ledgers and the wall chart, from the same items as every list."""
