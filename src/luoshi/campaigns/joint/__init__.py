"""What joint units are asked and answer; it is shown, and counts in no rate of completion."""
