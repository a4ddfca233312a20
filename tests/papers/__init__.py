"""What papers say, and that they say it from the books."""
