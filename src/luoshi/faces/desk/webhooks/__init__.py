"""Webhooks: programs elsewhere that are told what the journal records."""
