"""The views of certificates, by who opens them."""
