"""What Streamlit's frontend does with the messages of runs, as far as places and their order go (its ``AppRoot``), and
what it asks for while one goes."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx


def ask_for_run(page: str = "") -> None:
    """Within the script of a test: the browser asks for a run of *page*, or of the page at hand, which waits then."""
    context = get_script_run_ctx()
    assert context is not None
    assert context.script_requests is not None
    asked = RerunData(page_script_hash=page or context.page_script_hash, widget_states=WidgetStates())
    browser = threading.Thread(target=context.script_requests.request_rerun, args=(asked,))
    browser.start()
    browser.join()


class BadPlace(Exception):
    """The frontend throws, and shows nothing any more."""


@dataclass
class Node:
    """An element has no *kind*; a block has that of its layout."""

    run: str
    fragment: str = ""
    kind: str = ""
    children: list[Node] = field(default_factory=list)


class Frontend:
    def __init__(self) -> None:
        self.root = Node("", kind="root", children=[Node("", kind="root") for _ in range(4)])
        self.run = ""

    def take(self, messages: list[ForwardMsg]) -> None:
        for message in messages:
            kind, run = message.WhichOneof("type"), message.metadata.run
            if kind == "new_session":
                self.run = run.script_run_id
            elif kind == "delta":
                self._put(list(message.metadata.delta_path), message)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._clear_stale(run.script_run_id, list(run.fragment_ids))

    def _put(self, path: list[int], message: ForwardMsg) -> None:
        block = self.root
        for index in path[:-1]:
            if not block.kind or index >= len(block.children):
                raise BadPlace(path)
            block = block.children[index]
            block.run = self.run
        last = path[-1]
        if not block.kind or last > len(block.children):
            raise BadPlace(path)
        block.children[last:last] = [Node("")] if last == len(block.children) else []
        block.children[last] = self._made(message, block.children[last])

    def _made(self, message: ForwardMsg, before: Node) -> Node:
        delta = message.delta
        if delta.WhichOneof("type") != "add_block":
            return Node(self.run, delta.fragment_id)
        kind = f"a {delta.add_block.WhichOneof('type')}"
        children = before.children if before.kind == kind else []
        return Node(self.run, delta.fragment_id, kind, children)

    def _clear_stale(self, run: str, fragments: Collection[str]) -> None:
        if fragments or run == self.run:
            self.root = replace(
                self.root, children=[_kept(one, run, fragments, inside=False) or one for one in self.root.children]
            )


def _kept(node: Node, run: str, fragments: Collection[str], *, inside: bool) -> Node | None:
    """*node* without what the run did not draw anew; *inside*: within one of its *fragments*."""
    if node.kind == "root" or not fragments:
        is_stale = node.kind != "root" and node.run != run
    else:
        is_stale = inside and node.run != run and bool(node.kind or node.fragment)
    if is_stale:
        return None
    within = inside or (node.run == run and node.fragment in fragments and bool(node.fragment))
    children = [_kept(child, run, fragments, inside=within) for child in node.children]
    return replace(node, children=[child for child in children if child is not None])
