"""One's own pages: what is to do now, the short report, how one is reminded; the messages that did not arrive."""
