// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// @title Keeps the newest tree head of transparency logs.
/// @notice A log can only grow here: its owner (who anchored its origin first) cannot go back or
/// replace a root. Holds hashes only.
contract TongbanAnchor {
    struct Head {
        address owner;
        uint64 size;
        bytes32 root;
    }

    /// Newest tree head by origin (SHA-256 of the log's name).
    mapping(bytes32 => Head) public heads;

    event Anchored(bytes32 indexed origin, uint64 indexed size, bytes32 root);

    error NotOwner(address owner);
    error NotGrowing(uint64 size);

    /// Anchors a tree head.
    /// @param origin SHA-256 of the log's name
    /// @param size how many entries the tree has; more than at the anchor before
    /// @param root the tree's root (RFC 6962)
    function anchor(bytes32 origin, uint64 size, bytes32 root) external {
        Head storage head = heads[origin];
        if (head.owner == address(0)) {
            head.owner = msg.sender;
        } else if (head.owner != msg.sender) {
            revert NotOwner(head.owner);
        }
        if (size <= head.size) {
            revert NotGrowing(head.size);
        }
        head.size = size;
        head.root = root;
        emit Anchored(origin, size, root);
    }
}
