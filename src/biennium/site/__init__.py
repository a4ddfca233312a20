"""One installation: its settings, its addresses, its command line."""
