"""Work that outlasts a request, in slices under a lease, over a queue in the same database."""
