"""Merkle trees: the roots of RFC 6962's own definition, and paths that prove what they should and no more."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.merkle import EMPTY, Tree, leaf, leaf_begun, node, path_of, root_by, root_of


def defined(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962 §2.1 defines it, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + defined(leaves[:k]) + defined(leaves[k:])).digest()


def test_leaves_and_nodes_are_told_apart():
    assert leaf(b"") == sha256(b"\0").digest()
    assert node(leaf(b"a"), leaf(b"b")) != leaf(leaf(b"a") + leaf(b"b"))
    begun = leaf_begun()
    begun.update(b"one ")
    begun.update(b"record")
    assert begun.digest() == leaf(b"one record")
    assert root_of([]) == EMPTY == sha256(b"").digest()


def test_a_root_is_that_of_the_definition_at_every_size():
    tree, leaves = Tree(), []
    for number in range(70):
        assert tree.root == defined(leaves) == root_of(leaves)
        leaves.append(leaf(str(number).encode()))
        tree.add(leaves[-1])
        assert tree.size == len(leaves)


@given(st.integers(1, 90), st.data())
def test_a_path_leads_to_the_root_from_its_own_leaf_and_place_only(size, data):
    leaves = [leaf(str(number).encode()) for number in range(size)]
    root, index = root_of(leaves), data.draw(st.integers(0, size - 1))
    path = path_of(index, leaves)
    assert root_by(index, size, leaves[index], path) == root
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index)) if size > 1 else None
    if other is not None:
        assert root_by(index, size, leaves[other], path) != root
        turned = bytearray(path[data.draw(st.integers(0, len(path) - 1))])
        place = path.index(bytes(turned))
        turned[0] ^= 1
        assert root_by(index, size, leaves[index], [*path[:place], bytes(turned), *path[place + 1 :]]) != root
    for wrong in ([*path, root], path[:-1] if path else None):
        if wrong is not None:
            with pytest.raises(ValueError, match="path is too"):
                root_by(index, size, leaves[index], wrong)


def test_no_leaf_is_outside_its_tree():
    with pytest.raises(ValueError, match="no leaf 3 in a tree of 3"):
        root_by(3, 3, leaf(b""), [])
