declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** @param options `path` keeps the tables in a folder; without it they are in memory. */
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
