"""One set of books: the same money in the ledger and in all that was published, side by side."""
