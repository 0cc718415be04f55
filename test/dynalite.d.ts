declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Where the tables are kept; in memory when left out. */
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  /** A DynamoDB that listens once it is told to. */
  export default function dynalite(options?: Options): Server;
}
