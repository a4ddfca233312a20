"""Worked examples of the arithmetic, each under its own name."""
