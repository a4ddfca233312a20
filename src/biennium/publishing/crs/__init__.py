"""The OECD-DAC Creditor Reporting System: commitments and disbursements, activity by activity."""
