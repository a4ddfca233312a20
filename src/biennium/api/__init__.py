"""The books as JSON, read-only: what the portal shows to everybody, and with a token what its person may see."""
