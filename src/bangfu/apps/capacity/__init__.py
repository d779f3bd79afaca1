"""What stays behind: pupils, techniques, specialties, rules, trainees."""
