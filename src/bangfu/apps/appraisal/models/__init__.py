"""What is kept of appraisal."""
