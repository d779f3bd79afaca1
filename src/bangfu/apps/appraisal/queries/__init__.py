"""What is read of appraisals."""
