import { version } from '../../package.json';
import { flagHelp } from '../config.ts';

/** What `--help` prints. */
export const help =
  (): string => `inject-shm ${version}: gives every pod a /dev/shm of the right size

It reads Kubernetes manifests, mounts a memory-backed emptyDir at /dev/shm in every pod, sized at
ratio × the container's memory limit, and gives them back with only its own lines changed.

Usage:
  inject-shm [flags] < in.yaml > out.yaml      any YAML or JSON stream, such as kustomize's or Helm's
  inject-shm [flags] FILE|FOLDER... > out.yaml files as one stream
  inject-shm --diff FILE|FOLDER...             shows what would change, as a unified diff
  inject-shm --write FILE|FOLDER...            changes the files
  inject-shm --check FILE|FOLDER...            lists what is to be done, and exits 1 if there is anything
  inject-shm argocd generate                   renders the Argo CD application in this folder, and injects
  inject-shm argocd parameters                 announces the parameters of an application to Argo CD

A KRM ResourceList on stdin is answered with a ResourceList and takes its config from functionConfig:
that is how kpt and kustomize call it.

Files and folders:
  All .yaml, .yml and .json files of a folder and of those in it, in the order of their names, but for
  hidden ones and node_modules. All are planned together: a LimitRange in one counts for the others.
  Left as they are, and told: what a .gitignore (unless it is an argument) or a .krmignore names; parts
  of kustomizations, and what an overlay changes the containers of; templates of charts. Run it behind
  the build for those. One stream on stdout has them too, unchanged, but for templates.
  Links are read where they lead to a file; one that is named is edited where it leads to, one that is
  found in a folder is not edited.
  A file that cannot be read is an error (exit 2); the others are done, unless it is one stream.

  --exclude GLOB  leaves more as it is: gitignore's syntax, relative to the argument; more than once
                  or with commas
  --diff          colours on a terminal, or as NO_COLOR and FORCE_COLOR say; also for stdin
  --write         replaces each changed file as a whole, or none if one of them cannot be written
  --check         like --mode check, but prints FILE:LINE:COLUMN: SEVERITY: MESSAGE [CODE]; also for stdin
  --format HOW    how --check prints: text, json, sarif or github. Default: text.
  --results FILE  writes the results there too, in the form of kpt's --results-dir

Config, with the names of the functionConfig's fields, over those of a functionConfig in a file:
  --fn-config FILE                          An InjectShm or a ConfigMap, such as kpt and kustomize
                                            take; not for a ResourceList, which has its own.
${flagHelp()}

Others:
  --log-to-stderr  shows errors and warnings on stderr for a ResourceList too, as LOG_TO_STDERR does
  --help, -h       this text
  --version        the version

Examples:
  kustomize build overlays/prod | inject-shm --default-memory-limit 1Gi | kubectl apply -f -
  helm template web ./chart | inject-shm --diff
  inject-shm --write --exclude-kinds Job,Pod deploy/
  inject-shm --check --format github deploy/
  kpt fn eval DIR --exec inject-shm -- ratio=0.25

Exit codes: 0 done; 1 error results, manifests are still written; 2 unusable input or output, nothing is
written; 3 broken flags or config.
`;
