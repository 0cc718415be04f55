import type { Clock } from '../clock.ts';
import type { TextService } from '../wire/service.ts';
import { createDatabase } from './database.ts';
import type { Place } from './description.ts';
import { createOperations } from './operations.ts';
import { type Operation, readRequest } from './request.ts';

interface DynamoDbOptions extends Place {
  /** The folder of the tables; without one they are in memory. */
  readonly path?: string;
  readonly clock: Pick<Clock, 'now'>;
}

/** A DynamoDB of what the app uses of it. What it is asked for beyond that it refuses by name. */
export function createDynamoDb({ path, clock, ...place }: DynamoDbOptions): TextService & { close(): void } {
  const database = createDatabase({ clock, ...(path !== undefined && { path }) });
  const operations = createOperations(database, place);
  return {
    signingName: 'dynamodb',
    target: 'DynamoDB_20120810',
    has: (name) => Object.hasOwn(operations, name),
    answer(name, body) {
      const operation = name as Operation;
      return operations[operation](readRequest(operation, body) as never);
    },
    close: database.close,
  };
}
