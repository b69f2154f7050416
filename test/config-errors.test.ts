import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as assert from 'uvu/assert';
import {
  type Problem,
  decode,
  decodeFlags,
  defaults,
  fields,
  injectAnnotation,
  override,
} from '../src/config.ts';
import { spec } from './spec.ts';

const test = spec('config errors');

type Row = readonly [string, string, string];

/** A row is `what | JSON | message`; in the message `@` stands for the first. */
const rows = (table: string): readonly Row[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [what = '', json = '', message = ''] = line.split(' | ').map((cell) => cell.trim());
      return [what, json, message.replace('@', `\`${what}\``)];
    });

const problemsOf = (decoded: E.Either<readonly Problem[], unknown>): readonly Problem[] =>
  E.isLeft(decoded) ? decoded.left : [];

const injectShm = (values: object) => ({
  apiVersion: 'inject-shm.dev/v1alpha1',
  kind: 'InjectShm',
  spec: values,
});

const values = rows(`
ratio | "1.5" | @ must be in (0, 1], got "1.5"
ratio | 0 | @ must be in (0, 1], got 0
ratio | "150%" | @ must be in (0, 1], got "150%"
ratio | "half" | @ must be in (0, 1], such as 0.5 or 50%, got "half"
ratio | {} | @ must be in (0, 1], such as 0.5 or 50%, got a map
sizeFrom | "Max" | @ must be max, min or a container's name (lower-case letters, digits and "-", at most 63), got "Max"
sizeFrom | [] | @ must be max, min or a container's name (lower-case letters, digits and "-", at most 63), got an empty list
minSize | "0" | @ must be at least 1Mi, got "0"
minSize | "400m" | @ must be at least 1Mi, got "400m" (did you mean "400Mi"?)
maxSize | true | @ must be at least 1Mi, but "true" is not a Quantity such as "512Mi" or "2Gi"
maxSize | "-1Gi" | @ must be at least 1Mi, got "-1Gi"
size | "1GiB" | @ must be at least 1Mi, but "1GiB" is not a Quantity (did you mean "1Gi"?)
size | 512 | @ must be at least 1Mi, got 512 (did you mean "512Mi"?)
size | "512Ki" | @ must be at least 1Mi, got "512Ki"
size | "" | @ must be at least 1Mi, but "" is not a Quantity such as "512Mi" or "2Gi"
size | ["1Gi"] | @ must be at least 1Mi, got a list
defaultMemoryLimit | 0 | @ must be at least 1Mi, got 0
defaultMemoryLimit | "from-size" | @ must be a Quantity or fromSize, got "from-size" (did you mean "fromSize"?)
defaultMemoryLimit | "db=2Gi" | @ must be a Quantity or fromSize, got "db=2Gi" (only an annotation can name containers)
missingLimit | "warning" | @ must be warn, error, ignore or request, got "warning" (did you mean "warn"?)
fallbackSize | "512Ki" | @ must be at least 1Mi, got "512Ki"
fallbackSize | "1GiB" | @ must be at least 1Mi, but "1GiB" is not a Quantity (did you mean "1Gi"?)
existing | "Keep" | @ must be keep, complete or enforce, got "Keep" (did you mean "keep"?)
initContainers | "yes" | @ must be true or false, got "yes"
initContainers | "True" | @ must be true or false, got "True" (did you mean "true"?)
initContainers | 1 | @ must be true or false, got 1
containers | "" | @ must name at least one (* for all), got ""
containers | [] | @ must name at least one (* for all), got an empty list
containers | ["a", "[bc]", "{d}"] | @ must be lower-case names, with * and ? as wildcards, got "[bc]", "{d}"
containers | "A,B,C,D,E" | @ must be lower-case names, with * and ? as wildcards, got "A", "B", "C" (and 2 more)
excludeContainers | {"app": true} | @ must be a list of text, or text with commas, got a map
excludeContainers | ["a", ["b"]] | @ must be a list of text, or text with commas, got a list in the list
select | "none" | @ must be all, needed or annotated, got "none"
needs | "vllm:v1" | @ must be names of images without tags, with * and ? as wildcards, got "vllm:v1" (did you mean "vllm"?)
needs | ["a b"] | @ must be names of images without tags, with * and ? as wildcards, got "a b"
kinds | [] | @ must name at least one (* for all), got an empty list
kinds | "apps/v1/Deployment" | @ must be *, Kind or group/Kind, got "apps/v1/Deployment" (did you mean "apps/Deployment"?)
kinds | "v1/Pod" | @ must be *, Kind or group/Kind, got "v1/Pod" (did you mean "core/Pod"?)
kinds | "Deploymnet" | @ names "Deploymnet", which is not in the table of kinds (did you mean "Deployment"?)
kinds | "*,deployments" | @ names "deployments", which is not in the table of kinds (did you mean "Deployment"?)
kinds | "example.com/Gizmo" | @ names "example.com/Gizmo", which is not in the table of kinds; name it in \`podSpecs\` to cover it
excludeKinds | "Job Pod" | @ must be *, Kind or group/Kind, got "Job Pod"
namespaces | "!kube-system" | @ must be lower-case names, with * and ? as wildcards, got "!kube-system"
excludeNamespaces | "kube_*" | @ must be lower-case names, with * and ? as wildcards, got "kube_*"
names | "Deployment/web" | @ must be lower-case names, with * and ? as wildcards, got "Deployment/web"
excludeNames | "Web" | @ must be lower-case names, with * and ? as wildcards, got "Web"
labelSelector | {"app": "web"} | @ must be a label selector such as "app=web,tier in (a,b)", got a map
labelSelector | "tier in web" | @ must be a label selector such as "app=web,tier in (a,b)", got "tier in web": "in" needs values in parentheses behind it, such as (a,b)
podSpecs | "example.com/Gizmo" | @ must be group/Kind:path, got "example.com/Gizmo"
podSpecs | "v1/Gizmo:spec" | @ must name API groups without a version, got "v1"
podSpecs | "example.com/v1/Gizmo:spec" | @ must be group/Kind:path, got "example.com/v1/Gizmo:spec" (did you mean "example.com/Gizmo:spec"?)
podSpecs | "example.com/9:spec" | @ must name kinds such as Rollout, got "9"
podSpecs | "a.io/Gizmo:spec..a" | @ for Gizmo must be a path such as spec.template.spec, spec.groups[name].template.spec or spec.replicas{}.template.spec, got "spec..a"
podSpecs | [{"apiVersion": "a/v1", "kind": "B"}] | @ must have apiGroup, kind and path in every entry, got "apiVersion"
podSpecs | [{"apiGroup": "a", "kind": "B"}] | @ must have apiGroup, kind and path in every entry, got nothing for path
podSpecs | [null, "a/B"] | @ must be a list of text, or text with commas, got nothing; must be group/Kind:path, got "a/B"
severity | "oom_rsk=ignore" | @ must name result codes, got "oom_rsk" (did you mean "oom-risk"?)
severity | "foo=error" | @ must name result codes, got "foo", known are injected, mounted, limit-injected, completed, taken-back, released, summary, would-change, no-memory-limit, oom-risk, unbounded, disk-backed, huge-pages, unaligned-size, host-path, host-ipc, windows, controlled-object, system-critical, crio-shm-size, cloud-run, partial-object, operator-owned, below-default, min-size-ignored, limit-clamped, limit-refused, limit-range-conflict, quota-counts, accelerator-limit, vpa-drift, immutable-template, uncovered-kind, uncovered-pod, ask-for-kind, needs-shm, ratio-one, bad-record, invalid-annotation, invalid-quantity, not-editable
severity | {"oom-risk": "warn"} | @ of "oom-risk" must be error, warning, info or ignore, got "warn" (did you mean "warning"?)
severity | "oom-risk" | @ of "oom-risk" must be error, warning, info or ignore, got nothing
severity | "invalid-config=ignore" | @ cannot change "invalid-config"
lockedAnnotations | "size,memory-limits" | @ must be names of annotations, or *, got "memory-limits" (did you mean "memory-limit"?)
maxMemoryLimit | "010000000000" | @ must be at least 1Mi, but "010000000000" is octal to some readers of YAML and decimal to others
maxMemoryLimit | "lots" | @ must be at least 1Mi, but "lots" is not a Quantity such as "512Mi" or "2Gi"
volumeName | "Dev_Shm" | @ must be a volume's name (lower-case letters, digits and "-", at most 63), got "Dev_Shm"
volumeName | "${'a'.repeat(64)}" | @ must be a volume's name (lower-case letters, digits and "-", at most 63), got "${'a'.repeat(60)}…"
mode | "dry-run" | @ must be inject, check or remove, got "dry-run"
ratoi | "0.5" | unknown field @ (did you mean "ratio"?)
sizefrom | "max" | unknown field @ (did you mean "sizeFrom"?)
exclude-containers | "a" | unknown field @ (did you mean "excludeContainers"?)
memoryLimit | "1Gi" | unknown field @ (did you mean "defaultMemoryLimit"?)
sizeLimit | "1Gi" | unknown field @ (did you mean "size"?)
__proto__ | 1 | unknown field @, known are ratio, sizeFrom, minSize, maxSize, size, defaultMemoryLimit, maxMemoryLimit, missingLimit, fallbackSize, existing, initContainers, containers, excludeContainers, select, needs, kinds, excludeKinds, namespaces, excludeNamespaces, names, excludeNames, labelSelector, podSpecs, severity, lockedAnnotations, volumeName, mode
`);

const parse = (name: string, json: string): object => JSON.parse(`{"${name}": ${json}}`);

values.forEach(([name, json, message]) => {
  test(`${name}: ${json}`, () => {
    const [problem, ...more] = problemsOf(decode(injectShm(parse(name, json))));
    assert.is(problem?.message, message);
    assert.is(problem?.field, `spec.${name}`);
    assert.equal(more, []);
  });
});

test('every field has an error', () => {
  const tested = new Set(values.map(([name]) => name));
  fields.forEach(({ name }) => assert.ok(tested.has(name), name));
});

test('all errors at once', () => {
  const alone = fc.constantFrom(
    ...values.filter(([name]) => name !== 'kinds' && name !== 'defaultMemoryLimit'),
  );
  const several = fc.uniqueArray(alone, { selector: ([name]) => name });
  fc.assert(
    fc.property(several, (broken) => {
      const all = `{${broken.map(([name, json]) => `"${name}": ${json}`).join()}}`;
      const problems = problemsOf(decode(injectShm(JSON.parse(all))));
      assert.equal(
        problems.map(({ message }) => message),
        broken.map(([, , message]) => message),
      );
    }),
  );
});

/** What is outside the fields: `field | JSON of the functionConfig | message`. */
const envelopes = rows(`
functionConfig | "ratio=0.5" | @ must be a map, got "ratio=0.5"
functionConfig | [] | @ must be a map, got an empty list
kind | {"spec": {}} | @ of a functionConfig must be InjectShm (inject-shm.dev/v1alpha1) or ConfigMap (v1), got nothing
kind | {"apiVersion": "v1", "kind": "Configmap"} | @ of a functionConfig must be InjectShm (inject-shm.dev/v1alpha1) or ConfigMap (v1), got "Configmap" (did you mean "ConfigMap"?)
kind | {"apiVersion": "fn.kpt.dev/v1alpha1", "kind": "StarlarkRun"} | @ of a functionConfig must be InjectShm (inject-shm.dev/v1alpha1) or ConfigMap (v1), got "StarlarkRun"
apiVersion | {"kind": "InjectShm"} | @ of kind InjectShm must be inject-shm.dev/v1alpha1, got nothing
apiVersion | {"apiVersion": "v2", "kind": "ConfigMap"} | @ of kind ConfigMap must be v1, got "v2"
ratio | {"apiVersion": "inject-shm.dev/v1alpha1", "kind": "InjectShm", "ratio": 1} | @ is not read: kind InjectShm has its fields under \`spec\`
data | {"apiVersion": "inject-shm.dev/v1alpha1", "kind": "InjectShm", "data": {}} | @ is not read: kind InjectShm has its fields under \`spec\`
spec | {"apiVersion": "inject-shm.dev/v1alpha1", "kind": "InjectShm", "spec": ["a"]} | @ must be a map of fields, got a list
binaryData | {"apiVersion": "v1", "kind": "ConfigMap", "data": {}, "binaryData": {"ratio": "MQ=="}} | @ is not read: kind ConfigMap has its fields under \`data\`
data | {"apiVersion": "v1", "kind": "ConfigMap", "data": "ratio=1"} | @ must be a map of fields, got "ratio=1"
`);

envelopes.forEach(([field, json, message]) => {
  test(`functionConfig ${json}`, () => {
    const problems = problemsOf(decode(JSON.parse(json)));
    assert.equal(
      problems.map((problem) => [problem.field, problem.message]),
      [[field, message]],
    );
  });
});

test('what is outside the fields does not hide what is wrong inside', () => {
  const problems = problemsOf(
    decode({
      apiVersion: 'v2',
      kind: 'ConfigMap',
      data: { ratio: '2', sizes: '1Gi' },
      mode: 'check',
    }),
  );
  assert.equal(problems, [
    {
      field: 'apiVersion',
      value: '"v2"',
      message: '`apiVersion` of kind ConfigMap must be v1, got "v2"',
    },
    {
      field: 'mode',
      value: '"check"',
      message: '`mode` is not read: kind ConfigMap has its fields under `data`',
    },
    { field: 'data.ratio', value: '"2"', message: '`ratio` must be in (0, 1], got "2"' },
    {
      field: 'data.sizes',
      value: '"1Gi"',
      message: 'unknown field `sizes` (did you mean "size"?)',
    },
  ]);
});

test('fields that contradict each other', () => {
  const config = injectShm({
    minSize: '2Gi',
    maxSize: '1Gi',
    defaultMemoryLimit: 'fromSize',
    mode: 'x',
  });
  assert.equal(
    problemsOf(decode(config)).map(({ message }) => message),
    [
      '`mode` must be inject, check or remove, got "x"',
      '`minSize` (2Gi) must not be above `maxSize` (1Gi)',
    ],
  );
});

test('no contradiction is seen in what could not be read', () => {
  const config = injectShm({ size: '2 gigs', defaultMemoryLimit: 'fromSize' });
  assert.equal(
    problemsOf(decode(config)).map(({ field }) => field),
    ['spec.size'],
  );
});

const flags = rows(`
--ratio | "2" | @ must be in (0, 1], got "2"
--sizeFrom | "min" | unknown flag @ (did you mean "--size-from"?)
--memory-limit | "1Gi" | unknown flag @ (did you mean "--default-memory-limit"?)
--namespace | "web" | unknown flag @ (did you mean "--namespaces"?)
--init-containers | "" | @ must be true or false, got ""
`);

flags.forEach(([flag, json, message]) => {
  test(`${flag}=${json}`, () => {
    const given = { [flag.slice(2)]: JSON.parse(json) };
    assert.equal(problemsOf(decodeFlags(given, defaults)), [{ field: flag, value: json, message }]);
  });
});

const annotations = rows(`
inject-shm.dev/ratio | "2" | @ must be in (0, 1], got "2"
inject-shm.dev/ratoi | "0.5" | unknown annotation @ (did you mean "inject-shm.dev/ratio"?)
inject-shm.dev/sizeFrom | "min" | unknown annotation @ (did you mean "inject-shm.dev/size-from"?)
inject-shm.dev/default-memory-limit | "1Gi" | unknown annotation @ (did you mean "inject-shm.dev/memory-limit"?)
inject-shm.dev/skip | "true" | unknown annotation @, known are ratio, size-from, size, memory-limit, fallback-size, existing, init-containers, containers, exclude-containers, severity, inject
inject-shm.dev/Inject | "false" | unknown annotation @ (did you mean "inject-shm.dev/inject"?)
inject-shm.dev/max-size | "8Gi" | @ may not be set by annotation; ratio, size-from, size, memory-limit, fallback-size, existing, init-containers, containers, exclude-containers, severity, inject may
inject-shm.dev/mode | "check" | @ may not be set by annotation; ratio, size-from, size, memory-limit, fallback-size, existing, init-containers, containers, exclude-containers, severity, inject may
inject-shm.dev/memory-limit | "" | @ must be at least 1Mi, got ""
inject-shm.dev/memory-limit | "0" | @ must be at least 1Mi, got "0"
inject-shm.dev/memory-limit | "db=2GiB,x_=1Gi" | @ for "db" must be at least 1Mi, but "2GiB" is not a Quantity (did you mean "2Gi"?); must be container=Quantity with a container's name, got "x_=1Gi"
inject-shm.dev/memory-limit | "db=fromSize" | @ for "db" must be at least 1Mi, but "fromSize" is not a Quantity such as "512Mi" or "2Gi"
inject-shm.dev/memory-limit | "1Gi,2Gi" | @ may have one Quantity for a container and one for all others, got "1Gi,2Gi"
inject-shm.dev/memory-limit | "db=1Gi,db=2Gi" | @ may have one Quantity for a container and one for all others, got "db=1Gi,db=2Gi"
inject-shm.dev/memory-limit | "fromSize" | @ can only be fromSize together with \`inject-shm.dev/size\` or \`minSize\`
inject-shm.dev/severity | "oom-risk=none" | @ of "oom-risk" must be error, warning, info or ignore, got "none"
inject-shm.dev/size | {"{ .Values.shm }": null} | @ must be at least 1Mi, got a map
`);

annotations.forEach(([name, json, message]) => {
  test(`${name}: ${json}`, () => {
    const found = problemsOf(override(defaults, {}, { [name]: JSON.parse(json) }));
    assert.equal(
      found.map((problem) => [problem.field, problem.message]),
      [[name, message]],
    );
  });
});

const injects = rows(`
inject-shm.dev/inject | "True" | @ must be "true" or "false", got "True" (did you mean "true"?)
inject-shm.dev/inject | "no" | @ must be "true" or "false", got "no"
inject-shm.dev/inject | 0 | @ must be "true" or "false", got 0
inject-shm.dev/inject | "" | @ must be "true" or "false", got ""
`);

injects.forEach(([field, json, message]) => {
  test(`${field}: ${json}`, () => {
    const found = injectAnnotation(defaults, { [field]: JSON.parse(json) }, {});
    assert.equal(found, E.left({ field, value: json, message }));
  });
});

test.run();
