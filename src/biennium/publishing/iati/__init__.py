"""Validation of IATI files: anyone's, offline, one pass, memory flat in the number of activities."""
