import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { spec } from './spec.ts';

const test = spec('GitLab note');

const folder = mkdtempSync(join(tmpdir(), 'gitlab-note-'));
test.after(() => rmSync(folder, { recursive: true }));

const FILE = join(folder, 'note.md');
writeFileSync(FILE, '<!-- inject-shm -->\n\nnew\n');

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number };
}

/** Runs the script against a GitLab that has some notes; tells what was asked for. */
const noted = async (notes: readonly Note[], token = 'secret', status = 200) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const { method, url = '', headers } = request;
      asked.push([method, url, headers['private-token'], body].join(' ').trim());
      const page = Number(/&page=(\d+)/.exec(url)?.[1] ?? 1);
      const found = url.endsWith('/user') ? { id: 7 } : notes.slice((page - 1) * 100, page * 100);
      response.writeHead(status).end(JSON.stringify(method === 'GET' ? found : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, ['examples/gitlab/note.mjs', FILE], {
    env: {
      ...process.env,
      CI_API_V4_URL: `http://127.0.0.1:${port}`,
      CI_PROJECT_ID: '1',
      CI_MERGE_REQUEST_IID: '2',
      INJECT_SHM_TOKEN: token,
    },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  server.close();
  return { code, asked };
};

const NOTES = '/projects/1/merge_requests/2/notes';
const BODY = JSON.stringify({ body: '<!-- inject-shm -->\n\nnew\n' });

const note = (id: number, author: number, body = '<!-- inject-shm -->\nold'): Note => ({
  id,
  body,
  author: { id: author },
});

test('writes the first note; that of another is not ours', async () => {
  const { code, asked } = await noted([note(1, 8), note(2, 7, 'a remark')]);
  assert.is(code, 0);
  assert.is(asked.at(-1), `POST ${NOTES} secret ${BODY}`);
});

test('updates ours, on whatever page it is', async () => {
  const others = Array.from({ length: 120 }, (_, at) => note(at, 8));
  const { code, asked } = await noted([...others, note(200, 7)]);
  assert.is(code, 0);
  assert.is(asked.at(-1), `PUT ${NOTES}/200 secret ${BODY}`);
});

test('without a token nothing is asked; a refusal is an error', async () => {
  assert.equal(await noted([], ''), { code: 0, asked: [] });
  assert.is((await noted([], 'secret', 403)).code, 1);
});

test.run();
