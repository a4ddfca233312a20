"""Who works here and where: units, people, roles and their scopes, places and regions."""
