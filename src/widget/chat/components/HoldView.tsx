import type { JSX } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Hold } from '../../../reply.js';
import { KeepContext } from '../keepContext.js';
import { useSay } from '../texts.js';
import { useAnnounce } from './Announcer.js';
import { Icon } from './Icon.js';

const TICK_MS = 200;
/** Said aloud so many seconds before the end; every second would drown the exercise. */
const SAID_AT = [10];
const RADIUS = 26;
const ROUND = 2 * Math.PI * RADIUS;

type Run =
  | { readonly is: 'ready' }
  | { readonly is: 'running'; readonly endsAt: number }
  | { readonly is: 'paused'; readonly leftMs: number }
  | { readonly is: 'done' };

/** Counts a hold down. It goes by the clock, so a tab in the background loses no time, and a reload goes on. */
export function HoldView({ hold, id }: { readonly hold: Hold; readonly id: string }): JSX.Element {
  const say = useSay();
  const [run, setRun] = useRun(id);
  const leftMs = useLeft(run, hold.seconds * 1000, () => setRun({ is: 'done' }));
  const seconds = Math.ceil(leftMs / 1000);
  const announce = useAnnounce();
  const said = useRef(seconds);
  useEffect(() => {
    if (run.is === 'running' && said.current !== seconds && SAID_AT.includes(seconds))
      announce(say('holdLeft', { n: seconds }));
    said.current = seconds;
  }, [seconds]);
  useEffect(() => {
    if (run.is !== 'done') return;
    announce(say('holdDone'));
    navigator.vibrate?.(200);
  }, [run.is]);
  const start = (ms: number) => {
    announce(say('holdBegun', { n: Math.ceil(ms / 1000) }));
    setRun({ is: 'running', endsAt: Date.now() + ms });
  };
  return (
    <div class={`hold hold-${run.is}`} role="group" aria-label={hold.label}>
      <Dial part={leftMs / (hold.seconds * 1000)} seconds={seconds} isDone={run.is === 'done'} />
      <div class="hold-side">
        <p>{hold.label}</p>
        {run.is === 'running' ? (
          <button type="button" onClick={() => setRun({ is: 'paused', leftMs })}>
            {say('holdPause')}
          </button>
        ) : (
          <button type="button" onClick={() => start(run.is === 'paused' ? run.leftMs : hold.seconds * 1000)}>
            {say(run.is === 'ready' ? 'holdStart' : run.is === 'paused' ? 'holdGoOn' : 'holdAgain')}
          </button>
        )}
      </div>
    </div>
  );
}

function Dial({
  part,
  seconds,
  isDone,
}: {
  readonly part: number;
  readonly seconds: number;
  readonly isDone: boolean;
}): JSX.Element {
  const say = useSay();
  return (
    <div class="dial" role="timer">
      <svg viewBox="0 0 60 60" aria-hidden="true">
        <circle class="dial-back" cx="30" cy="30" r={RADIUS} />
        <circle
          class="dial-left"
          cx="30"
          cy="30"
          r={RADIUS}
          stroke-dasharray={ROUND}
          stroke-dashoffset={ROUND * (1 - part)}
        />
      </svg>
      {isDone ? <Icon name="check" /> : <span aria-hidden="true">{seconds}</span>}
      <span class="sr">{isDone ? say('holdDone') : say('holdSeconds', { n: seconds })}</span>
    </div>
  );
}

function useLeft(run: Run, fullMs: number, onEnd: () => void): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (run.is !== 'running') return undefined;
    const tick = () => {
      setNow(Date.now());
      if (Date.now() >= run.endsAt) onEnd();
    };
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [run]);
  if (run.is === 'running') return Math.min(fullMs, Math.max(0, run.endsAt - now));
  return run.is === 'paused' ? run.leftMs : run.is === 'done' ? 0 : fullMs;
}

/** A countdown belongs to its message and outlives a reload of the tab. */
function useRun(id: string): [Run, (run: Run) => void] {
  const keep = useContext(KeepContext);
  const [run, setRun] = useState<Run>(() => parseRun(keep.get(`hold.${id}`)));
  const set = (next: Run) => {
    setRun(next);
    keep.set(`hold.${id}`, JSON.stringify(next));
  };
  return [run, set];
}

function parseRun(stored: string | undefined): Run {
  return stored ? (JSON.parse(stored) as Run) : { is: 'ready' }; // written by useRun only
}
