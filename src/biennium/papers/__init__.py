"""What a governing-body paper says, built from the books, written by the documents room."""
