// A function of the TypeScript SDK that does nothing.
import { run } from 'kpt-functions';

await run(Object.assign(async () => {}, { usage: '' }));
