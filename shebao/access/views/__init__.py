"""Pages of the account itself: the way in and out, the employer acted for, the password, what is kept."""
