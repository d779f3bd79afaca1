"""What programs elsewhere are told: topics, envelopes with their signature, and how often again."""
