import type { Drawing, Run } from '../../protocol.ts';
import { type Taken, takenOf } from '../graph/taken.ts';

function nodeClass(name: string, taken: Taken): string {
  const marks = [taken.visits.has(name) && 'visited', taken.failed.has(name) && 'failed', taken.current.has(name) && 'current'];
  return ['node', ...marks].filter(Boolean).join(' ');
}

/** The sign before a name: where it is, where it failed, where it has been. */
const markOf = (name: string, taken: Taken): string =>
  taken.current.has(name) ? '►' : taken.failed.has(name) ? '✕' : taken.visits.has(name) ? '✓' : '';

/** What the picture says, for whoever cannot see it. The table beside it says all of it. */
const labelOf = ({ nodes }: Drawing, taken: Taken): string => {
  const now = [...taken.current].join(', ');
  return `Workflow of ${nodes.length} states: ${taken.visits.size} were entered${now ? `, now in ${now}` : ''}. The table of steps says the same.`;
};

/** The workflow as deployed, with the way that this run has taken. */
export function Graph({ drawing, run }: { readonly drawing: Drawing; readonly run: Run | undefined }) {
  const taken = takenOf(drawing, run);
  // What was taken lies on top.
  const edges = [...drawing.edges].sort((one, other) => Number(taken.edges.has(one)) - Number(taken.edges.has(other)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="graph" aria-label="Picture of the workflow" tabIndex={0}>
      <svg
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        width={drawing.width}
        height={drawing.height}
        role="img"
        aria-label={labelOf(drawing, taken)}
      >
        {drawing.groups.map(({ name, type, x, y, width, height }) => (
          <g key={name} class="group">
            <rect x={x} y={y} width={width} height={height} rx={8} />
            <text x={x + 8} y={y + 13}>
              {name} ({type})
            </text>
          </g>
        ))}
        {edges.map((edge) => (
          <path
            key={`${edge.type} ${edge.from} ${edge.to}`}
            class={`edge ${edge.type}${taken.edges.has(edge) ? ' taken' : ''}`}
            d={edge.path}
          />
        ))}
        {drawing.nodes.map(({ name, type, comment, x, y, width, height }) => (
          <g key={name} class={nodeClass(name, taken)}>
            <title>{`${name} (${type})${comment ? `: ${comment}` : ''}`}</title>
            <rect x={x} y={y} width={width} height={height} rx={type === 'Wait' ? height / 2 : 5} />
            <text x={x + width / 2} y={y + height / 2 + 4} text-anchor="middle">
              {[markOf(name, taken), name, visitsText(taken.visits.get(name))].filter(Boolean).join(' ')}
            </text>
          </g>
        ))}
      </svg>
    </section>
  );
}

const visitsText = (visits = 0) => (visits > 1 ? `×${visits}` : '');
