"""The demonstration: the ILO's programme for 2024–25, built through services like a user."""
