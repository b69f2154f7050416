import { command, type Command } from './command.ts';
import { policyFlags } from '../policy/flags.ts';
import { inputFlags, reportFlags } from '../report/flags.ts';
import { runFlags } from './run.ts';
import { run } from '../filter.ts';
import { version } from '../../package.json';
import { topics } from './topics.ts';
import { certificateFlags, webhookFlags } from '../webhook/flags.ts';

const none = {} as const;

const print = (stdout: string) => ({ stdout, stderr: '', exitCode: 0 }) as const;

/** Every command, the one without a name first; help and completion are made from it. */
export const commands: readonly Command[] = [
  command({
    name: '',
    summary: 'Inject into a stream on stdin, or into files and folders.',
    argument: { metavar: 'FILE|FOLDER', most: Infinity },
    flags: runFlags,
    isConfigured: true,
    help: '',
    load: async () => run,
  }),
  command({
    name: 'argocd generate',
    summary: 'Render the Argo CD application in this folder, and inject.',
    flags: { 'log-to-stderr': runFlags['log-to-stderr'] },
    isConfigured: true,
    help: `Argo CD's plugin runs this: kustomize, Helm or a folder of manifests, by what the folder has. The
application's parameters and environment are read; flags are the operator's.`,
    load: async () => {
      const { generate } = await import('../argocd.ts');
      return ({ flags }, { env }) => generate(flags, env);
    },
  }),
  command({
    name: 'argocd parameters',
    summary: 'Announce the parameters of an application to Argo CD, as JSON.',
    flags: none,
    isConfigured: false,
    help: '',
    load: async () => (await import('../argocd.ts')).parameters,
  }),
  command({
    name: 'policy',
    summary: 'Print an admission policy that the API server runs itself.',
    flags: policyFlags,
    isConfigured: true,
    help: `A MutatingAdmissionPolicy and its binding, for pods in namespaces with the label
inject-shm.dev/inject: enabled; with --mode check a ValidatingAdmissionPolicy that warns.
What it cannot express is an error that names the field.

  inject-shm policy --ratio 0.5 --max-size 16Gi | kubectl apply -f -`,
    load: async () => (await import('../policy/command.ts')).policy,
  }),
  command({
    name: 'report',
    summary: 'Show which pods have which /dev/shm, what is at risk, and what it costs.',
    argument: { metavar: 'FILE|FOLDER', most: Infinity },
    flags: reportFlags,
    isConfigured: true,
    help: `Of files and folders, of a stream, or of what kubectl prints of a cluster; nothing is changed.
A row for each pod, worst first: what is there, what inject-shm would make of it, and why.

  inject-shm report deploy/
  inject-shm report --base origin/main --format markdown deploy/   what a pull request changes
  kubectl get deploy,sts,ds,cj,job,po,hpa -A -o yaml | inject-shm report -`,
    load: async () => (await import('../report/command.ts')).report,
  }),
  command({
    name: 'explain',
    summary: 'Tell step by step what was decided for a workload, and why.',
    argument: { metavar: '[KIND/]NAME', usage: '[KIND/]NAME [FILE|FOLDER]...', most: Infinity },
    flags: inputFlags,
    isConfigured: true,
    help: `Of one in files and folders, or on stdin: which limit counts, the arithmetic, where each value
of the config is from, what is written and what may go wrong; or why it is left out.

  inject-shm explain deployment/trainer deploy/`,
    load: async () => (await import('../report/explain-command.ts')).explainCommand,
  }),
  command({
    name: 'webhook',
    summary: 'Serve the admission webhook, until it is asked to end.',
    flags: webhookFlags,
    isConfigured: true,
    help: `POST /mutate over TLS for the API server (admission.k8s.io/v1); /readyz, /healthz and /metrics
over plain HTTP. The certificate and --fn-config are read again when they change; what cannot be
used leaves the last in use. SIGTERM: not ready, 5 seconds later no new calls, and the end when all
are answered. Not for admission are kinds, exclude-kinds, names, exclude-names, pod-specs and mode
remove.

  inject-shm webhook --cert-dir /certificates --fn-config /config/inject-shm.yaml`,
    load: async () => (await import('../webhook.ts')).webhook,
  }),
  command({
    name: 'webhook certificates',
    summary: "Make an authority and a certificate for the webhook's Service.",
    flags: certificateFlags,
    isConfigured: false,
    help: `For clusters without cert-manager: ca.crt, tls.crt and tls.key are written into the folder.
Prints the caBundle for the MutatingWebhookConfiguration.

  inject-shm webhook certificates --service inject-shm-webhook --namespace inject-shm --out certs`,
    load: async () => (await import('../webhook.ts')).certificates,
  }),
  command({
    name: 'init',
    summary: 'Write a commented .inject-shm.yaml.',
    argument: { metavar: 'FOLDER' },
    flags: none,
    isConfigured: false,
    help: `It is written into the folder, or into this one. A file that exists is not overwritten.
Editors complete and check it by its first line, which names the schema: that of the package in
node_modules, or else a copy that is written beside it, .inject-shm.schema.json.`,
    load: async () => (await import('./init.ts')).init,
  }),
  command({
    name: 'completion',
    summary: 'Print the completion script of a shell.',
    argument: { metavar: 'bash|zsh|fish', values: () => ['bash', 'zsh', 'fish'] },
    flags: none,
    isConfigured: false,
    help: `bash:  source <(inject-shm completion bash)                  # in ~/.bashrc
zsh:   inject-shm completion zsh > "\${fpath[1]}/_inject-shm"  # before compinit runs
fish:  inject-shm completion fish > ~/.config/fish/completions/inject-shm.fish`,
    load: async () => (await import('./completion.ts')).completion,
  }),
  command({
    name: 'help',
    summary: 'Explain a topic or a command.',
    argument: {
      metavar: 'TOPIC|COMMAND',
      values: (all) => [...topics, ...all.map(({ name }) => name).filter((name) => name !== '')],
      most: 2,
    },
    flags: none,
    isConfigured: false,
    help: `Topics: ${topics.join(', ')}.`,
    load: async () => (await import('./help.ts')).help,
  }),
  command({
    name: 'version',
    summary: 'Show the version.',
    flags: none,
    isConfigured: false,
    help: '',
    load: async () => () => print(`${version}\n`),
  }),
];
