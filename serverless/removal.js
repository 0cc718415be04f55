import { DynamoDBClient, QueryCommand, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';

/** The lists of the index byUnfinished that must be empty. */
const lists = ['ASSOCIATION', 'BATCH'];

/** How many of each are named. */
const mostNamed = 5;

/**
 * `serverless remove` would cut off what is under way, with nobody left to take it back: it is refused until all has ended, unless the
 * parameter removeUnfinished is "true".
 */
export default class Removal {
  constructor(serverless) {
    this.hooks = {
      'before:remove:remove': async () => {
        const { prefix, removeUnfinished } = serverless.service.custom;
        if (removeUnfinished === 'true') return;
        const unfinished = await unfinishedIn(prefix, await serverless.getProvider('aws').getAwsSdkV3Config());
        if (unfinished.length > 0) throw new serverless.classes.Error(refusal(prefix, unfinished), 'LIAISON_UNFINISHED');
      },
    };
  }
}

/** Ids of what has not ended, a few of each list; none where there is no table. */
async function unfinishedIn(table, config) {
  const client = new DynamoDBClient(config);
  try {
    const pages = await Promise.all(lists.map((list) => client.send(new QueryCommand(firstOf(list, table)))));
    return pages.flatMap(({ Items }) => Items.map(({ id }) => id.S));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  } finally {
    client.destroy();
  }
}

const firstOf = (list, TableName) => ({
  TableName,
  IndexName: 'byUnfinished',
  KeyConditionExpression: 'unfinished = :list',
  ExpressionAttributeValues: { ':list': { S: list } },
  Limit: mostNamed,
});

const refusal = (prefix, ids) =>
  [
    `Not everything of ${prefix} has ended: ${ids.join(', ')}${ids.length >= mostNamed ? ' and perhaps more' : ''}.`,
    'Removed now, it would be cut off in the middle, and nobody would take back what was made.',
    'Wait, or cancel each with liaison cancel. To remove all the same: npx serverless remove --param removeUnfinished=true',
  ].join('\n');
