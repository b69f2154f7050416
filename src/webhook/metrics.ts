import type { Counter, Gauge, Histogram } from 'prom-client';
import { version } from '../../package.json';
import { type Answer, outcomes } from './handle.ts';

/** What is followed while the webhook runs. */
export type Source = 'certificate' | 'config';

export interface Metrics {
  /** A call that came in; what it gives is to be called when it is answered. */
  readonly begin: () => (answer: Pick<Answer, 'outcome' | 'results'>) => void;
  readonly reloaded: (source: Source, isUsed: boolean) => void;
  readonly inFlight: () => number;
  /** Prometheus' text. */
  readonly print: () => Promise<string>;
  readonly contentType: string;
}

/** What is looked up only when somebody asks. */
export interface Probes {
  /** Milliseconds since 1970. */
  readonly notAfter: () => number;
  readonly isReady: () => boolean;
}

const DAY_MS = 86_400_000;

/** Of the handler's time, in seconds: most pods take far less than a millisecond. */
const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 3];

interface Instruments {
  readonly seconds: Histogram<'outcome'>;
  readonly requests: Counter<'outcome'>;
  readonly results: Counter<'code' | 'severity'>;
  readonly reloads: Counter<'source' | 'outcome'>;
  readonly flying: Gauge;
}

const count = (
  { seconds, requests, results }: Instruments,
  start: number,
  answer: Pick<Answer, 'outcome' | 'results'>,
): void => {
  const { outcome } = answer;
  seconds.observe({ outcome }, (performance.now() - start) / 1000);
  requests.inc({ outcome });
  for (const { severity, tags } of answer.results) results.inc({ code: tags.code, severity });
};

/** Metrics of one server. */
export const newMetrics = (probes: Probes): Metrics => {
  // It is loaded here because a filter has no use for it.
  const prom = require('prom-client') as typeof import('prom-client');
  const registers = [new prom.Registry()];
  const [register = new prom.Registry()] = registers;
  const named = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) => ({
    name: `inject_shm_webhook_${name}`,
    help,
    labelNames: [...labelNames],
    registers,
  });
  const gauge = (name: string, help: string, value: () => number): Gauge =>
    new prom.Gauge({
      ...named(name, help),
      collect() {
        this.set(value());
      },
    });
  const made: Instruments = {
    seconds: new prom.Histogram({
      ...named('handler_duration_seconds', 'Time from the whole body to the answer.', ['outcome']),
      buckets,
    }),
    requests: new prom.Counter(
      named('requests_total', 'Calls of the API server by what came of them.', ['outcome']),
    ),
    results: new prom.Counter(
      named('results_total', 'Results by code, as docs/results.md lists them.', [
        'code',
        'severity',
      ]),
    ),
    reloads: new prom.Counter(
      named('reloads_total', 'Changes of certificate and config by whether they could be used.', [
        'source',
        'outcome',
      ]),
    ),
    flying: new prom.Gauge(named('requests_in_flight', 'Calls that are not answered yet.')),
  };
  gauge(
    'certificate_expiry_days',
    'Days until the served certificate expires.',
    () => (probes.notAfter() - Date.now()) / DAY_MS,
  );
  gauge('ready', '1 where /readyz says so.', () => (probes.isReady() ? 1 : 0));
  new prom.Gauge(named('build_info', 'The version that runs.', ['version'])).set({ version }, 1);
  prom.collectDefaultMetrics({ register });
  startAtZero(made);
  let flying = 0;
  const move = (by: number): void => {
    flying += by;
    made.flying.set(flying);
  };
  return {
    begin: () => {
      move(1);
      const start = performance.now();
      return (answer) => {
        move(-1);
        count(made, start, answer);
      };
    },
    reloaded: (source, isUsed) => made.reloads.inc({ source, outcome: isUsed ? 'used' : 'failed' }),
    inFlight: () => flying,
    print: () => register.metrics(),
    contentType: register.contentType,
  };
};

/** So that a rate can be told from the first of its kind on. */
const startAtZero = ({ requests, reloads }: Instruments): void => {
  outcomes.forEach((outcome) => requests.inc({ outcome }, 0));
  for (const source of ['certificate', 'config'])
    for (const outcome of ['used', 'failed']) reloads.inc({ source, outcome }, 0);
};
