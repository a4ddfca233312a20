"""The UN standards for system-wide reporting of financial data (“data cube”): revenue and expense of a year."""
