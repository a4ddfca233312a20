"""The pages of the portal, a module a noun. Each answers one question, written above it."""
