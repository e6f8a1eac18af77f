-- An envelope is refused for its age long before its nonce is forgotten.
delete from outbox_nonce
where seen_at < %(before)s
