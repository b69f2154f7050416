import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { decided, deployment, type Flags, limitRange, podOf } from './fixture.ts';
import { spec } from './spec.ts';

const test = spec('plan: what the API server admits');

/** What a LimitRange says of memory: `default:1Gi min:64Mi`, ratios as `ratio:2`. */
const rangeOf = (type: string, text: string): Fields => {
  const names: Readonly<Record<string, string>> = { ratio: 'maxLimitRequestRatio' };
  const limits = text.split(' ').map((word) => {
    const [name = '', memory = ''] = word.split(':');
    return [names[name] ?? name, { memory }] as const;
  });
  return limitRange(type, Object.fromEntries(limits));
};

const quota = (hard: Fields): Fields => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'quota' },
  spec: { hard },
});

const given: Flags = { 'default-memory-limit': '1Gi' };

/** `[name, containers, type, LimitRange, flags, decision]` */
type Row = readonly [string, string, 'Container' | 'Pod', string, Flags, string];

// oxfmt-ignore
const rows: readonly Row[] = [
  ['a default', 'app', 'Container', 'default:2Gi', {}, 'inject 1Gi'],
  ['a max without a default', 'app', 'Container', 'max:2Gi', {}, 'inject 1Gi'],
  ['a default before a max', 'app', 'Container', 'default:1Gi max:4Gi', {}, 'inject 512Mi'],
  ['of a pod it is none', 'app', 'Pod', 'max:2Gi', {}, 'hold no-memory-limit:all=app'],
  ['a min is none', 'app', 'Container', 'min:2Gi', {}, 'hold no-memory-limit:all=app'],
  ['its own before it', 'app 4Gi', 'Container', 'default:2Gi', {}, 'inject 2Gi'],
  ['the largest of both', 'app 1Gi, db', 'Container', 'default:4Gi', {}, 'inject 2Gi (oom-risk:app)'],
  ['a default of ours is not needed', 'app', 'Container', 'default:2Gi', given, 'inject 1Gi'],
  ['a default below the request', 'app req:4Gi', 'Container', 'default:2Gi', {}, 'hold limit-range-conflict:app'],
  ['mended by a default of ours', 'app req:4Gi', 'Container', 'default:2Gi', given, 'inject 2Gi app=4Gi limit-range-conflict:app'],
  ['a template gets none', 'app ${MEM}', 'Container', 'default:2Gi', {}, 'hold no-memory-limit:template'],
  ['raised to a min', 'app', 'Container', 'min:2Gi', given, 'inject 1Gi app=2Gi (limit-clamped:limit-range-min=2Gi)'],
  ['above a min', 'app', 'Container', 'min:64Mi', given, 'inject 512Mi app=1Gi'],
  ['a request above a min', 'app req:3Gi', 'Container', 'min:2Gi', given, 'inject 1536Mi app=3Gi (limit-clamped:limit-range-min=2Gi)'],
  ['lowered to the max of a pod', 'app', 'Pod', 'max:512Mi', given, 'inject 256Mi app=512Mi (limit-clamped:limit-range=512Mi)'],
  ['the sum is above it', 'app, db', 'Pod', 'max:1536Mi', given, 'hold limit-refused:pod-max'],
  ['the sum is at it', 'app, db', 'Pod', 'max:2Gi', given, 'inject 512Mi app=1Gi db=1Gi'],
  ['with a sidecar', 'app, ~proxy 1Gi', 'Pod', 'max:1536Mi', given, 'hold limit-refused:pod-max'],
  ['an init container runs before', 'app, +setup 1Gi', 'Pod', 'max:1Gi', given, 'inject 512Mi app=1Gi'],
  ['a request above the max of a pod', 'app req:2Gi', 'Pod', 'max:1Gi', given, 'hold limit-refused:request'],
  ['requests below the min of a pod', 'app', 'Pod', 'min:4Gi', given, 'hold limit-refused:pod-min'],
  ['requests at it', 'app', 'Pod', 'min:1Gi', given, 'inject 512Mi app=1Gi'],
  ['a ratio', 'app req:256Mi', 'Container', 'ratio:2', given, 'hold limit-refused:ratio'],
  ['at a ratio', 'app req:512Mi', 'Container', 'ratio:2', given, 'inject 512Mi app=1Gi'],
  ['a ratio of parts', 'app req:512Mi', 'Container', 'ratio:1500m', given, 'hold limit-refused:ratio'],
  ['a limit is the request too', 'app', 'Container', 'ratio:1', given, 'inject 512Mi app=1Gi'],
  ['a ratio of the pod', 'app req:256Mi', 'Pod', 'ratio:2', given, 'hold limit-refused:pod-ratio'],
  ['the sums are at it', 'app req:512Mi', 'Pod', 'ratio:2', given, 'inject 512Mi app=1Gi'],
  ['no size without what it comes from', 'app', 'Pod', 'min:4Gi', { ...given, 'fallback-size': '256Mi' }, 'inject 256Mi limit-refused:pod-min'],
  ['a max below a min', 'app', 'Pod', 'max:1Gi', { ...given, 'max-memory-limit': '512Mi' }, 'inject 256Mi app=512Mi (limit-clamped:config=512Mi)'],
  ['nothing is injected: nothing to refuse', 'app 1Gi', 'Pod', 'max:512Mi', given, 'inject 512Mi'],
];

rows.forEach(([name, containers, type, range, flags, expected]) =>
  test(`${name}: ${containers} in a ${type} ${range}`, () =>
    assert.is(decided([deployment(podOf(containers)), rangeOf(type, range)], flags), expected)),
);

/** `[name, containers, objects beside it, flags, decision]` */
// oxfmt-ignore
const beside: readonly (readonly [string, string, readonly Fields[], Flags, string])[] = [
  ['the smaller of two defaults', 'app', [rangeOf('Container', 'default:4Gi'), rangeOf('Container', 'default:2Gi')], {}, 'inject 1Gi'],
  ['the larger of two mins', 'app', [rangeOf('Container', 'min:2Gi'), rangeOf('Container', 'min:3Gi')], given, 'inject 1536Mi app=3Gi (limit-clamped:limit-range-min=3Gi)'],
  ['a max that is no whole Mi', 'app', [rangeOf('Container', 'max:1G')], {}, 'inject 476Mi'],
  ['of another API group', 'app', [{ ...rangeOf('Container', 'default:2Gi'), apiVersion: 'example.com/v1' }], {}, 'hold no-memory-limit:all=app'],
  ['of another namespace', 'app', [limitRange('Container', { default: { memory: '2Gi' } }, { namespace: 'b' })], {}, 'hold no-memory-limit:all=app'],
  ['of no memory', 'app', [limitRange('Container', { default: { cpu: '1' } })], {}, 'hold no-memory-limit:all=app'],
  ['0 is no default', 'app', [rangeOf('Container', 'default:0')], {}, 'hold no-memory-limit:all=app'],
  ['what is no Quantity is no default', 'app', [rangeOf('Container', 'default:lots')], {}, 'hold no-memory-limit:all=app'],
  ['a quota counts what is injected', 'app', [quota({ 'limits.memory': '8Gi' })], given, 'inject 512Mi app=1Gi quota-counts'],
  ['not what was there', 'app 1Gi', [quota({ 'limits.memory': '8Gi' })], given, 'inject 512Mi'],
  ['a quota of something else', 'app', [quota({ pods: '8' })], given, 'inject 512Mi app=1Gi'],
];

beside.forEach(([name, containers, objects, flags, expected]) =>
  test(name, () =>
    assert.is(decided([deployment(podOf(containers)), ...objects], flags), expected),
  ),
);

test.run();
