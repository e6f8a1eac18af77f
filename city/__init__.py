"""A synthetic city, computed and never stored.

Everything about a person follows from the identity number and a seed, everything about an employer from its index and
a seed. So two programs that share a seed agree about twenty million people without sharing a file, and nothing here
describes anybody who lives.
"""
