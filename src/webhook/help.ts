import { version } from '../../package.json';
import { flagHelp } from '../config.ts';

/** What `inject-shm webhook --help` prints. */
export const help =
  (): string => `inject-shm ${version}: the webhook, which gives every pod a /dev/shm when it is created

Usage:
  inject-shm webhook --cert-dir DIR [flags]
  inject-shm webhook certificates --service NAME --namespace NS --out DIR [--days N]

Serves POST /mutate over TLS for the API server (admission.k8s.io/v1), and /readyz, /healthz and /metrics over plain
HTTP. Certificate and config are read again when they change; what cannot be used leaves the last in use.
SIGTERM: not ready for 5 seconds, then what is under way is answered, then the end.

  --cert-dir DIR        tls.crt and tls.key, as in a Secret that is mounted
  --host ADDRESS        where to listen. Default: 0.0.0.0
  --port N              for the API server. Default: 9443
  --metrics-port N      for the kubelet and Prometheus. Default: 8080
  --on-error admit|reject
                        what becomes of a pod with a broken annotation: admitted as it came, with a warning, or
                        refused. Default: admit
  --fn-config FILE      an InjectShm or a ConfigMap

  \`certificates\` makes an authority and a certificate for the Service, without cert-manager: ca.crt, tls.crt and
  tls.key in DIR, for N days (3650). It prints the caBundle for the MutatingWebhookConfiguration.

Config; not for admission are kinds, exclude-kinds, names, exclude-names, pod-specs and mode remove:
${flagHelp()}
`;
