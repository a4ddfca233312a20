"""The books: estimates, authority and income; lines, postings, control accounts, rates, checkpoints."""
