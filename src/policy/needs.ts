import { clientPrograms } from '../needs/argument-rows.ts';
import { imageOpposites, imageRows } from '../needs/images.ts';
import { isShm, literal, literals } from './cel.ts';

/** Globs on the last segments of an image's name, whatever registry, tag and digest are around them. */
const imagePattern = (globs: readonly string[]): string => {
  const patterns = globs.map((glob) =>
    glob.toLowerCase().replaceAll('.', '[.]').replaceAll('?', '[^/:@]').replaceAll('*', '[^/:@]*'),
  );
  return `(^|/)(${patterns.join('|')})(:[^/]*)?(@.*)?$`;
};

const needing = imagePattern(
  imageRows.filter(({ reason }) => reason.strength !== 'weak').flatMap(({ matches }) => matches),
);

const opposite = imagePattern(imageOpposites.flatMap(({ matches }) => matches));

/** What an image of a server is given to run where it serves nothing. */
const OTHERS = literals([...clientPrograms, 'sleep', 'tail', 'sh', 'bash']);

/** Arguments and variables that have it done without, as far as their names tell. */
const WITHOUT = 'disable-dev-shm-usage|plasma.directory|dynamic_shared_memory_type';
const VARIABLES = literals([
  'NCCL_SHM_DISABLE',
  'RAY_OBJECT_STORE_ALLOW_SLOW_STORAGE',
  'SE_BROWSER_ARGS_DISABLE_DSHM',
]);

/**
 * Whether container `c` has an image that needs more than 64Mi and nothing at `/dev/shm`. Where a command or a variable may
 * say that it does without, nothing is said.
 */
export const needsByImage = `c.?image.orValue("").lowerAscii().matches(${literal(needing)}) &&
  !c.image.lowerAscii().matches(${literal(opposite)}) &&
  !c.?command.hasValue() && !(c.?args[?0].orValue("") in ${OTHERS}) &&
  !c.?args.orValue([]).exists(a, a.matches(${literal(WITHOUT)})) &&
  !c.?env.orValue([]).exists(e, e.name in ${VARIABLES}) &&
  !c.?volumeMounts.orValue([]).exists(m, ${isShm('m.mountPath')})`;
