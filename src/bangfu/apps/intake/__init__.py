"""What hosts need and whom senders offer, before anybody is posted."""
