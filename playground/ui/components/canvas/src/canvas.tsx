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
  getBezierPath,
  getSmoothStepPath,
  useConnection,
  useUpdateNodeInternals,
} from "@xyflow/react";
import { card, describe } from "editor/stack.js";
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import type { Point } from "./document";
import type { GraphEditor } from "./graph_editor";
import { type CardNode, GraphView, type ShapeEdge } from "./view";

function cardOf(editor: GraphEditor, view: GraphView) {
  return memo(function Card({ id, data }: NodeProps<CardNode>) {
    const place = useRef<HTMLDivElement>(null);
    const made = useMemo(() => card(editor, id), [id]);
    const update = useUpdateNodeInternals();
    useLayoutEffect(() => {
      place.current!.append(made.element);
      view.options.set(id, made.part.option);
      made.part.option.onfocus = () => editor.cameTo(id);
      return () => {
        if (view.options.get(id) === made.part.option) view.options.delete(id);
      };
    }, [id, made]);
    useLayoutEffect(() => {
      const node = editor.node(id);
      if (!node) return;
      describe(editor, made, node, data.position, data.total);
      editor.dress(made, node, data.position);
    }, [data, id, made]);
    useEffect(() => update(id), [data.ports, id, update]);
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

const PAST = 62;

/** Past other layers, on the way that was found for it. */
function along(edge: EdgeProps<ShapeEdge>, route: Point[]): [string, number, number] {
  // Level from before the first card that it passes until behind the last one.
  const [first, last] = [route[0], route[route.length - 1]];
  const before = { x: Math.max(edge.sourceX + 8, first.x - PAST), y: first.y };
  const behind = { x: Math.min(edge.targetX - 8, last.x + PAST), y: last.y };
  const points = [before, ...route, behind, { x: edge.targetX, y: edge.targetY }];
  let [x, y] = [edge.sourceX, edge.sourceY];
  let path = `M${x} ${y}`;
  for (const point of points) {
    const middle = (x + point.x) / 2;
    path += `C${middle} ${y} ${middle} ${point.y} ${point.x} ${point.y}`;
    [x, y] = [point.x, point.y];
  }
  const half = route[Math.floor(route.length / 2)];
  return [path, half.x, half.y];
}

/** Straight on where the way goes right; round the corner to the next row where it goes back. */
function way(edge: EdgeProps<ShapeEdge>) {
  const ends = {
    sourceX: edge.sourceX,
    sourceY: edge.sourceY,
    sourcePosition: edge.sourcePosition,
    targetX: edge.targetX,
    targetY: edge.targetY,
    targetPosition: edge.targetPosition,
  };
  if (edge.data?.route && edge.targetX > edge.sourceX + 6) return along(edge, edge.data.route);
  if (edge.targetX > edge.sourceX + 6) return getBezierPath(ends);
  return getSmoothStepPath({ ...ends, offset: 16, borderRadius: 12, centerY: edge.data?.turn });
}

const Shape = memo(function Shape(edge: EdgeProps<ShapeEdge>) {
  const [path, x, y] = way(edge);
  const shape = edge.data?.shape ?? "";
  const back = edge.targetX <= edge.sourceX + 6;
  const room = back ? 200 : edge.targetX - edge.sourceX - 8;
  return (
    <>
      <BaseEdge id={edge.id} path={path} interactionWidth={18} />
      {shape && 5.6 * shape.length < room ? (
        <text className="travels" x={x} y={back ? y + 4 : y - 5}>
          {shape}
        </text>
      ) : null}
    </>
  );
});

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
  const nodeTypes = useMemo(() => ({ card: cardOf(editor, view) }), [editor, view]);
  const edgeTypes = useMemo(() => ({ shape: Shape }), []);
  const colour = (node: CardNode) => editor.colourOf(node.id);
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
        onEdgeClick={() => view.focus(undefined)}
        onPaneClick={() => editor.clickedNothing()}
        onNodeDragStop={(_event, _node, moved) => view.dropped(moved)}
        onSelectionDragStop={(_event, moved) => view.dropped(moved)}
        onMoveStart={(event) => event && view.moved()}
        isValidConnection={({ source, target }) => !editor.refusal(source, target)}
        onConnect={({ source, target, targetHandle }) => editor.connect(source, target, Number(targetHandle))}
        onConnectEnd={(event, state) => editor.connectEnded(event, state)}
        onReconnect={(old, made) => editor.reconnect(old, made)}
        minZoom={GraphView.limits.smallest}
        maxZoom={GraphView.limits.largest}
        nodesFocusable={false}
        edgesFocusable={false}
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
            <MiniMap<CardNode>
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
