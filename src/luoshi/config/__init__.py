"""Composition only: settings, addresses, the schedule of background work. Nobody imports it."""
