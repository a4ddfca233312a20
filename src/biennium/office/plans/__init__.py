"""The pages of the work plan: slices, tables, words, and what a plan's page shows."""
