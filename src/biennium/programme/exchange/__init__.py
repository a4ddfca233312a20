"""The exchange format `programme.json`: one programme as a self-contained, canonical document."""
