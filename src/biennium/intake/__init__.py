"""Papers in: file → blocks → draft → preview → the services of the programme."""
