"""The office: where people with an account do their work."""
