import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where everything in the local world listens: this machine and nobody else. */
export const loopback = '127.0.0.1';

/** How long a server keeps an idle connection: longer than any client here does, so that none meets one that is just being closed. */
export const idleMilliseconds = 10 * 60_000;

/** The port asked for belongs to another program. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
}

/**
 * Starts a server on loopback and tells its address.
 * @param port 0 lets the system choose.
 * @throws PortTakenError when another program listens there.
 */
export const listen = (server: Server, port = 0): Promise<string> =>
  new Promise((resolve, reject) => {
    server.keepAliveTimeout = idleMilliseconds;
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(`port ${port} is taken`) : error),
    );
    server.listen(port, loopback, () => resolve(`http://${loopback}:${(server.address() as AddressInfo).port}`));
  });

/** Stops a server without waiting for clients that keep their connections. */
export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
