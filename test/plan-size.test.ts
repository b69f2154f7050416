import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { decided, deployment, type Flags, podOf } from './fixture.ts';
import { spec } from './spec.ts';

const test = spec('plan: the size');

/** `[name, containers, flags, decision, more of the PodSpec]` */
type Row = readonly [string, string, Flags, string, Fields?];

const half: Flags = {};
const given: Flags = { 'default-memory-limit': '2Gi' };
const request: Flags = { 'missing-limit': 'request' };
const fallback: Flags = { 'fallback-size': '512Mi' };
const fails: Flags = { 'missing-limit': 'error' };
const podLimit = (memory: string): Fields => ({ resources: { limits: { memory } } });

// oxfmt-ignore
const rows: readonly Row[] = [
  // Ratio × basis, in whole Mi.
  ['one limit', 'app 2Gi', half, 'inject 1Gi'],
  ['an odd limit is floored', 'app 1025Mi', half, 'inject 512Mi'],
  ['decimal units', 'app 1G', half, 'inject 476Mi'],
  ['plain bytes', 'app 1073741824', half, 'inject 512Mi'],
  ['an exponent', 'app 1e9', half, 'inject 476Mi'],
  ['thousandths of a byte', 'app 1073741824000m', half, 'inject 512Mi'],
  ['a ratio', 'app 2Gi', { ratio: '0.25' }, 'inject 512Mi'],
  ['a ratio that is not exact in binary', 'app 10Gi', { ratio: '0.1' }, 'inject 1Gi'],
  ['a ratio in percent', 'app 4Gi', { ratio: '75%' }, 'inject 3Gi'],
  ['a ratio of 0.8 is a risk', 'app 1Gi', { ratio: '0.8' }, 'inject 819Mi'],
  ['a whole 0.8', 'app 1000Mi', { ratio: '0.8' }, 'inject 800Mi oom-risk:app'],
  ['a ratio of 1', 'app 1Gi', { ratio: '1' }, 'inject 1Gi oom-risk:app'],
  ['canonical', 'app 4096Gi', half, 'inject 2Ti'],
  ['64Mi is there anyway', 'app 128Mi', half, 'leave (below-default)'],
  ['one more is not', 'app 130Mi', half, 'inject 65Mi'],
  ['the largest', 'app 1Gi, db 4Gi', half, 'inject 2Gi (oom-risk:app)'],
  ['the smallest', 'app 1Gi, db 4Gi', { 'size-from': 'min' }, 'inject 512Mi'],
  ['one by name', 'app 1Gi, db 4Gi', { 'size-from': 'app' }, 'inject 512Mi'],
  ['a name that is not there', 'app 1Gi', { 'size-from': 'db' }, 'hold no-memory-limit:named'],
  ['a name without a limit', 'app 1Gi, db', { 'size-from': 'db' }, 'hold no-memory-limit:named'],
  // Bounds.
  ['a ceiling', 'app 8Gi', { 'max-size': '1Gi' }, 'inject 1Gi'],
  ['a ceiling below 64Mi', 'app 8Gi', { 'max-size': '32Mi' }, 'leave (below-default)'],
  ['a floor', 'app 1Gi', { 'min-size': '768Mi' }, 'inject 768Mi'],
  ['a floor at the limit', 'app 1Gi', { 'min-size': '1Gi' }, 'inject 512Mi (min-size-ignored)'],
  ['a floor under it', 'app 1Gi', { 'min-size': '256Mi' }, 'inject 512Mi'],
  ['a floor for a small pod', 'app 100Mi', { 'min-size': '70Mi' }, 'inject 70Mi'],
  ['a floor below a byte of Mi', 'app 1Gi', { 'min-size': '600000000' }, 'inject 572Mi'],
  // `size` first.
  ['a size', 'app 4Gi', { size: '1Gi' }, 'inject 1Gi'],
  ['a size in whole Mi', 'app 4Gi', { size: '1G' }, 'inject 953Mi'],
  ['a size and a ceiling', 'app 4Gi', { size: '2Gi', 'max-size': '1Gi' }, 'inject 1Gi'],
  ['a size at the limit', 'app 1Gi', { size: '1Gi' }, 'inject 1Gi oom-risk:app'],
  ['a size and no limit', 'app', { size: '1Gi' }, 'inject 1Gi no-memory-limit:all-sized=app'],
  ['a size needs no default', 'app', { ...given, size: '1Gi' }, 'inject 1Gi no-memory-limit:all-sized=app'],
  ['a limit from the size', 'app', { 'default-memory-limit': 'fromSize', size: '1Gi' }, 'inject 1Gi app=2Gi'],
  ['a limit from the least size', 'app', { 'default-memory-limit': 'fromSize', 'min-size': '1Gi' }, 'inject 1Gi app=2Gi'],
  ['no limit from the size for one called max', 'max, db', { 'default-memory-limit': 'fromSize', size: '1Gi' }, 'inject 1Gi no-memory-limit:all-sized=max+db'],
  ['a small size', 'app 1Gi', { size: '64Mi' }, 'leave (below-default)'],
  // What counts.
  ['a sidecar never sets it', 'app 1Gi, ~proxy 8Gi', half, 'inject 512Mi'],
  ['a sidecar by its name', 'app 1Gi, ~proxy 8Gi', { 'size-from': 'proxy' }, 'inject 4Gi (oom-risk:app)'],
  ['a sidecar called max is not named', 'app 1Gi, ~max 8Gi', half, 'inject 512Mi'],
  ['a sidecar called min is not named', 'app 1Gi, ~min 256Mi', { 'size-from': 'min' }, 'inject 512Mi (oom-risk:min)'],
  ['a sidecar that is small', 'app 1Gi, ~proxy 128Mi', half, 'inject 512Mi (oom-risk:proxy)'],
  ['an init container never counts', 'app 1Gi, +setup 8Gi', half, 'inject 512Mi'],
  ['a small init container is no risk', 'app 1Gi, +setup 64Mi', half, 'inject 512Mi'],
  ['an excluded one', 'app 1Gi, db 4Gi', { 'exclude-containers': 'db' }, 'inject 512Mi'],
  ['only the named', 'app 1Gi, db 4Gi', { containers: 'a*' }, 'inject 512Mi'],
  ['all excluded', 'app 1Gi', { 'exclude-containers': '*' }, 'leave'],
  // Pod-level resources.
  ['the limit of the pod', 'app', half, 'inject 1Gi', podLimit('2Gi')],
  ['never more than the pod', 'app 8Gi', half, 'inject 1Gi', podLimit('2Gi')],
  ['less than the pod', 'app 1Gi', half, 'inject 512Mi', podLimit('2Gi')],
  ['no default in it', 'app', given, 'hold limit-refused:pod-level', { resources: { requests: { memory: '1Gi' } } }],
  // Unknown pods.
  ['no limit', 'app', half, 'hold no-memory-limit:all=app'],
  ['none of two', 'app, db', half, 'hold no-memory-limit:all=app+db'],
  ['0 is none', 'app 0', half, 'hold no-memory-limit:all=app'],
  ['null is none', 'app null', half, 'hold no-memory-limit:all=app'],
  ['nothing is said', 'app', { 'missing-limit': 'ignore' }, 'hold'],
  ['an error', 'app', fails, 'hold no-memory-limit:all=app!'],
  ['one of two is known', 'app 1Gi, db', half, 'inject 512Mi no-memory-limit:some=db'],
  ['an error for the other', 'app 1Gi, db', fails, 'hold no-memory-limit:some=db!'],
  ['and with a size', 'app 1Gi, db', { ...fails, size: '256Mi' }, 'hold no-memory-limit:all-sized=db!'],
  ['and with a fallback', 'app', { ...fails, ...fallback }, 'hold no-memory-limit:all=app!'],
  ['a request above the known', 'app 256Mi, db req:64Gi', half, 'hold no-memory-limit:larger=db'],
  ['the known by name', 'app 256Mi, db req:64Gi', { 'size-from': 'app' }, 'inject 128Mi no-memory-limit:some=db'],
  ['a request at the known', 'app 1Gi, db req:1Gi', half, 'inject 512Mi no-memory-limit:some=db'],
  ['an accelerator beside the known', 'app 256Mi, train nvidia.com/gpu=1', half, 'hold no-memory-limit:larger=train'],
  ['none of it asked for', 'app 256Mi, train nvidia.com/gpu=0', half, 'inject 128Mi no-memory-limit:some=train'],
  ['another device', 'app 256Mi, net example.com/nic=1', half, 'inject 128Mi no-memory-limit:some=net'],
  // In an unknown pod: the default, the requests, the fallback.
  ['a default', 'app', given, 'inject 1Gi app=2Gi'],
  ['for each', 'app, db', given, 'inject 1Gi app=2Gi db=2Gi'],
  ['not beside a known one', 'app 1Gi, db', given, 'inject 512Mi no-memory-limit:some=db'],
  ['raised to the request', 'app req:4Gi', given, 'inject 2Gi app=4Gi'],
  ['beside a known that is outgrown', 'app 256Mi, db req:4Gi', given, 'inject 2Gi db=4Gi (oom-risk:app)'],
  ['not for a sidecar', 'app, ~proxy', given, 'inject 1Gi app=2Gi'],
  ['not by an accelerator', 'app nvidia.com/gpu=1', given, 'hold accelerator-limit:app'],
  ['nor by a claim', 'app claims', given, 'hold accelerator-limit:app'],
  ['nor by a runtime class', 'app', given, 'hold accelerator-limit:app', { runtimeClassName: 'nvidia' }],
  ['0 of it', 'app nvidia.com/gpu=0', given, 'inject 1Gi app=2Gi'],
  ['another device', 'app example.com/nic=1', given, 'inject 1Gi app=2Gi'],
  ['a request', 'app req:4Gi', request, 'inject 2Gi'],
  ['limit or request', 'app 256Mi, db req:4Gi', request, 'inject 2Gi (oom-risk:app)'],
  ['neither', 'app', request, 'hold no-memory-limit:all=app'],
  ['a default before the request', 'app req:4Gi', { ...given, ...request }, 'inject 2Gi app=4Gi'],
  ['a fallback', 'app', fallback, 'inject 512Mi'],
  ['a request before it', 'app req:4Gi', { ...fallback, ...request }, 'inject 2Gi'],
  ['a default before it', 'app', { ...given, ...fallback }, 'inject 1Gi app=2Gi'],
  ['where no default goes', 'app nvidia.com/gpu=1', { ...given, ...fallback }, 'inject 512Mi accelerator-limit:app'],
  ['a fallback for an outgrown one', 'app 256Mi, db req:4Gi', fallback, 'inject 512Mi oom-risk:app'],
  ['no fallback for a known', 'app 2Gi', fallback, 'inject 1Gi'],
  ['a fallback that is raised', 'app', { ...fallback, 'min-size': '1Gi' }, 'inject 1Gi'],
  ['and lowered', 'app', { ...fallback, 'max-size': '256Mi' }, 'inject 256Mi'],
  ['and in whole Mi', 'app', { 'fallback-size': '1G' }, 'inject 953Mi'],
  // Templates and broken quantities.
  ['a template is unknown', 'app ${MEM}', half, 'hold no-memory-limit:template'],
  ['and gets no default', 'app ${MEM}', given, 'hold no-memory-limit:template'],
  ['a fallback for it', 'app ${MEM}', fallback, 'inject 512Mi'],
  ['beside a known one', 'app 1Gi, db ${MEM}', half, 'inject 512Mi no-memory-limit:template'],
  ['no Quantity', 'app lots', half, 'hold invalid-quantity!'],
  ['a negative one', 'app -1Gi', half, 'hold invalid-quantity!'],
  ['a request that is none', 'app 1Gi req:x', half, 'hold invalid-quantity!'],
  ["a sidecar's", 'app 1Gi, ~proxy lots', half, 'hold invalid-quantity!'],
  ['of the pod', 'app 1Gi', half, 'hold invalid-quantity!', podLimit('lots')],
];

rows.forEach(([name, containers, flags, expected, more]) =>
  test(`${name}: ${containers} ${Object.entries(flags).flat().join(' ')}`, () =>
    assert.is(decided([deployment(podOf(containers, more))], flags), expected)),
);

test.run();
