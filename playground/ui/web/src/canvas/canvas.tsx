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
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { blockOfCard } from "../editor/blocks";
import { card } from "../editor/card";
import type { GraphEditor } from "./graph_editor";
import { line } from "./lines";
import { type CardNode, type FrameNode, GraphView, type ShapeEdge } from "./view";

function cardOf(graph: GraphEditor, view: GraphView) {
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each editor, which it draws for.
  return memo(function Card({ id, data }: NodeProps<CardNode>) {
    const place = useRef<HTMLDivElement>(null);
    const nodeCard = useMemo(() => card(graph.editor, id), [id]);
    const update = useUpdateNodeInternals();
    useLayoutEffect(() => {
      place.current?.append(nodeCard.element);
      nodeCard.part.option.onfocus = () => graph.handleFocus(id);
      return view.addCard(id, nodeCard);
    }, [id, nodeCard]);
    const measuredPorts = useRef(data.ports);
    useEffect(() => {
      // React Flow measures each card itself when it comes, all at once; one by one a hundred of them cost seconds.
      if (measuredPorts.current !== data.ports) update(id);
      measuredPorts.current = data.ports;
    }, [data.ports, id, update]);
    const name = () => graph.editor.say("port_out", { layer: id });
    return (
      <>
        <div ref={place} className="holder" style={{ minHeight: data.ports * 17 }} />
        {Array.from({ length: data.ports }, (_entry, port) => (
          <Handle
            // biome-ignore lint/suspicious/noArrayIndexKey: a port is its number.
            key={port}
            id={String(port)}
            type="target"
            position={Position.Left}
            style={{ top: `${(100 * (port + 1)) / (data.ports + 1)}%` }}
            title={graph.editor.say("port_in", { port: port + 1, layer: id })}
          />
        ))}
        <Handle id="out" type="source" position={Position.Right} title={name()} />
      </>
    );
  });
}

/** An open block: a quiet frame, and a title that is its handle and is selected for it. */
function frameOf(graph: GraphEditor, view: GraphView) {
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each editor, which it draws for.
  return memo(function Frame({ id, data: _data, selected }: NodeProps<FrameNode>) {
    const title = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => {
      if (title.current) view.options.set(id, title.current);
      return () => {
        view.options.delete(id);
      };
    }, [id]);
    const block = blockOfCard(graph.groups, id);
    if (!block) return null;
    const times = block.repeat > 1 ? `×${block.repeat}` : "";
    const facts = [block.summary, block.shape && graph.editor.say("gives_shape", { shape: block.shape }), block.count];
    const words = [graph.editor.say("block"), block.name, times, ...facts].filter(Boolean).join(", ");
    return (
      <div className={selected ? "frame selected" : "frame"}>
        {/* biome-ignore lint/a11y/useSemanticElements: React Flow drags by it, which a button would not let it. */}
        <div
          ref={title}
          className="block-title"
          role="button"
          aria-pressed={selected}
          aria-label={words}
          data-node={id}
          onFocus={() => graph.handleFocus(id)}
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
          title={graph.editor.say("fold_key")}
          onClick={() => graph.toggleFold(id)}
        >
          {graph.editor.say("fold")}
        </button>
      </div>
    );
  });
}

function shapeOf(view: GraphView) {
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each editor, which it draws for.
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
function Why({ graph }: { graph: GraphEditor }) {
  const hoveredPair = useConnection((connection) => {
    if (!connection.inProgress || connection.isValid || !connection.toHandle) return "";
    const { fromHandle, toHandle } = connection;
    const [source, target] = fromHandle.type === "source" ? [fromHandle, toHandle] : [toHandle, fromHandle];
    return JSON.stringify([source.nodeId, target.nodeId]);
  });
  useEffect(() => {
    if (!hoveredPair) return graph.hideTip("hover");
    const [source, target] = JSON.parse(hoveredPair) as [string, string];
    const why = graph.refusal(source, target);
    if (why) graph.showTip(target, why, "hover");
  }, [hoveredPair, graph]);
  return null;
}

function Graph({ view, graph }: { view: GraphView; graph: GraphEditor }) {
  const { nodes, edges } = useSyncExternalStore(view.subscribe, view.snapshot);
  const nodeTypes = useMemo(() => ({ card: cardOf(graph, view), frame: frameOf(graph, view) }), [graph, view]);
  const edgeTypes = useMemo(() => ({ shape: shapeOf(view) }), [view]);
  const colour = (node: CardNode | FrameNode) => (node.type === "frame" ? "transparent" : graph.colourOf(node.id));
  return (
    <>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={(flow) => view.handleInit(flow)}
        onNodesChange={view.handleNodesChange}
        onEdgesChange={view.handleEdgesChange}
        onNodeClick={(_event, node) => graph.handleClick(node.id)}
        onNodeDoubleClick={(_event, node) => graph.toggleFold(node.id)}
        onEdgeClick={() => view.focus(undefined)}
        onPaneClick={() => graph.handlePaneClick()}
        onNodeDrag={view.handleDrag}
        onNodeDragStop={() => view.handleDrop()}
        onSelectionStart={() => view.startBoxSelection()}
        onSelectionEnd={() => graph.editor.refocus()}
        onSelectionDragStop={() => view.handleDrop()}
        onMoveStart={(event) => event && view.handleMove()}
        isValidConnection={({ source, target }) => !graph.refusal(source, target)}
        onConnect={({ source, target, targetHandle }) => graph.connect(source, target, Number(targetHandle))}
        onConnectStart={(_event, from) => graph.handleConnectStart(from)}
        onConnectEnd={(event, state) => graph.handleConnectEnd(event, state)}
        onReconnect={(old, connection) => graph.reconnect(old.id, connection)}
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
      <Why graph={graph} />
      {graph.overview
        ? createPortal(
            <MiniMap<CardNode | FrameNode>
              pannable
              zoomable
              nodeColor={colour}
              nodeStrokeWidth={0}
              nodeBorderRadius={12}
              ariaLabel={graph.editor.say("minimap")}
              style={{ width: 116, height: 54 }}
            />,
            graph.overview,
          )
        : null}
    </>
  );
}

export function Canvas(props: { view: GraphView; graph: GraphEditor }) {
  return (
    <ReactFlowProvider>
      <Graph {...props} />
    </ReactFlowProvider>
  );
}
