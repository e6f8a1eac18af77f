"""What the lines of all services share: how fields are described, read, shaped, and explained when they are wrong."""
