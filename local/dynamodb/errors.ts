import { AwsError } from '../wire/service.ts';
import type { Item } from './value.ts';

/** DynamoDB's answer to whatever is wrong with a request, and ours to what is not served here. */
export const invalid = (message: string) => new AwsError('ValidationException', message);

/** The condition of a write did not hold; `item` is what is there, for those who asked for it. */
export const conditionFailed = (item?: Item) =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { members: item ? { Item: item } : {} });

/** No table has that name. */
export const noTable = () => new AwsError('ResourceNotFoundException', 'Requested resource not found');
