"""The ERP's expenditure: the columns of its file, how a row is understood, and where faults are told."""
