import { AwsError } from '../wire/service.ts';
import type { NewMessage } from './queue.ts';

/** 1 MiB for body and attributes together. Source: SQS quotas, since 2025-08. */
const maximumBytes = 1_048_576;

/** Tab, line feed, carriage return, and what is neither a control nor half a character. Source: SQS API reference, SendMessage. */
const isAllowed = (character: string) =>
  character >= ' ' ? !/[\p{Cs}\uFFFE\uFFFF]/u.test(character) : ['\t', '\n', '\r'].includes(character);

const attributeName = /^(?!aws\.|amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/i;
const attributeType = /^(String|Number|Binary)(\..+)?$/;

/** The error SQS has for most of what can be wrong with a parameter. */
export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

/** The error for a parameter that must be there. */
export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);

function checkAttributes({ attributes = {} }: NewMessage): void {
  const entries = Object.entries(attributes);
  if (entries.length > 10) throw invalidParameter(`Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`);
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    if (!attributeName.test(name) || name.length > 256) throw invalidParameter(`Invalid message attribute name: ${name}.`);
    if (!attributeType.test(DataType)) throw invalidParameter(`The type of message attribute '${name}' is invalid.`);
    if (!StringValue && !BinaryValue?.length) throw invalidParameter(`The message attribute '${name}' must contain a non-empty value.`);
  }
}

const bytesOf = ({ body, attributes = {} }: NewMessage): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue }]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(DataType) + (BinaryValue?.length ?? Buffer.byteLength(StringValue)),
    Buffer.byteLength(body),
  );

/** Throws what SQS throws for a message it does not take. */
export function checkMessage(message: NewMessage): void {
  if (!message.body) throw missingParameter('MessageBody');
  if (![...message.body].every(isAllowed)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  checkAttributes(message);
  if (bytesOf(message) > maximumBytes) {
    throw invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`);
  }
}
