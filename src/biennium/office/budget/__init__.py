"""What the pages of money share: choices of dimensions, words, verdicts, attempts that are rolled back, and tables."""
