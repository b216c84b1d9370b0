"""Signing in, step by step, and out; one's own account and sessions; the safety of others' accounts; task links."""
