import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** What the programs of a control plane have to agree on. */
export interface Settings {
  readonly folder: string;
  readonly ports: { readonly api: number; readonly etcd: number; readonly peer: number };
  readonly token: string;
  readonly auditRequests: boolean;
}

export const urlOf = ({ ports }: Settings): string => `https://127.0.0.1:${ports.api}`;

/** The files that the programs read or write, by what they are for. */
export const filesOf = ({ folder }: Settings) => {
  const file = (name: string) => join(folder, name);
  return {
    /** The API server makes its own certificate, and its authority comes with it. */
    certificates: file('certificates'),
    ca: file('certificates/apiserver.crt'),
    serviceAccountKey: file('service-account.key'),
    tokens: file('tokens.csv'),
    kubeconfig: file('kubeconfig'),
    auditPolicy: file('audit-policy.yaml'),
    auditLog: file('audit.log'),
  };
};

/** Writes what the programs read. */
export const fill = (settings: Settings): void => {
  const files = filesOf(settings);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secret = { mode: 0o600 };
  writeFileSync(
    files.serviceAccountKey,
    privateKey.export({ type: 'pkcs1', format: 'pem' }),
    secret,
  );
  writeFileSync(files.tokens, `${settings.token},admin,admin,system:masters\n`, secret);
  writeFileSync(files.kubeconfig, stringify(kubeconfig(settings)), secret);
  writeFileSync(files.auditPolicy, stringify(auditPolicy(settings)));
};

export const newToken = (): string => randomBytes(16).toString('hex');

const kubeconfig = (settings: Settings) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [
    {
      name: 'test',
      cluster: { server: urlOf(settings), 'certificate-authority': filesOf(settings).ca },
    },
  ],
  users: [{ name: 'test', user: { token: settings.token } }],
  contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  'current-context': 'test',
});

/** What changes Pods and workloads; the rest would only fill the disk. */
const auditPolicy = ({ auditRequests }: Settings) => ({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    {
      level: auditRequests ? 'Request' : 'Metadata',
      verbs: ['create', 'update', 'patch'],
      resources: [
        { group: '', resources: ['pods', 'pods/*', 'replicationcontrollers'] },
        { group: 'apps' },
        { group: 'batch' },
      ],
    },
    { level: 'None' },
  ],
});

export const etcdFlags = ({ folder, ports }: Settings): readonly string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  '--unsafe-no-fsync',
  `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
  `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
  `--listen-peer-urls=http://127.0.0.1:${ports.peer}`,
];

export const apiServerFlags = (settings: Settings): readonly string[] => {
  const { ports } = settings;
  const files = filesOf(settings);
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--cert-dir=${files.certificates}`,
    // No machine of the cluster has to reach it, so that none needs a route.
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--service-account-key-file=${files.serviceAccountKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    `--service-account-issuer=${urlOf(settings)}`,
    `--token-auth-file=${files.tokens}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--allow-privileged',
    // It would wait for a namespace's account, and mount a token into every Pod.
    '--disable-admission-plugins=ServiceAccount',
    `--audit-policy-file=${files.auditPolicy}`,
    `--audit-log-path=${files.auditLog}`,
    '--audit-log-mode=blocking',
  ];
};

export const controllerManagerFlags = (settings: Settings): readonly string[] => {
  const files = filesOf(settings);
  return [
    `--kubeconfig=${files.kubeconfig}`,
    `--service-account-private-key-file=${files.serviceAccountKey}`,
    '--leader-elect=false',
    '--secure-port=0',
  ];
};
