"""Webhooks: what the chains record, told to programs elsewhere by signed calls, in order and from where they were."""
