"""Read, check and compare plan documents: a file in, a frozen Plan with spans out. Pure."""
