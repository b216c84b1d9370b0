"""Tables that people hand in: read, shown row by row before anything is saved, taken over, and taken back."""
