import type { JSX } from 'preact';
import type { Cluster } from '../clusters.js';
import type { DayFigures, FigureKind, HelpfulRate } from '../figures.js';
import { DESK_TEXTS } from '../texts.js';

const T = DESK_TEXTS.figures;
const KINDS: readonly FigureKind[] = ['answer', 'clarify', 'fallback', 'redFlag'];
const DAYS = 30;
const TOP = 10;

interface Props {
  readonly days: readonly DayFigures[];
  readonly rates: readonly HelpfulRate[];
  readonly clusters: readonly Cluster[];
}

export function FiguresView({ days, rates, clusters }: Props): JSX.Element {
  const shown = days.slice(-DAYS);
  const unanswered = clusters.filter((c) => c.reasons.unanswered || c.reasons.left).slice(0, TOP);
  return (
    <>
      <section>
        <h2>{T.perDay}</h2>
        {shown.length === 0 ? <p>{T.none}</p> : <DayPlot days={shown} />}
      </section>
      <section>
        <h2>{T.helpful}</h2>
        {rates.length === 0 ? <p>{T.none}</p> : <RatePlot rates={rates} />}
      </section>
      <section>
        <h2>{T.top}</h2>
        {unanswered.length === 0 && <p>{T.none}</p>}
        <ol>
          {unanswered.map((c) => (
            <li key={c.id}>
              <a href={`/desk/questions/${c.id}`}>{c.texts[0]?.text}</a> <span class="facts">{c.count} ×</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

const totalOf = (day: DayFigures) => KINDS.reduce((sum, kind) => sum + day[kind], 0);

const PLOT = { width: 600, height: 180, left: 40, bottom: 22 };

/** Stacked bars, one a day, with the same in a table. */
function DayPlot({ days }: { readonly days: readonly DayFigures[] }): JSX.Element {
  const top = Math.max(1, ...days.map(totalOf));
  const step = (PLOT.width - PLOT.left) / Math.max(days.length, 7);
  const scale = (PLOT.height - PLOT.bottom - 8) / top;
  const floor = PLOT.height - PLOT.bottom;
  return (
    <>
      <p class="legend">
        {KINDS.map((kind) => (
          <span key={kind}>
            <svg width="12" height="12" aria-hidden="true">
              <rect class={kind} width="12" height="12" />
            </svg>{' '}
            {T.kinds[kind]}
          </span>
        ))}
      </p>
      <svg class="plot" viewBox={`0 0 ${PLOT.width} ${PLOT.height}`} role="img" aria-label={T.perDay}>
        <line class="axis" x1={PLOT.left} x2={PLOT.width} y1={floor} y2={floor} />
        <text x={PLOT.left - 6} y={floor - top * scale + 5} text-anchor="end">
          {top}
        </text>
        <text x={PLOT.left - 6} y={floor} text-anchor="end">
          0
        </text>
        {days.map((day, i) => (
          <g key={day.day}>{stack(day, PLOT.left + i * step, { width: step * 0.8, floor, scale })}</g>
        ))}
        <text x={PLOT.left} y={PLOT.height - 5}>
          {days[0]?.day}
        </text>
        {days.length > 3 && (
          <text x={PLOT.left + days.length * step} y={PLOT.height - 5} text-anchor="end">
            {days.at(-1)?.day}
          </text>
        )}
      </svg>
      <details>
        <summary>{T.table}</summary>
        <DayTable days={days} />
      </details>
    </>
  );
}

function stack(
  day: DayFigures,
  x: number,
  { width, floor, scale }: { readonly width: number; readonly floor: number; readonly scale: number },
): JSX.Element[] {
  let below = 0;
  return KINDS.map((kind) => {
    below += day[kind];
    return <rect key={kind} class={kind} x={x} width={width} y={floor - below * scale} height={day[kind] * scale} />;
  });
}

function DayTable({ days }: { readonly days: readonly DayFigures[] }): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={T.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">{T.day}</th>
            {KINDS.map((kind) => (
              <th key={kind} scope="col">
                {T.kinds[kind]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.day}>
              <th scope="row">{day.day}</th>
              {KINDS.map((kind) => (
                <td key={kind}>{day[kind]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One bar an entry: the share of votes that it helped, those that failed most people first. */
function RatePlot({ rates }: { readonly rates: readonly HelpfulRate[] }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{T.entry}</th>
          <th scope="col">{T.share}</th>
          <th scope="col">{T.votes}</th>
        </tr>
      </thead>
      <tbody>
        {rates.slice(0, 2 * TOP).map(({ entry, helpful, count }) => (
          <tr key={entry}>
            <th scope="row">
              <a href={`/desk/entry?id=${entry}`}>{entry}</a>
            </th>
            <td>
              <svg width="100" height="10" aria-hidden="true">
                <rect class="rest" width="100" height="10" />
                <rect class="answer" width={(100 * helpful) / count} height="10" />
              </svg>{' '}
              {Math.round((100 * helpful) / count)} %
            </td>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
