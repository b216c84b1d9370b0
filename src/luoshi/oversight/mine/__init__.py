"""What waits for one person over all campaigns: their own work, what others wait for, and what an office watches."""
