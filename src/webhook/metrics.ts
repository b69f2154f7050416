import type { Counter, Histogram, Registry } from 'prom-client';
import { version } from '../../package.json';
import { type Answer, outcomes } from './handle.ts';

/** What is followed while the webhook runs. */
export type Source = 'certificate' | 'config';

export interface Metrics {
  /** A call whose body is there; what it gives is to be called with the answer, and says how many milliseconds that took. */
  readonly begin: () => (answer: Pick<Answer, 'outcome' | 'results'>) => number;
  readonly reloaded: (source: Source, isUsed: boolean) => void;
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
const buckets = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1, 3];

interface Instruments {
  readonly seconds: Histogram<'outcome'>;
  readonly requests: Counter<'outcome'>;
  readonly results: Counter<'code' | 'severity'>;
  readonly reloads: Counter<'source' | 'outcome'>;
}

type Prometheus = typeof import('prom-client');

const named = <L extends string>(
  register: Registry,
  name: string,
  help: string,
  labelNames: readonly L[] = [],
) => ({
  name: `inject_shm_webhook_${name}`,
  help,
  labelNames: [...labelNames],
  registers: [register],
});

const newInstruments = (prom: Prometheus, register: Registry): Instruments => {
  const counter = <L extends string>(name: string, help: string, labels: readonly L[]) =>
    new prom.Counter(named(register, name, help, labels));
  return {
    seconds: new prom.Histogram({
      ...named(register, 'handler_duration_seconds', 'Time from the whole body to the answer.', [
        'outcome',
      ]),
      buckets,
    }),
    requests: counter('requests_total', 'Calls of the API server by what came of them.', [
      'outcome',
    ]),
    results: counter('results_total', 'Results by code, as docs/results.md lists them.', [
      'code',
      'severity',
    ]),
    reloads: counter(
      'reloads_total',
      'Changes of certificate and config by whether they could be used.',
      ['source', 'outcome'],
    ),
  };
};

/** What is looked up when somebody asks, and what never changes. */
const addLookups = (
  prom: Prometheus,
  register: Registry,
  { notAfter, isReady, inFlight }: Probes & { readonly inFlight: () => number },
): void => {
  const lookUp = (name: string, help: string, value: () => number) =>
    new prom.Gauge({
      ...named(register, name, help),
      collect() {
        this.set(value());
      },
    });
  lookUp(
    'certificate_expiry_days',
    'Days until the served certificate expires.',
    () => (notAfter() - Date.now()) / DAY_MS,
  );
  lookUp('ready', '1 where /readyz says so.', () => (isReady() ? 1 : 0));
  lookUp('requests_in_flight', 'Calls that are not answered yet.', inFlight);
  const build = named(register, 'build_info', 'The version that runs.', ['version']);
  new prom.Gauge(build).set({ version }, 1);
  prom.collectDefaultMetrics({ register });
};

const count = (
  { seconds, requests, results }: Instruments,
  milliseconds: number,
  answer: Pick<Answer, 'outcome' | 'results'>,
): void => {
  const { outcome } = answer;
  seconds.observe({ outcome }, milliseconds / 1000);
  requests.inc({ outcome });
  for (const { severity, tags } of answer.results) results.inc({ code: tags.code, severity });
};

/** Metrics of one server. */
export const newMetrics = (probes: Probes): Metrics => {
  // It is loaded here because a filter has no use for it.
  const prom = require('prom-client') as Prometheus;
  const register = new prom.Registry();
  const made = newInstruments(prom, register);
  let inFlight = 0;
  addLookups(prom, register, { ...probes, inFlight: () => inFlight });
  startAtZero(made);
  return {
    begin: () => {
      inFlight += 1;
      const start = performance.now();
      return (answer) => {
        const milliseconds = performance.now() - start;
        inFlight -= 1;
        count(made, milliseconds, answer);
        return milliseconds;
      };
    },
    reloaded: (source, isUsed) => made.reloads.inc({ source, outcome: isUsed ? 'used' : 'failed' }),
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
