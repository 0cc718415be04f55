import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const file = new URL('../serverless/table.yml', import.meta.url);

/** The table as it is deployed, as the input of CreateTable, under the name that tests give it. */
export function readTableDefinition(TableName: string) {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = parse(readFileSync(file, 'utf8')).Resources
    .AssociationTable.Properties;
  return { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
}
