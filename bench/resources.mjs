// Inputs as kpt sends them: a quarter Deployments with two containers, the rest Services, ConfigMaps and Ingresses.

/** @param {number} index @param {string} name */
const metadata = (index, name) => `  metadata:
    name: ${name}
    namespace: team-${index % 20}
    labels:
      app.kubernetes.io/name: ${name}
      app.kubernetes.io/part-of: shop # the product
      app.kubernetes.io/managed-by: kpt
    annotations:
      config.kubernetes.io/index: '${index % 4}'
      config.kubernetes.io/path: 'apps/team-${index % 20}/${name}.yaml'
      internal.config.kubernetes.io/annotations-migration-resource-id: '${index}'
      internal.config.kubernetes.io/index: '${index % 4}'
      internal.config.kubernetes.io/path: 'apps/team-${index % 20}/${name}.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
      internal.config.kubernetes.io/id: '${index}'
      config.k8s.io/id: '${index}'
`;

/** @param {string} name @param {number} port @param {string} memory */
const container = (name, port, memory) => `        - name: ${name}
          image: ${name}:1.${port % 40}.3
          args: ["--port=${port}", "--log-level", info]
          env:
          - name: POD_NAME
            valueFrom:
              fieldRef:
                fieldPath: metadata.name
          ports:
          - containerPort: ${port}
          resources:
            limits:
              cpu: "2"
              memory: ${memory}
            requests:
              cpu: 250m
              memory: 128Mi
          readinessProbe:
            httpGet: {path: /healthz, port: ${port}}
            initialDelaySeconds: 5
`;

const limits = ['512Mi', '1Gi', '1536Mi', '2Gi', '4G'];

/** @param {number} index */
const deployment = (index) => `- apiVersion: apps/v1
  kind: Deployment
${metadata(index, `web-${index}`)}  spec:
    replicas: 3
    selector:
      matchLabels:
        app.kubernetes.io/name: web-${index}
    template:
      metadata:
        labels:
          app.kubernetes.io/name: web-${index}
      spec:
        serviceAccountName: web
        containers:
        # The one that serves.
${container('db', 5432, limits[index % limits.length] ?? '')}${container('exporter', 9187, '256Mi')}`;

/** @param {number} index */
const service = (index) => `- apiVersion: v1
  kind: Service
${metadata(index, `web-${index}`)}  spec:
    type: ClusterIP
    selector:
      app.kubernetes.io/name: web-${index}
    ports:
    - name: http
      port: 80
      targetPort: 8080
      protocol: TCP
    - name: metrics
      port: 9187
      targetPort: metrics
`;

/** @param {number} index */
const configMap = (index) => `- apiVersion: v1
  kind: ConfigMap
${metadata(index, `settings-${index}`)}  data:
    LOG_LEVEL: info
    MAX_CONNECTIONS: "${100 + (index % 50)}"
    config.yaml: |
      server:
        listen: 0.0.0.0:8080
        timeouts: {read: 5s, write: 10s}
      # Pools are per process.
      pools:
      - name: primary
        size: ${10 + (index % 30)}
        hosts: [db-0.db, db-1.db]
      - name: replica
        size: 5
        hosts: [db-2.db]
      features:
        search: true
        cart: "v2"
`;

/** @param {number} index */
const ingress = (index) => `- apiVersion: networking.k8s.io/v1
  kind: Ingress
${metadata(index, `web-${index}`)}  spec:
    ingressClassName: nginx
    tls:
    - hosts:
      - web-${index}.example.com
      secretName: web-${index}-tls
    rules:
    - host: web-${index}.example.com
      http:
        paths:
        - path: /
          pathType: Prefix
          backend:
            service:
              name: web-${index}
              port:
                name: http
`;

const kinds = [deployment, service, configMap, ingress];

/** How many of so many resources are workloads. @param {number} count */
export const workloads = (count) => Math.ceil(count / kinds.length);

/** @param {number} count @param {number} [from] */
const itemsOf = (count, from = 0) =>
  Array.from({ length: count }, (_, at) =>
    (kinds[(from + at) % kinds.length] ?? service)(from + at),
  );

/** Resources as documents, without what only kpt adds. @param {number} count @param {number} [from] */
export const documents = (count, from) =>
  itemsOf(count, from).map((item) =>
    item.replace(/    annotations:\n(?: {6}.*\n)+/, '').replace(/^(?:- |  )/gm, ''),
  );

/** The same in one stream, as kustomize prints them. @param {number} count */
export const stream = (count) => documents(count).join('---\n');

/** A ResourceList of so many resources, the same for the same number. @param {number} count */
export const resourceList = (count) => {
  const items = itemsOf(count);
  return `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
${items.join('')}functionConfig:
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: inject-shm
    annotations:
      config.kubernetes.io/local-config: 'true'
  data:
    ratio: '0.5'
`;
};
