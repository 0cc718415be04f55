import { Graph, layout } from '@dagrejs/dagre';
import type { Box, Drawing } from '../../protocol.ts';
import type { Edge, Machine, Node } from './machine.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

const margin = 8;

/** Room for the name, and for the signs before and after it that tell of a visit. */
const sizeOf = ({ name }: Node) => ({ width: name.length * 7.2 + 44, height: 26 });

/** Finds a place for everything, from top to bottom. Throws what the layout throws. */
export function laidOut({ nodes, groups, edges }: Machine): Drawing {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 14, edgesep: 9, ranksep: 30, marginx: margin, marginy: margin });
  for (const node of nodes) graph.setNode(node.name, sizeOf(node));
  for (const { name } of groups) graph.setNode(name, {});
  for (const { name, group } of [...nodes, ...groups]) if (group !== null) graph.setParent(name, group);
  for (const edge of edges.filter(isDrawn)) graph.setEdge(edge.from, edge.to, { weight: edge.type === 'next' ? 3 : 1 }, edge.type);
  layout(graph);
  const boxed = (node: Node) => ({ ...node, ...boxOf(graph.node(node.name) as Box) });
  const drawn = edges.filter(isDrawn).map((edge) => ({ ...edge, points: pointsOf(graph, edge) }));
  const places = { nodes: nodes.map(boxed), groups: groups.map(boxed) };
  const corners = [...places.nodes, ...places.groups].map(({ x, y, width, height }) => ({ x: x + width, y: y + height }));
  const points = [...corners, ...drawn.flatMap((edge) => edge.points)];
  return {
    width: Math.ceil(Math.max(0, ...points.map(({ x }) => x)) + margin),
    height: Math.ceil(Math.max(0, ...points.map(({ y }) => y)) + margin),
    ...places,
    edges: drawn.map(({ points, ...edge }) => ({ ...edge, path: pathOf(points) })),
  };
}

/** What leads back to itself is said by how often it was visited. */
const isDrawn = ({ from, to }: Edge) => from !== to;

const pointsOf = (graph: Graph, { from, to, type }: Edge) => (graph.edge(from, to, type) as { readonly points: readonly Point[] }).points;

const boxOf = ({ x, y, width, height }: Box): Box => ({ x: x - width / 2, y: y - height / 2, width, height });

/** A smooth line: through the middles between the points, bent towards them. */
function pathOf(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (!first) return '';
  const at = ({ x, y }: Point) => `${Math.round(x)} ${Math.round(y)}`;
  const bends = others.slice(0, -1).map((point, index) => {
    const next = others[index + 1] ?? point;
    const end = index === others.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${bends.length > 0 ? bends.join('') : others.map((point) => `L${at(point)}`).join('')}`;
}
