"""JSON over HTTP for programs, by keys; the same acts, queries and refusals as on the pages."""
