"""What becomes of opinions: screened, decided on, asked back about, gathered, answered."""
