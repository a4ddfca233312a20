"""IATI files are validated as the official validator does, in one pass, whatever the file."""
