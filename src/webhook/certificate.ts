import * as E from 'fp-ts/lib/Either.js';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { messageOf } from '../process/descriptors.ts';

/** What the server proves itself with; PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
  /** In hex, as other programs show it. */
  readonly serial: string;
}

const check = (cert: string, key: string): string | undefined => {
  const leaf = new X509Certificate(cert);
  if (!leaf.checkPrivateKey(createPrivateKey(key))) return 'tls.key is not the key of tls.crt';
  createSecureContext({ cert, key });
  const now = Date.now();
  if (Date.parse(leaf.validTo) <= now) return `tls.crt expired on ${leaf.validTo}`;
  return Date.parse(leaf.validFrom) > now
    ? `tls.crt is not valid before ${leaf.validFrom}`
    : undefined;
};

/** Takes a certificate and its key, if they can be served with now. Left: why not. */
export const certificateOf = (cert: string, key: string): E.Either<string, Certificate> => {
  const wrong = E.tryCatch(
    () => check(cert, key),
    (error) => `tls.crt or tls.key cannot be used: ${messageOf(error)}`,
  );
  if (E.isLeft(wrong)) return wrong;
  if (wrong.right !== undefined) return E.left(wrong.right);
  const { validTo, serialNumber } = new X509Certificate(cert);
  return E.right({ cert, key, notAfter: Date.parse(validTo), serial: serialNumber });
};
