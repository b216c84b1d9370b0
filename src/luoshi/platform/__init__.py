"""What every ledger stands on and knows no domain: jobs, files, search."""
