import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { asn1, md, pki } from 'node-forge';
import type { CertificateOptions } from './options.ts';

/** The parts of the library that are about certificates: all of it would add twice as much to the bundle. */
const forge = () => ({
  ...(require('node-forge/lib/x509.js') as Pick<
    typeof pki,
    | 'createCertificate'
    | 'certificateToPem'
    | 'getPublicKeyFingerprint'
    | 'privateKeyFromAsn1'
    | 'publicKeyFromPem'
  >),
  ...(require('node-forge/lib/asn1.js') as Pick<typeof asn1, 'fromDer'>),
  ...(require('node-forge/lib/sha256.js') as { readonly create: typeof md.sha256.create }),
});

/** PEM texts of one authority and of what it has signed. */
export interface Made {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

interface Pair {
  readonly publicPem: string;
  readonly privatePem: string;
  /** PKCS #1, as text of one byte a character. */
  readonly privateDer: string;
}

const newPair = (): Pair => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateDer: privateKey.export({ type: 'pkcs1', format: 'der' }).toString('latin1'),
  };
};

interface Issued {
  readonly subject: string;
  readonly issuer: string;
  readonly key: Pair;
  readonly signer: Pair;
  readonly days: number;
  readonly extensions: readonly object[];
}

const DAY_MS = 86_400_000;

/** Clocks of machines differ. */
const SKEW_MS = 3_600_000;

const nameOf = (value: string) => [{ name: 'commonName', value }];

const issue = ({ subject, issuer, key, signer, days, extensions }: Issued): string => {
  const library = forge();
  const certificate = library.createCertificate();
  certificate.publicKey = library.publicKeyFromPem(key.publicPem);
  // Positive, and of 20 bytes at most (RFC 5280 §4.1.2.2).
  certificate.serialNumber = `4${randomBytes(16).toString('hex').slice(1)}`;
  certificate.validity.notBefore = new Date(Date.now() - SKEW_MS);
  certificate.validity.notAfter = new Date(Date.now() + days * DAY_MS);
  certificate.setSubject(nameOf(subject));
  certificate.setIssuer(nameOf(issuer));
  const issuerKey = library.publicKeyFromPem(signer.publicPem);
  const keyIdentifier = library
    .getPublicKeyFingerprint(issuerKey, { type: 'RSAPublicKey' })
    .getBytes();
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier },
  ]);
  const signerKey = library.privateKeyFromAsn1(library.fromDer(signer.privateDer));
  certificate.sign(signerKey, library.create());
  return library.certificateToPem(certificate).replaceAll('\r\n', '\n');
};

const DNS = 2;

type Named = Pick<CertificateOptions, 'service' | 'namespace'>;

/** What the API server calls the Service, and what people try it by. */
const namesOf = ({ service, namespace }: Named): readonly string[] => [
  `${service}.${namespace}.svc`,
  `${service}.${namespace}.svc.cluster.local`,
  `${service}.${namespace}`,
  service,
];

/** Who signs. */
export interface Authority {
  readonly name: string;
  readonly pair: Pair;
  /** PEM. */
  readonly certificate: string;
}

export const newAuthority = (days: number): Authority => {
  const pair = newPair();
  const name = `inject-shm webhook ${randomBytes(4).toString('hex')}`;
  const certificate = issue({
    subject: name,
    issuer: name,
    key: pair,
    signer: pair,
    days,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { name, pair, certificate };
};

/** A certificate for the webhook's Service. */
export const certify = (authority: Authority, service: Named, days: number): Made => {
  const pair = newPair();
  const names = namesOf(service);
  const certificate = issue({
    subject: (names[0] ?? '').slice(0, 64),
    issuer: authority.name,
    key: pair,
    signer: authority.pair,
    days,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: DNS, value })) },
    ],
  });
  return { authority: authority.certificate, certificate, key: pair.privatePem };
};

/** A new authority, whose key nobody keeps, and a certificate by it for the webhook's Service. */
export const make = (options: CertificateOptions): Made =>
  certify(newAuthority(options.days), options, options.days);

/** The authority of the last time, while it is valid: until all pods serve the new certificate, both are trusted. */
const lastAuthority = (file: string): string => {
  try {
    const [first = ''] =
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/.exec(
        readFileSync(file, 'utf8'),
      ) ?? [];
    return new Date(new X509Certificate(first).validTo).getTime() > Date.now() ? first : '';
  } catch {
    return '';
  }
};

/**
 * Writes `ca.crt`, `tls.crt` and `tls.key` into a folder.
 * @returns the `caBundle` of a webhook configuration
 */
export const makeCertificates = (options: CertificateOptions): string => {
  const file = (name: string) => join(options.out, name);
  mkdirSync(options.out, { recursive: true });
  const { authority, certificate, key } = make(options);
  const bundle = authority + lastAuthority(file('ca.crt'));
  writeFileSync(file('tls.key'), key, { mode: 0o600 });
  chmodSync(file('tls.key'), 0o600);
  writeFileSync(file('tls.crt'), certificate);
  writeFileSync(file('ca.crt'), bundle);
  return Buffer.from(bundle).toString('base64');
};
