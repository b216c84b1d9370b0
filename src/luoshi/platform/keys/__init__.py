"""Keys by which programs act for a person, and what they asked once so that asking again changes nothing."""
