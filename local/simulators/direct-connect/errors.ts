import { AwsError } from '../../wire/service.ts';

// Direct Connect has two errors only, and answers both with HTTP 400 (source: API reference, common to all its operations), so what went
// wrong is in the message alone. "Could not find … with ID" and "is in a transitioning state" are what Terraform's provider looks for;
// the message of DescribeHostedConnections is on record in its issue 43499. The other messages are worded here.

/** What is wrong with the request, or in its way. */
export const clientError = (message: string) => new AwsError('DirectConnectClientException', message, { status: 400 });

/** For faults: Direct Connect failed itself, and whether it has done anything before that is not known. */
export const serverError = (message = 'A server-side error occurred.') =>
  new AwsError('DirectConnectServerException', message, { status: 400 });

/** Not there, or not for this caller. */
export const notFound = (what: 'Connection' | 'Lag' | 'Interconnect', id: string) => clientError(`Could not find ${what} with ID ${id}.`);

/** Something else is under way there. */
export const transitioning = (id: string) => clientError(`${id} is in a transitioning state.`);
