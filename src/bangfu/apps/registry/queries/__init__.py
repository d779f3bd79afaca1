"""What the registry shows, each within what somebody may see."""
