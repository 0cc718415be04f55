import { AwsError } from '../../wire/service.ts';

/** Nothing there by that name. The service answers it with HTTP 409, not 404. Source: botocore es model. */
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, { status: 409 });

/** It is so already, or something else is under way. Source: botocore es model. */
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { status: 409 });

/** Input that cannot be used. Source: botocore es model. */
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** A quota is used up. Source: botocore es model. */
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message, { status: 409 });

/** The name is taken. Source: botocore es model. */
export const alreadyExists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message, { status: 409 });

/**
 * Too many calls: a fault to script, since the rates are not published. Not in the model, and HTTP 400 where other services say 429.
 * Source: issue 1809 of crossplane-contrib/provider-upjet-aws.
 */
export const rateExceeded = (): AwsError => new AwsError('ThrottlingException', 'Rate exceeded');
