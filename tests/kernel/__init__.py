"""Behaviour of the exact core, one file per behaviour."""
