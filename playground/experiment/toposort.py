"""In which order the layers of a network stand, each after those that lead into it."""

from __future__ import annotations

import heapq

from playground.experiment.spec import Network


def topological_order(network: Network) -> tuple[tuple[str, ...], bool]:
    """(ids, whether they are in order): along the edges, document order among equals, all nodes once.

    Where there is a circle it is cut at its first node, and the second answer is no: a wrong network must still be
    seen to be repaired. Edges to or from nowhere count as none.
    """
    ids = list(dict.fromkeys(node.id for node in network.nodes))
    place = {node: index for index, node in enumerate(ids)}
    missing, followers = [0] * len(ids), [list[int]() for _ in ids]
    for edge in network.edges:
        if edge.source in place and edge.target in place:
            missing[place[edge.target]] += 1
            followers[place[edge.source]].append(place[edge.target])
    queue = [index for index, count in enumerate(missing) if count == 0]
    is_visited, order, whole = [False] * len(ids), list[int](), True
    while len(order) < len(ids):
        if queue:
            now = heapq.heappop(queue)
        else:
            now, whole = is_visited.index(False), False
        is_visited[now] = True
        order.append(now)
        for follower in followers[now]:
            missing[follower] -= 1
            if missing[follower] == 0 and not is_visited[follower]:
                heapq.heappush(queue, follower)
    return tuple(ids[index] for index in order), whole
