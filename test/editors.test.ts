import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as assert from 'uvu/assert';
import { configSchema } from '../src/config.ts';
import { initialConfig } from '../src/cli/init.ts';
import { spec } from './spec.ts';

const test = spec('editors', { long: 'starts a language server' });

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** yaml-language-server as editors speak to it, on one file. */
interface Editor {
  /** Sets the text of the file and waits for what the server underlines. */
  readonly set: (text: string) => Promise<readonly Diagnostic[]>;
  readonly ask: (method: string, position: Position) => Promise<unknown>;
}

const state: { folder?: string; server?: ChildProcess; editor?: Promise<Editor> } = {};

test.after(() => {
  state.server?.kill();
  if (state.folder !== undefined) rmSync(state.folder, { recursive: true });
});

/** Calls back for each message of a stream. */
const listen = (server: ChildProcess, heard: (message: Message) => void): void => {
  let rest = Buffer.alloc(0);
  server.stdout?.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const start = rest.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/.exec(rest.toString('latin1'))?.[1]);
      if (start < 4 || !(rest.length >= start + length)) return;
      heard(JSON.parse(rest.subarray(start, start + length).toString()) as Message);
      rest = rest.subarray(start + length);
    }
  });
};

const open = async (): Promise<Editor> => {
  const folder = (state.folder = mkdtempSync(join(tmpdir(), 'inject-shm-editor-')));
  writeFileSync(join(folder, '.inject-shm.schema.json'), JSON.stringify(configSchema()));
  const bin = resolve('node_modules/yaml-language-server/bin/yaml-language-server');
  const server = (state.server = spawn(process.execPath, [bin, '--stdio'], { cwd: folder }));
  const answers = new Map<number, (result: unknown) => void>();
  let underlined: (found: readonly Diagnostic[]) => void = () => undefined;
  const send = (message: Message): void => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  listen(server, ({ id, method, params, result }) => {
    if (method === 'textDocument/publishDiagnostics')
      underlined((params as { readonly diagnostics: readonly Diagnostic[] }).diagnostics);
    // What the server asks the editor: its settings, of which there are none.
    else if (method !== undefined && id !== undefined)
      send({ id, result: method === 'workspace/configuration' ? [{}, {}, {}, {}, {}] : null });
    else if (id !== undefined) answers.get(id)?.(result);
  });
  let last = 0;
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((done) => {
      answers.set(++last, done);
      send({ id: last, method, params });
    });
  const uri = pathToFileURL(join(folder, '.inject-shm.yaml')).href;
  const rootUri = pathToFileURL(folder).href;
  await request('initialize', { processId: process.pid, rootUri, capabilities: {} });
  send({ method: 'initialized', params: {} });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'yaml', version: 0, text: '' } },
  });
  let version = 0;
  return {
    set: (text) =>
      new Promise((done) => {
        underlined = done;
        const textDocument = { uri, version: ++version };
        send({
          method: 'textDocument/didChange',
          params: { textDocument, contentChanges: [{ text }] },
        });
      }),
    ask: (method, position) =>
      request(`textDocument/${method}`, { textDocument: { uri }, position }),
  };
};

const editor = (): Promise<Editor> => (state.editor ??= open());

/** The file that `inject-shm init` writes, with lines at its end. */
const withLines = (...lines: readonly string[]): string =>
  `${initialConfig('.inject-shm.schema.json')}${lines.map((line) => `  ${line}\n`).join('')}`;

/** Where a text stands last, from its beginning. */
const placeOf = (text: string, what: string, further = 0): Position => {
  const before = text.slice(0, text.lastIndexOf(what)).split('\n');
  return { line: before.length - 1, character: (before.at(-1) ?? '').length + further };
};

const labels = (answer: unknown): readonly string[] => {
  const { items } = answer as { readonly items: readonly { readonly label: string }[] };
  return items.map(({ label }) => label);
};

test('what `inject-shm init` writes has nothing underlined', async () =>
  assert.equal(await (await editor()).set(withLines()), []));

test('names of fields are completed', async () => {
  const { set, ask } = await editor();
  const text = withLines('max');
  await set(text);
  const found = labels(await ask('completion', placeOf(text, 'max', 3)));
  assert.ok(found.includes('maxSize') && found.includes('maxMemoryLimit'), found.join());
});

test('words are completed', async () => {
  const { set, ask } = await editor();
  const text = withLines('existing: ');
  await set(text);
  const found = labels(await ask('completion', placeOf(text, 'existing: ', 10)));
  assert.equal([...found].sort(), ['complete', 'enforce', 'keep']);
});

test('hovering over a field shows its sentence', async () => {
  const { set, ask } = await editor();
  const text = withLines('maxSize: 16Gi');
  assert.equal(await set(text), []);
  const hover = JSON.stringify(await ask('hover', placeOf(text, 'maxSize', 2)));
  assert.match(hover, /Lowers the size to this/);
});

const wrong: readonly (readonly [string, string, string])[] = [
  ['a word', 'existing: kept', 'kept'],
  ['a field', 'maxSzie: 1Gi', 'maxSzie'],
  ['a ratio', 'ratio: half', 'half'],
];

wrong.forEach(([name, line, underlined]) =>
  test(`${name} that is wrong is underlined`, async () => {
    const { set } = await editor();
    // One ratio is there already.
    const text = withLines(line).replace('  ratio: 0.5\n', '');
    const found = await set(text);
    assert.equal(
      found.map(({ range }) => range.start),
      [placeOf(text, underlined)],
      JSON.stringify(found),
    );
  }),
);

test('the schema that is committed is the one that is tried here', () =>
  assert.equal(
    JSON.parse(readFileSync('fn-config/inject-shm.schema.json', 'utf8')),
    JSON.parse(JSON.stringify(configSchema())),
  ));

test.run();
