"""Merkle trees as Certificate Transparency builds them (RFC 6962 §2.1), over SHA-256.

A leaf is the hash of a zero byte and the bytes it stands for, a node that of a one byte and its two children:
no leaf can be taken for a node. What is left over at the right end is not doubled but stands a level higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

EMPTY = sha256().digest()
"""The root over nothing."""


def leaf(content: bytes) -> bytes:
    """The 32 bytes that stand for some bytes."""
    return sha256(b"\0" + content).digest()


def leaf_begun() -> Hash:
    """A leaf whose bytes come in pieces: `update` it with them; its `digest()` is what `leaf` gives."""
    return sha256(b"\0")


def node(left: bytes, right: bytes) -> bytes:
    """The 32 bytes above two others."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A root that grows leaf by leaf; it remembers one hash for each level."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []  # of whole subtrees, from left to right, ever smaller

    def add(self, hashed: bytes) -> None:
        """One more leaf, as `leaf` gives it."""
        size = 1
        while self._peaks and self._peaks[-1][0] == size:
            _, left = self._peaks.pop()
            size, hashed = 2 * size, node(left, hashed)
        self._peaks.append((size, hashed))
        self.size += 1

    @property
    def root(self) -> bytes:
        """The 32 bytes over all leaves so far."""
        if not self._peaks:
            return EMPTY
        *others, (_, root) = self._peaks
        for _, left in reversed(others):
            root = node(left, root)
        return root

    @property
    def summed(self) -> tuple[int, str]:
        """How many leaves there are so far, and the root as it is written: `sha256:` and 64 digits."""
        return self.size, f"sha256:{self.root.hex()}"


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in their order."""
    tree = Tree()
    for hashed in leaves:
        tree.add(hashed)
    return tree.root


def path_of(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The audit path of a leaf (RFC 6962 §2.1.1): what is to be hashed to it, from the leaf to the root."""
    if len(leaves) == 1:
        return []
    left = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two that leaves something over
    if index < left:
        return [*path_of(index, leaves[:left]), root_of(leaves[left:])]
    return [*path_of(index - left, leaves[left:]), root_of(leaves[:left])]


def root_by(index: int, size: int, hashed: bytes, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its audit path lead to (RFC 9162 §2.1.3.2).

    ValueError where no tree of this size has such a path.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    last = size - 1
    for other in path:
        if last == 0:
            raise ValueError("the path is too long")
        if index % 2 or index == last:
            hashed = node(other, hashed)
            while index % 2 == 0 and index:  # a leaf or node that stood alone went up a level as it was
                index, last = index // 2, last // 2
        else:
            hashed = node(hashed, other)
        index, last = index // 2, last // 2
    if last:
        raise ValueError("the path is too short")
    return hashed
