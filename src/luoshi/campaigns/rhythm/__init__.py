"""How often units report: on a stated basis only, in periods reckoned on read, never stored."""
