"""Pages of readings: uploading, going through a draft, adopting it."""
