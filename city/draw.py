"""Deterministic draws: a keyed digest of a text, and permutations of whole number ranges."""

from hashlib import blake2b
from struct import Struct

WORDS = 16
_UNPACK = Struct(f"<{WORDS}H").unpack


def key_of(seed: int) -> bytes:
    """The digest key of a seed (any non-negative integer below 2**64)."""
    return seed.to_bytes(8, "little")


def words(text: str, key: bytes) -> tuple[int, ...]:
    """Sixteen independent draws, each 0..65535, that follow from text and key alone."""
    return _UNPACK(blake2b(text.encode(), digest_size=32, key=key).digest())


def scatter(index: int, seed: int, bits: int) -> int:
    """A permutation of 0..2**bits-1: neighbours land far apart, no two indexes on one value."""
    mask = (1 << bits) - 1
    half = bits // 2
    x = (index + seed * 0x9E3779B1) & mask
    x = (x * 0x2C1B3C6D) & mask
    x ^= x >> half
    x = (x * 0x297A2D39) & mask
    x ^= x >> half
    return (x * 0x3C6EF35F) & mask


def spread(choices: list[tuple[str, float]], size: int = 65536) -> list[str]:
    """A table of `size` entries in which every choice stands as often as its weight says; index it with a draw.

    Each choice stands at least once. The order of the choices is part of the result.
    """
    total = sum(weight for _, weight in choices)
    table: list[str] = []
    done = 0.0
    for choice, weight in choices:
        done += weight
        table.extend([choice] * max(1, round(done / total * size) - len(table)))
    return (table * 2)[:size]
