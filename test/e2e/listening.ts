import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Why `listening` cannot say anything here; undefined when it can. */
export const noProc = process.platform === 'linux' ? undefined : 'only Linux tells what a process listens on, in /proc';

const listens = '0A';

const socketsOf = (pid: number): Set<string> =>
  new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        // It was closed meanwhile.
        return [];
      }
    }),
  );

const ipv4 = (hex: string): string =>
  (hex.match(/../g) ?? [])
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');

/** The addresses that a process listens on, as `ss -ltnp` tells them: `127.0.0.1:4600`; IPv6 addresses in the kernel's hex. */
export const listening = (pid: number): string[] => {
  const sockets = socketsOf(pid);
  return ['tcp', 'tcp6'].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === listens && sockets.has(inode))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        return `${protocol === 'tcp' ? ipv4(address) : address}:${Number.parseInt(port, 16)}`;
      }),
  );
};
