"""The report to a partner: what one agreement paid for in a period, what came of it, and what was spent."""
