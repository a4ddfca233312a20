"""The exact core: pure Python, no framework, no I/O."""
