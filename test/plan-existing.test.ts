import * as assert from 'uvu/assert';
import type { Fields } from '../src/data/value.ts';
import { decided, deployment, type Flags, podOf } from './fixture.ts';
import { spec } from './spec.ts';

const test = spec('plan: what is mounted already');

const emptyDir = (name: string, more: Fields = {}): Fields => ({ name, emptyDir: more });
const memory = (sizeLimit?: string, name = 'shm'): Fields =>
  emptyDir(name, { medium: 'Memory', ...(sizeLimit === undefined ? {} : { sizeLimit }) });

const open = [memory()];
const keep: Flags = {};
const complete: Flags = { existing: 'complete' };
const enforce: Flags = { existing: 'enforce' };

/** `[name, containers, volumes, flags, decision]` */
type Row = readonly [string, string, readonly Fields[], Flags, string];

// oxfmt-ignore
const rows: readonly Row[] = [
  ['a size is kept', 'app 2Gi @shm', [memory('512Mi')], keep, 'theirs'],
  ['one without is told', 'app 2Gi @shm', open, keep, 'theirs unbounded:1Gi'],
  ['of what cannot be sized', 'app @shm', open, keep, 'theirs unbounded'],
  ['null is none', 'app 2Gi @shm', [emptyDir('shm', { medium: 'Memory', sizeLimit: null })], keep, 'theirs unbounded:1Gi'],
  ['completed', 'app 2Gi @shm', open, complete, 'inject 1Gi'],
  ['a size is complete', 'app 2Gi @shm', [memory('512Mi')], complete, 'theirs'],
  ['enforced', 'app 2Gi @shm', [memory('512Mi')], enforce, 'inject 1Gi'],
  ['enforced where there is none', 'app 2Gi @shm', open, enforce, 'inject 1Gi'],
  ['the same size', 'app 2Gi @shm', [memory('1Gi')], enforce, 'theirs'],
  ['the same in other words', 'app 2Gi @shm', [memory('1024Mi')], enforce, 'theirs'],
  ['the same in bytes', 'app 2Gi @shm', [memory('1073741824')], enforce, 'theirs'],
  ['below 64Mi too', 'app 64Mi @shm', open, complete, 'inject 32Mi'],
  ['what cannot be sized is held', 'app @shm', open, complete, 'hold unbounded'],
  ['no default limit in it', 'app @shm', open, { ...complete, 'default-memory-limit': '1Gi' }, 'hold unbounded'],
  ['a size of the config', 'app @shm', open, { ...complete, size: '256Mi' }, 'inject 256Mi no-memory-limit:all-sized=app'],
  ['a fallback', 'app @shm', open, { ...complete, 'fallback-size': '256Mi' }, 'inject 256Mi'],
  ['a ceiling', 'app 8Gi @shm', open, { ...complete, 'max-size': '1Gi' }, 'inject 1Gi'],
  // Whose limits count.
  ['of those that mount it', 'app 2Gi @shm, db 8Gi', open, keep, 'theirs unbounded:1Gi'],
  ['the largest of them', 'app 2Gi @shm, db 8Gi @shm', open, keep, 'theirs unbounded:4Gi'],
  ['a pod has one arrangement', 'app 2Gi @shm, db 8Gi', [memory('1Gi')], keep, 'theirs'],
  ['a sidecar that mounts it', '~proxy 8Gi @shm, app 2Gi @shm', open, keep, 'theirs unbounded:1Gi'],
  ['a path that needs cleaning', 'app 2Gi @shm:/dev/shm/', open, keep, 'theirs unbounded:1Gi'],
  ['without a slash', 'app 2Gi @shm:dev/shm', open, keep, 'theirs unbounded:1Gi'],
  ['two slashes', 'app 2Gi @shm://dev/shm', open, keep, 'theirs unbounded:1Gi'],
  ['a path below it is another', 'app 2Gi @shm:/dev/shm/x', open, keep, 'inject 1Gi'],
  // Other use of it.
  ['mounted elsewhere too', 'app 2Gi @shm @shm:/cache', open, complete, 'theirs unbounded:1Gi'],
  ['elsewhere by another', 'app 2Gi @shm, db 2Gi @shm:/cache', open, complete, 'theirs unbounded:1Gi'],
  // Sizes that are no whole page.
  ['no whole page', 'app 2Gi @shm', [memory('100M')], keep, 'theirs unaligned-size:95Mi'],
  ['pages that are no Mi', 'app 2Gi @shm', [memory('8192')], keep, 'theirs'],
  ['less than a Mi', 'app 2Gi @shm', [memory('1000')], keep, 'theirs unaligned-size:1Mi'],
  ['enforced it is mended', 'app 2Gi @shm', [memory('100M')], enforce, 'inject 1Gi'],
  // Risk.
  ['at the limit', 'app 1Gi @shm', [memory('1Gi')], keep, 'theirs oom-risk:app'],
  ['at 0.8 of it', 'app 1000Mi @shm', [memory('800Mi')], keep, 'theirs oom-risk:app'],
  ['below 0.8', 'app 1000Mi @shm', [memory('799Mi')], keep, 'theirs'],
  ['with other memory volumes', 'app 1Gi @shm @tmp:/tmp', [memory('512Mi'), memory('512Mi', 'tmp')], keep, 'theirs oom-risk:app'],
  ['disks do not count', 'app 1Gi @shm @tmp:/tmp', [memory('512Mi'), emptyDir('tmp', { sizeLimit: '9Gi' })], keep, 'theirs'],
  // What is no memory volume.
  ['on disk', 'app 2Gi @shm', [emptyDir('shm')], enforce, 'theirs disk-backed'],
  ['huge pages', 'app 2Gi @shm', [emptyDir('shm', { medium: 'HugePages-2Mi' })], enforce, 'theirs (huge-pages)'],
  ['huge pages of any size', 'app 2Gi @shm', [emptyDir('shm', { medium: 'HugePages' })], keep, 'theirs (huge-pages)'],
  ['of the host', 'app 2Gi @shm', [{ name: 'shm', hostPath: { path: '/dev/shm' } }], enforce, 'theirs (host-path)'],
  ['a claim', 'app 2Gi @shm', [{ name: 'shm', persistentVolumeClaim: { claimName: 'a' } }], enforce, 'theirs'],
  ['a volume from elsewhere', 'app 2Gi @shm', [], enforce, 'theirs'],
  // Broken and unknown.
  ['no Quantity', 'app 2Gi @shm', [memory('lots')], keep, 'hold invalid-quantity!'],
  ['a template', 'app 2Gi @shm', [memory('${SHM}')], enforce, 'theirs'],
  ['a limit that is none', 'app lots @shm', open, complete, 'hold invalid-quantity!'],
  // Several in a pod.
  ['two volumes', 'app 2Gi @a, db 4Gi @b', [memory(undefined, 'a'), memory(undefined, 'b')], complete, 'inject 1Gi'],
  ['two, one of them whole', 'app 2Gi @a, db 4Gi @b', [memory('1Gi', 'a'), memory(undefined, 'b')], keep, 'theirs unbounded:2Gi'],
  // Nobody mounts it: it is the volume.
  ['a volume of our name', 'app 2Gi', [memory(undefined, 'dshm')], keep, 'inject 1Gi'],
  ['mounted elsewhere: another name', 'app 2Gi @dshm:/cache', [memory('1Gi', 'dshm')], keep, 'inject 1Gi oom-risk:app'],
];

rows.forEach(([name, containers, volumes, flags, expected]) =>
  test(`${name}: ${containers}`, () =>
    assert.is(decided([deployment(podOf(containers, { volumes }))], flags), expected)),
);

test('a mount with a subPath is no whole volume', () => {
  const pod = podOf('app 2Gi', { volumes: open });
  const [app] = pod['containers'] as readonly Fields[];
  const volumeMounts = [{ name: 'shm', mountPath: '/dev/shm', subPath: 'a' }];
  const found = { ...pod, containers: [{ ...app, volumeMounts }] };
  assert.is(decided([deployment(found)], complete), 'theirs unbounded:1Gi');
});

test("a device at the path is the author's", () => {
  const pod = podOf('app 2Gi');
  const [app] = pod['containers'] as readonly Fields[];
  const volumeDevices = [{ name: 'disk', devicePath: '/dev/shm' }];
  assert.is(decided([deployment({ ...pod, containers: [{ ...app, volumeDevices }] })]), 'theirs');
});

test.run();
