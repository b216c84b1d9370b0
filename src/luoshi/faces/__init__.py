"""All HTTP and HTML, and nothing else: a face calls acts, queries and access, and never writes itself."""
