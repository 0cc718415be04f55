import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './service.ts';

/** What a SigV4 Authorization header says about who calls what. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name of the service: `es`, `states`. */
  readonly service: string;
}

const refusal = (name: string, message: string) => new AwsError(name, message, { status: 403 });

const authorization =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/;

/**
 * Reads the credential scope and demands that the request is signed: the header is well-formed, the host is among the signed headers and a
 * date comes along. The signature itself is not checked, because nothing here knows a secret.
 *
 * Throws MissingAuthenticationTokenException or IncompleteSignatureException, both 403.
 */
export function readSignature(headers: IncomingHttpHeaders): CredentialScope {
  if (!headers.authorization) throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const [, accessKeyId, date, region, service, signed] = authorization.exec(headers.authorization) ?? [];
  if (!accessKeyId || !date || !region || !service || !signed) {
    throw refusal(
      'IncompleteSignatureException',
      'Authorization header is not of the form AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…',
    );
  }
  if (!signed.split(';').includes('host')) throw refusal('IncompleteSignatureException', "'Host' must be a signed header");
  const moment = String(headers['x-amz-date'] ?? '');
  if (!/^\d{8}T\d{6}Z$/.test(moment)) throw refusal('IncompleteSignatureException', "Authorization header requires an 'X-Amz-Date' header");
  if (!moment.startsWith(date))
    throw refusal('IncompleteSignatureException', 'Date in Credential scope does not match the X-Amz-Date header');
  return { accessKeyId, region, service };
}

/** The error for an access key that nobody has. */
export const unknownKey = () => refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');

/** The error for a request signed for another region. */
export const wrongRegion = (region: string) =>
  refusal('InvalidSignatureException', `Credential should be scoped to a valid region: ${region}`);
