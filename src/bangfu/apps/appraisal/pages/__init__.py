"""What the pages of appraisal show."""
