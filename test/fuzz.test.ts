import fc from 'fast-check';
import { cases, show } from './arbitrary/case.ts';
import { anyFlags } from './arbitrary/flags.ts';
import { EXCEPTIONS, FEATURES } from './arbitrary/style.ts';
import { forged } from './fuzz/forge.ts';
import { mutants } from './fuzz/mutate.ts';
import { sound } from './fuzz/sound.ts';
import { texts } from './fuzz/texts.ts';
import { spec } from './spec.ts';
import { law } from './support.ts';

const test = spec('fuzzing');

const shown = ({ text, flags }: { readonly text: string; readonly flags: object }): string =>
  `flags ${JSON.stringify(flags)}\nas a string: ${JSON.stringify(text)}\n${text}`;

law(
  test,
  { name: 'bytes: whatever a text is, nothing is lost', times: 3 },
  fc.record({ text: mutants(texts()), flags: anyFlags }),
  ({ text, flags }) => sound(text, flags).changed,
  shown,
);

law(
  test,
  { name: 'structure: manifests of all sorts, configs of all sorts', times: 3 },
  cases({ features: [...FEATURES, ...EXCEPTIONS] }),
  ({ text, flags }) => sound(text, flags).changed,
  show,
);

law(
  test,
  { name: 'records and annotations, forged and damaged', times: 3, share: 0.05 },
  forged,
  ({ text, flags }) => sound(text, flags).changed,
  shown,
);

test.run();
