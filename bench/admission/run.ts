import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { atApiServer } from './at-api-server.ts';
import { memory, underLoad } from './direct.ts';
import { startStage } from './stage.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'api,direct,memory' },
    rounds: { type: 'string', default: '30' },
  },
});
const wanted = new Set(values.only.split(','));

console.log(`Node ${process.version}, ${availableParallelism()} cores\n`);
const stage = await startStage();
try {
  if (wanted.has('api')) await atApiServer(stage, Number(values.rounds));
  if (wanted.has('direct')) await underLoad(stage);
  if (wanted.has('memory')) await memory(stage);
} finally {
  await stage.stop();
}
