"""What was published, when, by whom, checked how, and what became different."""
