"""What was achieved: rounds of reporting, observations, country results and their verification, live figures."""
