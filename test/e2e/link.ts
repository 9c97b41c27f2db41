import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port that leads to another one on this machine, for TCP and UDP, until it is cut. */
export interface Link {
  port: number;
  cut(): void;
  mend(): void;
  close(): void;
}

/**
 * Lays a link. UDP goes one way only: who answers to a datagram sends to the address that its sender tells of itself, as
 * memberlist does, and not to where it came from.
 */
export const link = async (to: number): Promise<Link> => {
  let whole = true;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one
        .on('error', () => {})
        .on('close', () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4');
  datagrams.on('message', (message) => whole && datagrams.send(message, to, '127.0.0.1'));
  datagrams.bind(port, '127.0.0.1');
  await once(datagrams, 'listening');
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    cut: () => {
      whole = false;
      drop();
    },
    mend: () => {
      whole = true;
    },
    close: () => {
      server.close();
      datagrams.close();
      drop();
    },
  };
};
