"""The implementation report: what was achieved against what was promised, with which money, and what is missing."""
