"""Messages to people outside the program: written in an act's transaction, delivered afterwards by the worker."""
