// What React Flow draws: cards (those of the stack editor, with ports), edges with the shape that travels, the overview.
import {
  BaseEdge,
  type EdgeProps,
  Handle,
  MiniMap,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useConnection,
  useUpdateNodeInternals,
} from "@xyflow/react";
import { card } from "editor/stack.js";
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import type { GraphEditor } from "./graph_editor";
import { line } from "./lines";
import { named } from "./blocks";
import { type CardNode, type FrameNode, GraphView, type ShapeEdge } from "./view";

function cardOf(editor: GraphEditor, view: GraphView) {
  return memo(function Card({ id, data }: NodeProps<CardNode>) {
    const place = useRef<HTMLDivElement>(null);
    const made = useMemo(() => card(editor, id), [id]);
    const update = useUpdateNodeInternals();
    useLayoutEffect(() => {
      place.current!.append(made.element);
      made.part.option.onfocus = () => editor.cameTo(id);
      return view.drew(id, made);
    }, [id, made]);
    const measured = useRef(data.ports);
    useEffect(() => {
      // React Flow measures each card itself when it comes, all at once; one by one a hundred of them cost seconds.
      if (measured.current !== data.ports) update(id);
      measured.current = data.ports;
    }, [data.ports, id, update]);
    const name = () => editor.say("port_out", { layer: id });
    return (
      <>
        <div ref={place} className="holder" style={{ minHeight: data.ports * 17 }} />
        {Array.from({ length: data.ports }, (_entry, port) => (
          <Handle
            key={port}
            id={String(port)}
            type="target"
            position={Position.Left}
            style={{ top: `${(100 * (port + 1)) / (data.ports + 1)}%` }}
            title={editor.say("port_in", { port: port + 1, layer: id })}
          />
        ))}
        <Handle id="out" type="source" position={Position.Right} title={name()} />
      </>
    );
  });
}

/** An open block: a quiet frame, and a title that is its handle and is selected for it. */
function frameOf(editor: GraphEditor, view: GraphView) {
  return memo(function Frame({ id, data: _data, selected }: NodeProps<FrameNode>) {
    const title = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
      view.options.set(id, title.current!);
      return () => {
        view.options.delete(id);
      };
    }, [id]);
    const block = named(editor.groups, id);
    if (!block) return null;
    const times = block.repeat > 1 ? `×${block.repeat}` : "";
    const facts = [block.telling, block.shape && editor.say("gives_shape", { shape: block.shape }), block.count];
    const words = [editor.say("block"), block.name, times, ...facts].filter(Boolean).join(", ");
    return (
      <div className={selected ? "frame selected" : "frame"}>
        <div
          ref={title}
          className="block-title"
          role="button"
          aria-pressed={selected}
          aria-label={words}
          data-node={id}
          onFocus={() => editor.cameTo(id)}
          tabIndex={selected ? 0 : -1}
        >
          <b>{block.name}</b>
          {times ? <span className="tag">{times}</span> : null}
          {block.count ? <span className="quiet">{block.count}</span> : null}
        </div>
        <button
          type="button"
          className="plain nodrag"
          tabIndex={-1}
          title={editor.say("fold_key")}
          onClick={() => editor.toggleFold(id)}
        >
          {editor.say("fold")}
        </button>
      </div>
    );
  });
}

function shapeOf(view: GraphView) {
  return memo(function Shape(edge: EdgeProps<ShapeEdge>) {
    // Asked for here and not told by React Flow, which would look at every layer for each shape that changes.
    const shape = useSyncExternalStore(view.subscribe, () => view.shapes.get(edge.id) ?? "");
    return <Line edge={edge} shape={shape} />;
  });
}

function Line({ edge, shape }: { edge: EdgeProps<ShapeEdge>; shape: string }) {
  const { path, label } = line(edge, edge.data ?? {});
  return (
    <>
      <BaseEdge id={edge.id} path={path} interactionWidth={18} />
      {shape && label && 5.6 * shape.length < label.room ? (
        <text className="travels" x={label.x} y={label.y}>
          {shape}
        </text>
      ) : null}
    </>
  );
}

/** Why the connection that is being drawn would be refused, said while the hand is over the port. */
function Why({ editor }: { editor: GraphEditor }) {
  const over = useConnection((connection) => {
    if (!connection.inProgress || connection.isValid || !connection.toHandle) return "";
    const { fromHandle, toHandle } = connection;
    const [source, target] = fromHandle.type === "source" ? [fromHandle, toHandle] : [toHandle, fromHandle];
    return JSON.stringify([source.nodeId, target.nodeId]);
  });
  useEffect(() => {
    if (!over) return editor.hush("hover");
    const [source, target] = JSON.parse(over) as [string, string];
    const why = editor.refusal(source, target);
    if (why) editor.tell(target, why, "hover");
  }, [over, editor]);
  return null;
}

function Graph({ view, editor }: { view: GraphView; editor: GraphEditor }) {
  const { nodes, edges } = useSyncExternalStore(view.subscribe, view.snapshot);
  const nodeTypes = useMemo(() => ({ card: cardOf(editor, view), frame: frameOf(editor, view) }), [editor, view]);
  const edgeTypes = useMemo(() => ({ shape: shapeOf(view) }), [view]);
  const colour = (node: CardNode | FrameNode) => (node.type === "frame" ? "transparent" : editor.colourOf(node.id));
  return (
    <>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={(flow) => view.ready(flow)}
        onNodesChange={view.changed}
        onEdgesChange={view.edgesChanged}
        onNodeClick={(_event, node) => editor.clicked(node.id)}
        onNodeDoubleClick={(_event, node) => editor.toggleFold(node.id)}
        onEdgeClick={() => view.focus(undefined)}
        onPaneClick={() => editor.clickedNothing()}
        onNodeDrag={view.carried}
        onNodeDragStop={() => view.dropped()}
        onSelectionStart={() => view.boxed()}
        onSelectionEnd={() => editor.refocus()}
        onSelectionDragStop={() => view.dropped()}
        onMoveStart={(event) => event && view.moved()}
        isValidConnection={({ source, target }) => !editor.refusal(source, target)}
        onConnect={({ source, target, targetHandle }) => editor.connect(source, target, Number(targetHandle))}
        onConnectStart={(_event, from) => editor.grabbed(from)}
        onConnectEnd={(event, state) => editor.connectEnded(event, state)}
        onReconnect={(old, made) => editor.reconnect(old.id, made)}
        minZoom={GraphView.limits.smallest}
        maxZoom={GraphView.limits.largest}
        nodesFocusable={false}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={["Shift", "Control", "Meta"]}
        selectionKeyCode="Shift"
        zoomOnDoubleClick={false}
        nodeDragThreshold={4}
        connectionRadius={24}
        connectOnClick={false}
        noDragClassName="nodrag"
        proOptions={{ hideAttribution: true }}
      />
      <Why editor={editor} />
      {editor.overview
        ? createPortal(
            <MiniMap<CardNode | FrameNode>
              pannable
              zoomable
              nodeColor={colour}
              nodeStrokeWidth={0}
              nodeBorderRadius={12}
              ariaLabel={editor.say("minimap")}
              style={{ width: 116, height: 54 }}
            />,
            editor.overview,
          )
        : null}
    </>
  );
}

export function Canvas(props: { view: GraphView; editor: GraphEditor }) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}
